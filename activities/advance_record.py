"""What is written of a hospital advance beside what is written of every case."""

from typing import Any

from pydantic import TypeAdapter

from activities.case_record import Outline, Recorded
from rules.advances.case import AdvanceCase
from rules.advances.reckoning import ceiling
from rules.preauthorization.values import TreatmentRequest

_REQUEST = TypeAdapter(TreatmentRequest)


def _outline(case: AdvanceCase) -> Outline:
    return Outline(
        member_id=case.request.member_id,
        policy_id=case.request.policy_id,
        hospital_code=case.request.hospital_id,
        episode_id=case.entitlement.episode_id if case.entitlement else "",
        planned_on=case.request.planned_on,
        emergency=case.request.emergency,
        requested=case.amount,
        decided=case.statement.promised or None,
    )


def _asked(case: AdvanceCase) -> dict[str, Any]:
    asked: dict[str, Any] = _REQUEST.dump_python(case.request, mode="json")
    return asked


def _view(case: AdvanceCase) -> dict[str, Any]:
    """What lists and the page of a closed case show: ids, codes and amounts only."""
    found, money, refund = case.entitlement, case.statement, case.refund
    return {
        "missing": list(case.missing),
        "missing_at_discharge": list(case.missing_at_discharge),
        "obstacles": list(found.refusable) if found else [],
        "rejected_with": case.rejected_with,
        "provider": found.provider if found else "",
        "ceiling": ceiling(case),
        "reserved": case.reserved,
        "accumulator_version": case.accumulator_version,
        "statement": {
            "promised": money.promised,
            "paid": money.paid,
            "consumed": money.consumed,
            "refunded": money.refunded,
            "waived": money.waived,
            "open": money.open,
        },
        "movements": [
            {
                "kind": each.kind,
                "amount": each.amount,
                "at": each.at.isoformat(),
                "reference": each.reference,
            }
            for each in case.movements
        ],
        "discharge_on": case.discharge.on.isoformat() if case.discharge else None,
        "claim": case.claim.case_number if case.claim else None,
        "preauthorization": case.preauthorization or None,
        "refund": _refund_view(case) if refund else None,
    }


def _refund_view(case: AdvanceCase) -> dict[str, Any]:
    refund = case.refund
    assert refund is not None
    return {
        "state": refund.state,
        "amount": refund.amount,
        "received": refund.received,
        "reference": refund.reference,
        "due_on": refund.due_on.isoformat() if refund.due_on else None,
    }


HOSPITAL_ADVANCE = Recorded(outline=_outline, view=_view, asked=_asked)
