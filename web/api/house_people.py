"""`/api/v1/house/people` and `/accounts`: who works here, their roles, and what they sign in with."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from fastapi import Body as Sent
from sqlmodel import Session

from models.account import Account
from rules.administration import RoleFault, role_fault
from rules.china_time import shanghai_date
from rules.permissions import Action
from stores.house import account_changes, staff_changes
from stores.house.staff_changes import AccountTakenError, LastAdministratorError, Person
from web import problems
from web.access import Caller, Permission
from web.api.bodies.house_bodies import NewPersonBody, PersonBody
from web.api.views.house_views import (
    AccountView,
    NewPersonView,
    OnePersonView,
    PasswordView,
    PeopleView,
    PersonView,
)
from web.backend import Uses
from web.house.people_pages import not_oneself
from web.problems import FieldError, ProblemError

router = APIRouter(prefix="/api/v1/house", tags=["House"])

Reads = Annotated[Caller, Depends(Permission(Action.READ_HOUSE))]
Keeps = Annotated[Caller, Depends(Permission(Action.MANAGE_PEOPLE))]
StaffId = Annotated[UUID, Path(examples=["5b1c7f0e-3a52-4f8e-9d43-2f6f0c3e7a10"])]
AccountId = Annotated[UUID, Path(examples=["1d0f3c2e-0a4b-4f6e-8a11-7c2e9d5b3f04"])]

_FACTS: dict[str, Any] = {
    "full_name": "周理算",
    "email": "zhou@example.com",
    "team": "理算一组",
    "on_call": False,
    "roles": ["ADJUSTER"],
}
ENTERED = {"adjuster": {"value": _FACTS}}
NEW = {"adjuster": {"value": {**_FACTS, "sign_in_name": "zhou.adjuster"}}}
_WHY = {
    RoleFault.NONE: "names no role: choose at least one",
    RoleFault.ADMINISTRATOR_ALONE: "an administrator holds no other role: administrators see no health data",
    RoleFault.AUDITOR_ALONE: "an auditor holds no other role: nobody audits the own work",
    RoleFault.NOT_STAFF: "these are not all roles of staff",
}
_LAST = "is the last administrator: make another one first"


@router.get("/people", operation_id="listPeople", summary="Read who works here")
def list_people(_caller: Reads, backend: Uses) -> PeopleView:
    """Everybody with roles and accounts, and who has left."""
    with backend.session() as session:
        return PeopleView(people=tuple(PersonView(**_told(each)) for each in staff_changes.everyone(session)))


@router.post("/people", operation_id="takePersonIn", summary="Take somebody in", status_code=201)
def take_person_in(
    body: Annotated[NewPersonBody, Sent(openapi_examples=NEW)], caller: Keeps, backend: Uses
) -> NewPersonView:
    """With an account and its one-time password. A name that is taken is refused: nobody comes twice."""
    _require_roles(body)
    try:
        with backend.session() as session:
            person, password = staff_changes.create(
                session, caller.reference, body.sign_in_name, body.facts(), backend.clock.wall()
            )
            return NewPersonView(**_one(person).model_dump(), password=password)
    except AccountTakenError:
        raise problems.invalid(FieldError("sign_in_name", "is taken: choose another")) from None


@router.get("/people/{staff_id}", operation_id="getPerson", summary="Read one person")
def get_person(staff_id: StaffId, _caller: Reads, backend: Uses) -> OnePersonView:
    """Roles, accounts and how many open cases are in hand."""
    with backend.session() as session:
        return _one(_person(session, staff_id, lock=False))


@router.put("/people/{staff_id}", operation_id="changePerson", summary="Enter what is now true of a person")
def change_person(
    staff_id: StaffId,
    body: Annotated[PersonBody, Sent(openapi_examples=ENTERED)],
    caller: Keeps,
    backend: Uses,
) -> OnePersonView:
    """What is left out is empty from now on. A role that is taken away counts at the next request."""
    not_oneself(caller, f"staff:{staff_id}")
    _require_roles(body)
    with backend.session() as session:
        person, on = _person(session, staff_id), shanghai_date(backend.clock.wall())
        try:
            staff_changes.change(session, caller.reference, person, body.facts(), on)
        except LastAdministratorError:
            raise problems.invalid(FieldError("roles", _LAST)) from None
        session.flush()
        return _one(_person(session, staff_id))


@router.post("/people/{staff_id}/close", operation_id="letPersonGo", summary="Let somebody go")
def let_person_go(staff_id: StaffId, caller: Keeps, backend: Uses) -> OnePersonView:
    """Accounts, sessions and tokens end at once; the record of the work stays."""
    not_oneself(caller, f"staff:{staff_id}")
    at = backend.clock.wall()
    with backend.session() as session:
        person = _person(session, staff_id)
        try:
            staff_changes.close(session, caller.reference, person, shanghai_date(at), at)
        except LastAdministratorError:
            raise ProblemError(problems.NOT_NOW, f"This person {_LAST}.") from None
        session.flush()
        return _one(_person(session, staff_id))


@router.post("/people/{staff_id}/reopen", operation_id="takePersonBack", summary="Take somebody back")
def take_person_back(staff_id: StaffId, caller: Keeps, backend: Uses) -> OnePersonView:
    """The account opens with its next password."""
    with backend.session() as session:
        staff_changes.reopen(session, caller.reference, _person(session, staff_id))
        session.flush()
        return _one(_person(session, staff_id))


@router.post("/accounts/{account_id}/password", operation_id="givePassword", summary="Give a new password")
def give_password(account_id: AccountId, caller: Keeps, backend: Uses) -> PasswordView:
    """Shown this once; the account is signed out everywhere, and open again where it was closed."""
    with backend.session() as session:
        account = _account(session, caller, account_id)
        fresh = account_changes.new_password(session, caller.reference, account, backend.clock.wall())
        return PasswordView(account=account_view(account), password=fresh)


@router.post(
    "/accounts/{account_id}/second-factor",
    operation_id="resetSecondFactor",
    summary="Take a second factor away",
)
def reset_second_factor(account_id: AccountId, caller: Keeps, backend: Uses) -> AccountView:
    """The app and every passkey, after a phone was lost; the account is signed out everywhere."""
    return _done(caller, backend, account_id, account_changes.reset_second_factor)


@router.post("/accounts/{account_id}/close", operation_id="closeAccount", summary="Close an account")
def close_account(account_id: AccountId, caller: Keeps, backend: Uses) -> AccountView:
    """A new password opens it again."""
    return _done(caller, backend, account_id, account_changes.close)


def account_view(account: Account) -> AccountView:
    """An account as administrators see it."""
    return AccountView(
        id=account.id,
        name=account.name,
        one_time_password=account.password_once,
        second_factor=account.second_factor_at is not None,
        closed_at=account.disabled_at,
    )


def _done(
    caller: Caller, backend: Uses, account_id: UUID, act: Callable[[Session, str, Account, datetime], None]
) -> AccountView:
    with backend.session() as session:
        account = _account(session, caller, account_id)
        act(session, caller.reference, account, backend.clock.wall())
        return account_view(account)


def _account(session: Session, caller: Caller, account_id: UUID) -> Account:
    account = account_changes.locked(session, account_id)
    if account is None:
        raise problems.not_found("This account")
    not_oneself(caller, f"{account.principal_kind.lower()}:{account.principal_id}")
    return account


def _require_roles(body: PersonBody) -> None:
    found = role_fault(body.roles)
    if found:
        raise problems.invalid(FieldError("roles", _WHY[found]))


def _person(session: Session, staff_id: UUID, *, lock: bool = True) -> Person:
    found = staff_changes.find(session, staff_id, lock=lock)
    if found is None:
        raise problems.not_found("This person")
    return found


def _told(person: Person) -> dict[str, Any]:
    row = person.row
    return {
        "id": row.id,
        "reference": person.reference,
        "full_name": row.name,
        "email": row.email,
        "team": row.team,
        "on_call": row.on_call,
        "roles": person.roles,
        "left_on": row.left_on,
        "accounts": tuple(account_view(each) for each in person.accounts),
    }


def _one(person: Person) -> OnePersonView:
    return OnePersonView(**_told(person), open_cases=person.open_cases)
