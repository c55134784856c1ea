"""`/api/v1/absences`: who is away, and who stands in."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi import Body as Sent
from fastapi.concurrency import run_in_threadpool

from models.absence import Absence
from rules.permissions import Action
from stores.clocks import absences
from stores.clocks.house import reference
from web.access import Caller, Permission
from web.api.bodies.fields import Body, Day, IdempotencyKey, StaffReference, View
from web.backend import Uses
from web.clocks import absent

router = APIRouter(prefix="/api/v1/absences", tags=["Clocks"])

MaySet = Annotated[Caller, Depends(Permission(Action.SET_OWN_ABSENCE, Action.SET_ABSENCE))]
EXAMPLES = {
    "holiday": {
        "value": {
            "person": "staff:5b1c7f0e-3a52-4f8e-9d43-2f6f0c3e7a10",
            "from_on": "2026-12-07",
            "until_on": "2026-12-11",
            "substitute": "staff:0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11",
        }
    }
}


class AbsenceView(View):
    """Days on which somebody is away, both inclusive, in China."""

    id: UUID
    person: str
    from_on: date
    until_on: date
    substitute: str | None
    """Null: whoever of the role has least to do takes each case."""
    set_by: str
    set_at: datetime
    cancelled_at: datetime | None


class AbsencesView(View):
    """Absences that have not ended, the next first."""

    absences: tuple[AbsenceView, ...]


class AbsenceBody(Body):
    """Somebody is away; open cases go to the substitute on the first day."""

    person: StaffReference
    from_on: Day
    until_on: Day
    substitute: StaffReference | None = None


@router.get("", operation_id="listAbsences", summary="Read who is away")
def list_absences(
    _caller: Annotated[Caller, Depends(Permission(Action.READ_ABSENCES))], backend: Uses
) -> AbsencesView:
    """Now and later, with who stands in."""
    with backend.session() as session:
        rows = absences.upcoming(session, backend.clock.today())
        return AbsencesView(absences=tuple(_view(row) for row in rows))


@router.post("", operation_id="setAbsence", summary="Say that somebody is away", status_code=201)
async def set_absence(
    body: Annotated[AbsenceBody, Sent(openapi_examples=EXAMPLES)],
    key: IdempotencyKey,
    caller: MaySet,
    backend: Uses,
) -> AbsenceView:
    """For yourself, or as a leader for anybody. Repeat with the same key where you got no answer."""

    def keep() -> Absence:
        return absent.set_absence(
            backend,
            caller,
            person=body.person,
            substitute=body.substitute,
            from_on=body.from_on,
            until_on=body.until_on,
            key=key,
        )

    row = await run_in_threadpool(keep)
    await absent.let_it_begin(backend, row)
    return _view(row)


@router.post("/{absence_id}/cancel", operation_id="cancelAbsence", summary="Take an absence back")
def cancel_absence(absence_id: UUID, caller: MaySet, backend: Uses) -> AbsenceView:
    """Cases that went to somebody else stay there; no more go."""
    return _view(absent.cancel_absence(backend, caller, absence_id))


def _view(row: Absence) -> AbsenceView:
    return AbsenceView(
        id=row.id,
        person=reference(row.staff_id),
        from_on=row.from_on,
        until_on=row.until_on,
        substitute=reference(row.substitute_id) if row.substitute_id else None,
        set_by=row.set_by,
        set_at=row.set_at,
        cancelled_at=row.cancelled_at,
    )
