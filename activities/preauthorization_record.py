"""How a pre-authorization is written down: its row and all that hangs on it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session

from activities.orders import RecordOrder
from models.case import Case
from rules.cases import Priority
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import TreatmentRequest
from rules.vocabulary import ClockState
from stores import case_events, cases, promises

_REQUEST = TypeAdapter(TreatmentRequest)
_PRIORITY = {Priority.NORMAL: 0, Priority.HIGH: 1, Priority.URGENT: 2}
_CLOCKS_AGREE_WITHIN = 5


def record(session: Session, order: RecordOrder, recorded_at: datetime) -> None:
    """Write the case as it stands; an order that comes after a newer one appends only what is missing."""
    case = order.case
    projected = cases.project(session, _row(case, order.as_of, recorded_at))
    if projected.applied:
        cases.keep_request(
            session, case.case_number, _REQUEST.dump_python(case.request, mode="json"), order.as_of
        )
        cases.keep_clocks(session, case.case_number, case.clocks)
        cases.keep_documents(session, case.case_number, [document.document_id for document in case.documents])
        promises.keep_decision(session, case)
        promises.keep_guarantee(session, case)
    kind = order.events[0].kind if order.events else "TEXT"
    cases.keep_texts(session, case.case_number, kind, order.texts)
    case_events.append(session, case.case_number, order.events)


def _row(case: PreAuthorizationCase, as_of: datetime, recorded_at: datetime) -> Case:
    clock = case.driving_clock()
    upcoming = case.next_milestone()
    running = clock if clock and clock.state is ClockState.RUNNING else None
    return Case(
        case_number=case.case_number,
        process=case.process,
        stage=case.stage,
        state_version=case.event_count,
        member_id=UUID(case.request.member_id),
        policy_id=UUID(case.request.policy_id),
        hospital_code=case.request.hospital_id,
        episode_id=_episode(case),
        opened_by=case.opened_by,
        planned_on=case.request.planned_on,
        emergency=case.request.emergency,
        late=bool(case.assessment and case.assessment.late),
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
        requested_amount=case.request.estimate,
        decided_amount=case.decision.ceiling if case.decision else None,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        updated_at=as_of,
        view=_view(case),
    )


def _episode(case: PreAuthorizationCase) -> UUID | None:
    found = case.assessment.episode_id if case.assessment else ""
    return UUID(found) if found else None


def _offset(as_of: datetime, recorded_at: datetime) -> int:
    """Case time less wall clock; a few seconds are a busy machine, not another time."""
    seconds = round((as_of - recorded_at).total_seconds())
    return seconds if abs(seconds) > _CLOCKS_AGREE_WITHIN else 0


def _view(case: PreAuthorizationCase) -> dict[str, Any]:
    """What lists and the page of a closed case show: ids, codes and amounts only."""
    assessment, guarantee = case.assessment, case.guarantee
    return {
        "version": case.version,
        "kind": case.request.kind,
        "missing": list(case.missing),
        "triggers": list(assessment.triggers) if assessment else [],
        "findings": [[finding.code, finding.weight] for finding in assessment.findings] if assessment else [],
        "benefit": assessment.benefit if assessment else None,
        "direct_billing": bool(assessment and assessment.direct_billing),
        "accumulator_version": case.accumulator_version,
        "reserved": case.reserved,
        "proposal": case.proposal is not None,
        "amendment": case.amendment is not None,
        "hold": bool(case.hold),
        "open_question": question.question_id if (question := case.open_question()) else None,
        "guarantee": _guarantee_view(case) if guarantee and guarantee.root else None,
        "letters": [
            {"code": letter.code, "number": letter.number, "state": letter.state} for letter in case.letters
        ],
    }


def _guarantee_view(case: PreAuthorizationCase) -> dict[str, Any]:
    guarantee = case.guarantee
    assert guarantee is not None
    return {
        "number": guarantee.number,
        "status": guarantee.status,
        "ceiling": guarantee.current.ceiling,
        "valid_until": guarantee.current.valid_until.isoformat(),
    }
