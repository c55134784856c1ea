"""What happened to a case, as far as the reader may know it."""

from collections.abc import Sequence

from models.case_event import CaseEvent
from rules.permissions import Action
from rules.vocabulary import Process
from web.access import Caller
from web.api.views.case_views import EventView
from web.casework.stage_told import is_kept

_EVERYONE = frozenset(
    {
        "SUBMITTED",
        Action.SUBMIT_DOCUMENTS,
        Action.REQUEST_DOCUMENTS,
        Action.REPLY,
        Action.NAME_HOSPITAL,
        Action.REQUEST_AMENDMENT,
        Action.ACKNOWLEDGE_LETTER,
        Action.DECLINE_LETTER,
    }
)
"""Shown to families and hospitals even where the stage stays; proposals, holds and escalations are not."""


def shown_to(caller: Caller, events: Sequence[CaseEvent]) -> tuple[EventView, ...]:
    """The events that the caller may know of, with as much as they may know of each."""
    return tuple(_view(caller, event) for event in events if _concerns(caller, event))


def _concerns(caller: Caller, event: CaseEvent) -> bool:
    process = Process(event.case_number.partition("-")[0])
    if any(is_kept(caller, process, stage) for stage in (event.from_stage, event.to_stage) if stage):
        return False
    moved = event.from_stage != event.to_stage
    return caller.is_staff or moved or event.kind in _EVERYONE or event.actor == caller.reference


def _view(caller: Caller, event: CaseEvent) -> EventView:
    return EventView(
        sequence=event.sequence,
        at=event.at,
        kind=event.kind,
        role=event.actor_role,
        from_stage=event.from_stage or None,
        to_stage=event.to_stage or None,
        reason_code=event.reason_code,
        hash=event.hash,
        recorded_at=event.recorded_at,
        actor=event.actor if caller.is_staff or event.actor == caller.reference else None,
        detail=event.detail if caller.is_staff else None,
    )
