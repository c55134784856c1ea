"""`/absences`: who is away and who does the work; a form for oneself, and for leaders for their people."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from models.absence import Absence
from rules.house import House
from rules.permissions import Action, Relation, may
from stores.clocks import absences
from stores.clocks.house import house_on, reference
from stores.cover.people import names_of
from web import problems
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.clocks import absent
from web.clocks.team_access import own_team
from web.problems import FieldError, ProblemError
from web.templating import page

router = APIRouter(prefix="/absences", include_in_schema=False, default_response_class=HTMLResponse)

MaySet = Annotated[Caller, Depends(Permission(Action.SET_OWN_ABSENCE, Action.SET_ABSENCE))]
Said = Annotated[str, Form(max_length=80)]
Person = Annotated[str, Form(pattern=r"^(staff:[0-9a-f-]{36})?$")]
Key = Annotated[str, Form(pattern=r"^[0-9a-f]{0,32}$")]
SEE_OTHER = 303


@router.get("")
def show_absences(
    request: Request, caller: Annotated[Caller, Depends(Permission(Action.READ_ABSENCES))], backend: Uses
) -> HTMLResponse:
    """Who is away, now and later, who stands in by name, and who does in the end."""
    return _page(request, caller, backend)


@router.post("")
async def set_absence(
    request: Request,
    caller: MaySet,
    backend: Uses,
    person: Person = "",
    substitute: Person = "",
    from_on: Said = "",
    until_on: Said = "",
    key: Key = "",
) -> Response:
    """Keep an absence; open cases go to somebody else on its first day. What is wrong is shown beside it."""
    said = {"person": person, "substitute": substitute, "from_on": from_on, "until_on": until_on}

    def keep() -> Absence:
        return absent.set_absence(
            backend,
            caller,
            person=person,
            substitute=substitute or None,
            from_on=_day(from_on, "from_on"),
            until_on=_day(until_on, "until_on"),
            key=key or uuid4().hex,
        )

    try:
        row = await run_in_threadpool(keep)
    except ProblemError as wrong:
        if wrong.kind is not problems.INVALID:
            raise
        return await run_in_threadpool(_page, request, caller, backend, said, wrong.errors)
    await absent.let_it_begin(backend, row)
    return RedirectResponse("/absences", SEE_OTHER)


@router.post("/{absence_id}/cancel")
def cancel_absence(absence_id: UUID, caller: MaySet, backend: Uses) -> Response:
    """Take an absence back."""
    absent.cancel_absence(backend, caller, absence_id)
    return RedirectResponse("/absences", SEE_OTHER)


def _day(said: str, field: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise problems.invalid(FieldError(field, "is not a day: choose one")) from None


def _page(
    request: Request,
    caller: Caller,
    backend: Backend,
    said: dict[str, str] | None = None,
    errors: Iterable[FieldError] = (),
) -> HTMLResponse:
    today, wrong = backend.clock.today(), tuple(errors)
    with backend.session() as session:
        rows, house = absences.upcoming(session, today), house_on(session, today)
        away = _settable(session, caller, house)
        here = [each.reference for each in house.colleagues]
        named = {reference(each) for row in rows for each in (row.staff_id, row.substitute_id) if each}
        return page(
            request,
            "absences.html",
            422 if wrong else 200,
            absences=rows,
            stand_ins={each: house.in_place_of(each) for each in house.away},
            names=names_of(session, [*named, *here]),
            reference=reference,
            today=today,
            away=away,
            colleagues=here if away else (),
            said=said or {"person": caller.reference, "substitute": "", "from_on": "", "until_on": ""},
            errors=wrong,
            key=uuid4().hex,
        )


def _settable(session: Session, caller: Caller, house: House) -> tuple[str, ...]:
    """Whose absence the caller may set: everybody's, those of the own team, the own one, or none."""
    own = caller.reference
    mine = (own,) if house.colleague(own) and _may(caller, Action.SET_OWN_ABSENCE) else ()
    if not _may(caller, Action.SET_ABSENCE):
        return mine
    try:
        team = own_team(session, caller)
    except ProblemError:
        return mine
    led = [each.reference for each in house.colleagues if team in (None, each.team)]
    return (*mine, *(each for each in led if each not in mine))


def _may(caller: Caller, action: Action) -> bool:
    return may(caller.actor, action, Relation.STAFF).allowed
