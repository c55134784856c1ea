"""What is written of a direct-billing case beside what is written of every case."""

from typing import Any

from pydantic import TypeAdapter

from activities.case_record import Outline, Recorded
from rules.direct_billing.case import DirectBillingCase, FamilyDebt
from rules.direct_billing.values import VisitRequest

_VISIT = TypeAdapter(VisitRequest)


def _outline(case: DirectBillingCase) -> Outline:
    return Outline(
        member_id=case.visit.member_id,
        policy_id=case.visit.policy_id,
        hospital_code=case.visit.hospital_id,
        episode_id=case.subject.episode_id,
        planned_on=case.visit.on,
        requested=case.amount,
        decided=case.decision.payable if case.decision else None,
    )


def _asked(case: DirectBillingCase) -> dict[str, Any]:
    asked: dict[str, Any] = _VISIT.dump_python(case.visit, mode="json")
    return asked


def _view(case: DirectBillingCase) -> dict[str, Any]:
    """What lists and the page of a closed case show: ids, codes and amounts only."""
    return {
        "encounter": case.visit.encounter,
        "reserved": case.reserved,
        "accumulator_version": case.accumulator_version,
        "benefit": case.benefit,
        "visit_number": case.desk.visit_number if case.desk else None,
        "bills": len(case.bills),
        "findings": [[each.code, each.line_id] for each in case.findings][:50],
        "concerns": list(case.concerns),
        "paid": case.paid,
        "recoverable": case.recoverable,
        "authorization": case.visit.authorization or None,
        "copay": _debt(case.copay),
        "recovery": _debt(case.recovery),
    }


def _debt(debt: FamilyDebt | None) -> dict[str, Any] | None:
    if debt is None:
        return None
    return {"state": debt.state, "amount": debt.amount, "received": debt.received}


DIRECT_BILLING = Recorded(outline=_outline, view=_view, asked=_asked)
