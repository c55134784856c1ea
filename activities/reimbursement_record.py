"""What is written of a reimbursement claim beside what is written of every case."""

from typing import Any

from pydantic import TypeAdapter

from activities.case_record import Outline, Recorded
from rules.adjudication.claim import Claim
from rules.reimbursement.case import ReimbursementCase

_CLAIM = TypeAdapter(Claim)


def _outline(case: ReimbursementCase) -> Outline:
    claim = case.claim
    return Outline(
        member_id=case.subject.member_id,
        policy_id=case.subject.policy_id,
        hospital_code=case.hospital or None,
        episode_id=case.subject.episode_id,
        planned_on=claim.encounter.on if claim else None,
        emergency=bool(claim and claim.encounter.emergency),
        requested=case.amount if claim else None,
        decided=case.decision.payable if case.decision else None,
    )


def _asked(case: ReimbursementCase) -> dict[str, Any]:
    """The claim as it was written; ``diagnoses`` besides, so that cases of one stay find each other."""
    claim = _CLAIM.dump_python(case.claim, mode="json") if case.claim else None
    codes = case.claim.encounter.diagnoses if case.claim else ()
    return {"claim": claim, "diagnoses": [{"code": code} for code in codes]}


def _view(case: ReimbursementCase) -> dict[str, Any]:
    """What lists and the page of a closed case show: ids, codes and amounts only."""
    judged, decision = case.judged, case.decision
    return {
        "source": case.source,
        "missing": list(case.missing),
        "concerns": list(case.concerns),
        "small": case.small,
        "received_at": case.received_at.isoformat() if case.received_at else None,
        "complete_at": case.complete_at.isoformat() if case.complete_at else None,
        "judged": {"payable": judged.payable, "reasons": list(judged.reasons)} if judged else None,
        "decision": {"answer": decision.answer, "payable": decision.payable} if decision else None,
        "accumulator_version": judged.accumulator_version if judged else None,
        "interim_paid": case.interim_paid,
        "linked_advance": case.linked_advance or None,
        "payouts": [
            {"number": each.number, "purpose": each.purpose, "amount": each.amount, "failure": each.failure}
            for each in case.payouts
        ],
        "compensation": case.compensation.amount if case.compensation else None,
        "reserved": 0,
    }


REIMBURSEMENT = Recorded(outline=_outline, view=_view, asked=_asked)
