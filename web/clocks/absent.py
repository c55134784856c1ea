"""Setting an absence: for oneself, or by a leader for somebody else."""

from datetime import date
from uuid import UUID

from sqlmodel import Session

from models.absence import Absence
from models.staff import Staff
from rules.house import AbsenceDays
from rules.permissions import Action
from stores.clocks import absences
from stores.clocks.absences import AbsenceWish
from stores.clocks.house import house_on, reference
from stores.cover import parties
from web import problems
from web.access import Caller
from web.backend import Backend
from web.clocks.team_access import own_team
from web.problems import FieldError
from workflows.absence_desk import begin_absence

LONGEST_DAYS = 366


def set_absence(
    backend: Backend,
    caller: Caller,
    *,
    person: str,
    substitute: str | None,
    from_on: date,
    until_on: date,
    key: str,
) -> Absence:
    """Keep an absence; ProblemError where somebody or a day is wrong, or it is not for the caller to set."""
    caller.require(Action.SET_OWN_ABSENCE if person == caller.reference else Action.SET_ABSENCE)
    with backend.session() as session:
        errors = [*_days(from_on, until_on, backend.clock.today())]
        away = _works_here(session, person, "person", errors)
        if away and not _is_led(session, caller, away):
            errors.append(FieldError("person", "is not of the team that you lead: ask a supervisor"))
        stands_in = _works_here(session, substitute, "substitute", errors) if substitute else None
        if substitute == person:
            errors.append(FieldError("substitute", "is the person who is away: name somebody else"))
        if errors or away is None:
            raise problems.invalid(*errors)
        wish = AbsenceWish(
            staff_id=away.id,
            from_on=from_on,
            until_on=until_on,
            substitute_id=stands_in.id if stands_in else None,
            key=key,
        )
        row = absences.put(session, wish, by=caller.reference, at=backend.clock.wall())
        if (row.staff_id, row.from_on, row.until_on, row.substitute_id) != (
            wish.staff_id,
            wish.from_on,
            wish.until_on,
            wish.substitute_id,
        ):
            raise problems.ProblemError(problems.KEY_REUSED, "This key already stands for another absence.")
        session.expunge(row)
        return row


async def let_it_begin(backend: Backend, row: Absence) -> None:
    """Have the open cases go to somebody else on the first day; a repeat changes nothing."""
    days = AbsenceDays(
        absence_id=str(row.id), staff_id=str(row.staff_id), from_on=row.from_on, until_on=row.until_on
    )
    await begin_absence(await backend.temporal(), days, backend.clock.offset_seconds)


def cancel_absence(backend: Backend, caller: Caller, absence_id: UUID) -> Absence:
    """Take an absence back; the cases that went to somebody else stay there."""
    with backend.session() as session:
        row = absences.find(session, absence_id)
        if row is None:
            raise problems.not_found("This absence")
        own = reference(row.staff_id) == caller.reference
        caller.require(Action.SET_OWN_ABSENCE if own else Action.SET_ABSENCE)
        if not _is_led(session, caller, session.get_one(Staff, row.staff_id)):
            raise problems.not_found("This absence")
        absences.cancel(session, row, by=caller.reference, at=backend.clock.wall())
        session.expunge(row)
        return row


def away_error(session: Session, person: str, on: date, case_number: str) -> FieldError | None:
    """Why a case is not given to that person on a day: they do not see it, or somebody else does the work."""
    house = house_on(session, on, case_number)
    if house.colleague(person) is None:
        return FieldError("assignee", "works for another insurer: name somebody who sees this case")
    if person not in house.away:
        return None
    found = house.in_place_of(person).person
    return FieldError("assignee", f"is away on {on}: name {found or 'somebody else'}, who stands in")


def _is_led(session: Session, caller: Caller, person: Staff) -> bool:
    """Whether an absence of that person is for the caller to set: the own one, or one of the own team."""
    if reference(person.id) == caller.reference:
        return True
    team = own_team(session, caller)
    return team is None or person.team == team


def _works_here(session: Session, person: str, field: str, errors: list[FieldError]) -> Staff | None:
    found = parties.staff(session, person)
    if found is None:
        errors.append(FieldError(field, "is nobody who works here: name staff:<id>"))
    return found


def _days(from_on: date, until_on: date, today: date) -> list[FieldError]:
    if until_on < from_on:
        return [FieldError("until_on", f"{until_on} comes before {from_on}: swap the days")]
    if until_on < today:
        return [FieldError("until_on", f"{until_on} has passed: name today, {today}, or a later day")]
    if (until_on - from_on).days > LONGEST_DAYS:
        return [FieldError("until_on", f"{until_on} is over a year after {from_on}: name an earlier day")]
    return []
