"""What only a direct-billing case shows."""

from typing import Any

from models.case import Case
from rules.any_case import AnyCase
from rules.cases import Side
from rules.deadlines import ClockKind
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.values import Stage
from stores.casework.case_records import CaseRecord
from web.access import Caller
from web.api.views import billing_views as views
from web.casework.claim_judgment import judgment

FAMILY_CLOCKS = frozenset({ClockKind.COPAY, ClockKind.REFUND, ClockKind.REFUND_INSTALMENT})
"""Clocks on debts of the family, which a hospital does not see."""


def fields(record: CaseRecord, state: AnyCase | None, caller: Caller) -> dict[str, Any]:
    """Fields of the case's view; ``state`` is None where the workflow does not speak."""
    if not isinstance(state, DirectBillingCase):
        return {"billing": None}
    return {"billing": _billing(record, state, caller)}


def staff_fields(row: Case, state: AnyCase | None) -> dict[str, Any]:
    """Fields that only staff see."""
    case = state if isinstance(state, DirectBillingCase) else None
    seen = row.view
    return {
        "reserved": case.reserved if case else seen.get("reserved", 0),
        "accumulator_version": case.accumulator_version if case else seen.get("accumulator_version", 0),
    }


def _billing(record: CaseRecord, case: DirectBillingCase, caller: Caller) -> views.BillingView:
    debts = () if caller.hospital_code else tuple(debt for debt in (case.copay, case.recovery) if debt)
    known = record.invoices_elsewhere if caller.is_staff else ()
    return views.BillingView(
        encounter=case.visit.encounter,
        on=case.visit.on,
        visit_number=case.desk.visit_number if case.desk else None,
        expected_share=case.desk.member if case.desk and case.benefit else None,
        guarantee=case.promise.number if case.promise else "",
        ceiling=case.promise.ceiling if case.promise else None,
        bills=tuple(views.BillVersionView.model_validate(bill) for bill in case.bills),
        findings=tuple(views.BillFindingView.of(each) for each in case.findings),
        invoices_elsewhere=tuple(views.InvoiceElsewhereView.model_validate(each) for each in known),
        discharge=_discharge(case),
        payment=views.HospitalPaymentView.model_validate(case.payment) if case.payment else None,
        debts=tuple(views.DebtView.model_validate(debt) for debt in debts),
        overpayment=views.OverpaymentView.of(
            case.overpayment, staff=caller.is_staff, debtor=bool(caller.hospital_code)
        ),
        judgment=judgment(case) if caller.is_staff else None,
    )


def _discharge(case: DirectBillingCase) -> views.DischargeView | None:
    clock = case.clock(ClockKind.DISCHARGE_AUTHORIZATION)
    if case.discharge is None and clock is None:
        return None
    given = case.discharge
    return views.DischargeView(
        held_by=_holder(case),
        due_at=clock.due_at if clock else None,
        payable=given.payable if given else None,
        family=given.family if given else None,
        authorized_at=given.authorized_at if given else None,
    )


def _holder(case: DirectBillingCase) -> views.Holder:
    if case.waiting_on is Side.HOSPITAL:
        return views.Holder.HOSPITAL
    if case.stage is not Stage.DISCHARGE_BILLED:
        return views.Holder.NOBODY
    return views.Holder.SECOND_PERSON if case.discharge_proposal else views.Holder.ADJUSTER
