"""What is written of a pre-authorization beside what is written of every case."""

from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from activities.case_record import Outline, Recorded
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import TreatmentRequest
from stores.benefits import promises

_REQUEST = TypeAdapter(TreatmentRequest)


def _outline(case: PreAuthorizationCase) -> Outline:
    return Outline(
        member_id=case.request.member_id,
        policy_id=case.request.policy_id,
        hospital_code=case.request.hospital_id,
        episode_id=case.assessment.episode_id if case.assessment else "",
        planned_on=case.request.planned_on,
        emergency=case.request.emergency,
        late=bool(case.assessment and case.assessment.late),
        requested=case.request.estimate,
        decided=case.decision.ceiling if case.decision else None,
    )


def _asked(case: PreAuthorizationCase) -> dict[str, Any]:
    asked: dict[str, Any] = _REQUEST.dump_python(case.request, mode="json")
    return asked


def _view(case: PreAuthorizationCase) -> dict[str, Any]:
    """What lists and the page of a closed case show: ids, codes and amounts only."""
    assessment, guarantee = case.assessment, case.guarantee
    return {
        "kind": case.request.kind,
        "missing": list(case.missing),
        "triggers": list(assessment.triggers) if assessment else [],
        "findings": [[finding.code, finding.weight] for finding in assessment.findings] if assessment else [],
        "benefit": assessment.benefit if assessment else None,
        "direct_billing": bool(assessment and assessment.direct_billing),
        "accumulator_version": case.accumulator_version,
        "reserved": case.reserved,
        "guarantee": _guarantee_view(case) if guarantee and guarantee.root else None,
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


def _rows(session: Session, case: PreAuthorizationCase) -> None:
    promises.keep_decision(session, case)
    promises.keep_guarantee(session, case)


PREAUTHORIZATION = Recorded(outline=_outline, view=_view, asked=_asked, rows=_rows)
