"""People of the house: who they are, which roles they hold, and what an administrator changes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from models.account import Account
from models.case import Case
from models.staff import Staff
from models.staff_role import StaffRole
from rules.administration import HouseAct
from rules.roles import Role
from rules.vocabulary import PrincipalKind
from stores.clocks.house import reference
from stores.house import account_changes, house_changes


class LastAdministratorError(ValueError):
    """Nobody would be left who can let people in."""


class AccountTakenError(ValueError):
    """Somebody has that account name already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What an administrator enters of a person."""

    name: str
    email: str | None
    team: str | None
    on_call: bool
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of staff with roles, accounts and the number of open cases in hand."""

    row: Staff
    roles: tuple[Role, ...]
    accounts: list[Account] = field(default_factory=list)
    open_cases: int = 0

    @property
    def reference(self) -> str:
        """How cases name the person."""
        return reference(self.row.id)


def everyone(session: Session) -> list[Person]:
    """All staff: who is here by team and name, then who has left."""
    roles = _roles(session)
    rows = session.exec(
        select(Staff).order_by(col(Staff.left_on).is_not(None), col(Staff.team), col(Staff.name))
    )
    accounts: dict[str, list[Account]] = {}
    query = select(Account).where(Account.principal_kind == PrincipalKind.STAFF).order_by(Account.name)
    for account in session.exec(query):
        accounts.setdefault(account.principal_id, []).append(account)
    return [
        Person(row=row, roles=tuple(roles.get(row.id, ())), accounts=accounts.get(str(row.id), []))
        for row in rows
    ]


def find(session: Session, staff_id: UUID, *, lock: bool = False) -> Person | None:
    """One person, held for a change where asked."""
    row = session.get(Staff, staff_id, with_for_update=lock or None)
    if row is None:
        return None
    open_cases = session.exec(
        select(func.count()).where(Case.assignee == reference(staff_id), col(Case.closed_at).is_(None))
    ).one()
    return Person(
        row=row,
        roles=tuple(_roles(session, staff_id).get(staff_id, ())),
        accounts=account_changes.of_principal(session, PrincipalKind.STAFF, str(staff_id)),
        open_cases=open_cases,
    )


def create(
    session: Session, actor: str, account: str, facts: PersonFacts, at: datetime
) -> tuple[Person, str]:
    """Take somebody in; the person, and a password that is shown once. AccountTakenError."""
    if session.exec(select(Staff.id).where(Staff.account == account)).first():
        raise AccountTakenError(account)
    row = Staff(account=account, name=facts.name, email=facts.email, team=facts.team, on_call=facts.on_call)
    session.add(row)
    session.flush()
    session.add_all(StaffRole(staff_id=row.id, role=role) for role in facts.roles)
    said = {"roles": sorted(facts.roles), "team": facts.team}
    house_changes.write(session, actor, HouseAct.CREATE_PERSON, reference(row.id), said)
    try:
        password = account_changes.make(session, actor, PrincipalKind.STAFF, str(row.id), account, at)
    except ValueError as taken:
        raise AccountTakenError(account) from taken
    made = find(session, row.id)
    assert made is not None
    return made, password


def change(session: Session, actor: str, person: Person, facts: PersonFacts, on: date) -> bool:
    """Enter what is now true of a person; False where nothing differs. LastAdministratorError."""
    row, before, after = person.row, frozenset(person.roles), facts.roles
    entered = {"name": facts.name, "email": facts.email, "team": facts.team, "on_call": facts.on_call}
    changed = sorted(name for name, value in entered.items() if getattr(row, name) != value)
    if Role.ADMINISTRATOR in before - after:
        _require_another_administrator(session, row.id, on)
    if not changed and before == after:
        return False
    for name in changed:
        setattr(row, name, entered[name])
    session.exec(
        delete(StaffRole).where(col(StaffRole.staff_id) == row.id, col(StaffRole.role).in_(before - after))
    )
    session.add_all(StaffRole(staff_id=row.id, role=role) for role in after - before)
    said = {"changed": changed, "added": sorted(after - before), "removed": sorted(before - after)}
    if "team" in changed:
        said["team"] = [facts.team or ""]
    house_changes.write(session, actor, HouseAct.CHANGE_PERSON, person.reference, said)
    return True


def close(session: Session, actor: str, person: Person, on: date, at: datetime) -> None:
    """Let somebody go from a day on: every door shuts at once. LastAdministratorError."""
    if Role.ADMINISTRATOR in person.roles:
        _require_another_administrator(session, person.row.id, on)
    person.row.left_on = on
    for account in person.accounts:
        account_changes.close(session, actor, account, at)
    account_changes.revoke_tokens(session, PrincipalKind.STAFF, str(person.row.id), at)
    said = {"left_on": on.isoformat(), "open_cases": person.open_cases}
    house_changes.write(session, actor, HouseAct.CLOSE_PERSON, person.reference, said)


def reopen(session: Session, actor: str, person: Person) -> None:
    """Take somebody back; the account opens with its next password."""
    person.row.left_on = None
    house_changes.write(session, actor, HouseAct.REOPEN_PERSON, person.reference, {})


def teams(session: Session) -> Sequence[str]:
    """Every team that somebody belongs to."""
    query = select(Staff.team).where(col(Staff.team).is_not(None)).distinct().order_by(col(Staff.team))
    return [team for team in session.exec(query) if team]


def _roles(session: Session, staff_id: UUID | None = None) -> dict[UUID, list[Role]]:
    order = list(Role)
    query = select(StaffRole)
    if staff_id:
        query = query.where(StaffRole.staff_id == staff_id)
    held: dict[UUID, list[Role]] = {}
    for row in sorted(session.exec(query), key=lambda each: order.index(each.role)):
        held.setdefault(row.staff_id, []).append(row.role)
    return held


def _require_another_administrator(session: Session, staff_id: UUID, on: date) -> None:
    query = (
        select(Staff.id)
        .join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .where(
            StaffRole.role == Role.ADMINISTRATOR,
            Staff.id != staff_id,
            col(Staff.left_on).is_(None) | (col(Staff.left_on) > on),
        )
        .with_for_update()
    )
    if session.exec(query).first() is None:
        raise LastAdministratorError(str(staff_id))
