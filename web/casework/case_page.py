"""One case put together for one reader: its record, and the workflow's own word where it speaks."""

from datetime import datetime
from typing import Any

from models.case import Case
from models.decision import Decision
from rules.any_case import AnyCase
from rules.cases import Priority, Side
from rules.vocabulary import DocumentKind, Process
from stores.casework.case_queries import SeenCase
from stores.casework.case_records import CaseRecord
from stores.clocks.live_clocks import CaseClocks
from web.access import Caller
from web.api.views import case_views as views
from web.casework.allowed import Situation, allowed_actions
from web.casework.billing_part import FAMILY_CLOCKS
from web.casework.case_parts import PARTS, Part
from web.casework.stage_told import is_kept, stage_told
from web.clocks.clock_words import clock_view, whole_seconds

_PRIORITIES = (Priority.NORMAL, Priority.HIGH, Priority.URGENT)


def queue_row(seen: SeenCase, caller: Caller, clocks: CaseClocks) -> views.QueueRowView:
    """A case in a queue, with its clocks as they stand."""
    staff = _staff_row(seen.row) if caller.is_staff else None
    return views.QueueRowView(**_outline(seen, clocks, caller), staff=staff)


def _outline(seen: SeenCase, clocks: CaseClocks, caller: Caller) -> dict[str, Any]:
    row, leading, told = seen.row, clocks.leading, _told(seen, clocks)
    # A hospital never learns what a family owes, nor by when.
    if caller.hospital_code and leading and leading.kind in FAMILY_CLOCKS:
        told |= dict.fromkeys(_OF_THE_LEADING_CLOCK)
    kept = row.process is Process.DIRECT_BILLING or is_kept(caller, row.process, row.stage)
    if caller.hospital_code and kept and row.waiting_on == Side.GUARDIAN:
        told["waiting_on"] = None
    return told | {"stage": stage_told(caller, row.process, row.stage)}


_OF_THE_LEADING_CLOCK = ("due_at", "clock_state", "time_left_seconds", "business_time_left_seconds")


def _told(seen: SeenCase, clocks: CaseClocks) -> dict[str, Any]:
    row, leading = seen.row, clocks.leading
    return {
        "case_number": row.case_number,
        "process": row.process,
        "stage": row.stage,
        "version": row.view.get("version", 0),
        "member_number": seen.member_number,
        "hospital": row.hospital_code,
        "planned_on": row.planned_on,
        "emergency": row.emergency,
        "late": row.late,
        "due_at": row.due_at,
        "clock_state": leading.state if leading else None,
        "time_left_seconds": whole_seconds(leading.left) if leading else None,
        "business_time_left_seconds": whole_seconds(leading.business_left) if leading else None,
        "waiting_on": row.waiting_on,
        "estimate": row.requested_amount,
        "approved": row.decided_amount,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
    }


def _staff_row(row: Case) -> views.StaffRowView:
    return views.StaffRowView(
        assignee=row.assignee, priority=_PRIORITIES[row.priority], escalated=row.escalated
    )


def case_view(
    record: CaseRecord, state: AnyCase | None, caller: Caller, clocks: CaseClocks
) -> views.CaseView:
    """The whole case with its clocks as they stand; without ``state`` as it was recorded last."""
    row = record.seen.row
    situation = Situation.of_state(state, clocks.at) if state else Situation.of_row(row)
    told, part = _outline(record.seen, clocks, caller), PARTS[row.process]
    if state:
        told |= {"stage": stage_told(caller, row.process, state.stage), "version": state.version}
    return views.CaseView(
        **told,
        episode_id=row.episode_id,
        source=views.Source.WORKFLOW if state else views.Source.RECORD,
        clocks=tuple(
            clock_view(clock)
            for clock in clocks.every
            if not (caller.hospital_code and clock.kind in FAMILY_CLOCKS)
        ),
        documents=tuple(views.DocumentView.model_validate(each) for each in record.documents),
        missing_documents=state.missing if state else _kinds(row),
        questions=_questions(state, caller),
        decisions=tuple(_decision(each) for each in record.decisions),
        allowed_actions=allowed_actions(situation, caller.actor, caller.relation),
        staff=_staff(row, state, part, clocks.at) if caller.is_staff else None,
        **part.fields(record, state, caller),
    )


def _kinds(row: Case) -> tuple[DocumentKind, ...]:
    return tuple(DocumentKind(kind) for kind in row.view.get("missing", ()))


def _questions(state: AnyCase | None, caller: Caller) -> tuple[views.QuestionView, ...]:
    """What is asked of a family, and what it says, is not for the hospital."""
    asked = state.questions if state else ()
    for_family = (each for each in asked if not (caller.hospital_code and each.asked_of is Side.GUARDIAN))
    return tuple(views.QuestionView.model_validate(each) for each in for_family)


def _decision(row: Decision) -> views.DecisionView:
    return views.DecisionView(
        outcome=row.outcome,
        decided_at=row.decided_at,
        approved=row.approved_amount,
        reason_codes=tuple(row.reason_codes),
        clauses=tuple(row.clauses),
        lines=tuple(
            views.DecisionLineView(
                item=line.item,
                description=line.description,
                asked=line.asked_amount,
                approved=line.approved_amount,
                reason_code=line.reason_code,
                clause=line.clause,
            )
            for line in row.lines
        ),
    )


def _staff(row: Case, state: AnyCase | None, part: Part, at: datetime | None) -> views.StaffView:
    seen = _staff_row(row)
    fresh = state.fresh if state and state.fresh and at and state.fresh.waits(state.version, at) else None
    return views.StaffView(
        assignee=(state.assignee or None) if state else seen.assignee,
        priority=state.priority if state else seen.priority,
        escalated=state.escalated if state else seen.escalated,
        held=state.held if state else bool(row.view.get("hold")),
        undo_until=fresh.until if fresh else None,
        undo_seconds_left=whole_seconds(fresh.until - at) if fresh and at else None,
        **part.staff(row, state),
    )
