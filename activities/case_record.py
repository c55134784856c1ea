"""How a case is written down: its row, and what every process hangs on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlmodel import Session

from activities.orders import RecordOrder
from models.case import Case
from rules.cases import CaseBase, Priority
from rules.vocabulary import ClockState
from stores.casework import case_events, cases
from stores.clocks import notices
from stores.papers import confirmations

State = TypeVar("State", bound=CaseBase)

_PRIORITY = {Priority.NORMAL: 0, Priority.HIGH: 1, Priority.URGENT: 2}
_CLOCKS_AGREE_WITHIN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Whom and what a case is about, for queues and searches; money in fen, ids of rows."""

    member_id: str
    policy_id: str | None = None
    hospital_code: str | None = None
    episode_id: str = ""
    planned_on: date | None = None
    emergency: bool = False
    late: bool = False
    requested: int | None = None
    decided: int | None = None


def _no_rows(_session: Session, _case: Any) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Generic[State]):
    """What a process writes of its cases. ``view`` is plain values: ids, codes and amounts, never names."""

    outline: Callable[[State], Outline]
    view: Callable[[State], dict[str, Any]]
    asked: Callable[[State], dict[str, Any]]
    """What was asked for, kept where it can be erased."""
    rows: Callable[[Session, State], None] = _no_rows
    """Decisions, promises and the like in tables of their own; each write is safe to repeat."""


def record(session: Session, order: RecordOrder, process: Recorded[Any], recorded_at: datetime) -> None:
    """Write the case as it stands; an order that comes after a newer one appends only what is missing."""
    case = order.case
    projected = cases.project(session, _row(case, process, order.as_of, recorded_at))
    if projected.applied:
        cases.keep_request(session, case.case_number, process.asked(case), order.as_of)
        cases.keep_clocks(session, case.case_number, case.clocks)
        cases.keep_intervals(session, case.case_number, case.clocks)
        cases.keep_documents(session, case.case_number, [document.document_id for document in case.documents])
        process.rows(session, case)
    kind = order.events[0].kind if order.events else "TEXT"
    cases.keep_texts(session, case.case_number, kind, order.texts)
    case_events.append(session, case.case_number, (*order.earlier, *order.events))
    confirmations.keep(session, order.confirmed)
    notices.keep(session, case.case_number, order.notices)
    notices.watch(session, case.case_number, case.watchers, order.as_of)


def _row(case: CaseBase, process: Recorded[Any], as_of: datetime, recorded_at: datetime) -> Case:
    clock = case.driving_clock()
    upcoming = case.next_milestone()
    running = clock if clock and clock.state is ClockState.RUNNING else None
    about = process.outline(case)
    return Case(
        case_number=case.case_number,
        process=case.process,
        stage=case.stage,
        state_version=case.event_count,
        member_id=UUID(about.member_id),
        policy_id=UUID(about.policy_id) if about.policy_id else None,
        hospital_code=about.hospital_code,
        episode_id=UUID(about.episode_id) if about.episode_id else None,
        opened_by=case.opened_by,
        planned_on=about.planned_on,
        emergency=about.emergency,
        late=about.late,
        priority=_PRIORITY[case.priority],
        assignee=case.assignee or None,
        escalated=case.escalated,
        due_at=running.due_at if running else None,
        legal_due_at=running.legal_due_at if running else None,
        next_milestone_at=upcoming[1].at if upcoming else None,
        paused_since=case.paused_since(),
        waiting_on=case.waiting_on if not case.final else None,
        clock_offset_seconds=_offset(as_of, recorded_at),
        calendar_version=case.calendar_version or None,
        requested_amount=about.requested,
        decided_amount=about.decided,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        updated_at=as_of,
        view=_shared_view(case) | process.view(case),
    )


def _shared_view(case: CaseBase) -> dict[str, Any]:
    question = case.open_question()
    return {
        "version": case.version,
        "proposal": bool(case.proposed_by),
        "barred": sorted(case.barred),
        "hold": case.held,
        "unconsented": list(case.unconsented),
        "beside": sorted(case.beside),
        "open_question": question.question_id if question else None,
        "letters": [{"code": letter.code, "number": letter.number} for letter in case.letters],
        **_undo_view(case),
    }


def _undo_view(case: CaseBase) -> dict[str, Any]:
    """How long the decision that ended a case can be taken back."""
    fresh = case.fresh
    if fresh is None or not case.final or fresh.version != case.version:
        return {}
    return {"undo_until": fresh.until.isoformat()}


def _offset(as_of: datetime, recorded_at: datetime) -> int:
    """Case time less wall clock; a few seconds are a busy machine, not another time."""
    seconds = round((as_of - recorded_at).total_seconds())
    return seconds if abs(seconds) > _CLOCKS_AGREE_WITHIN else 0
