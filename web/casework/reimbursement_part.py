"""What only a reimbursement claim shows."""

from typing import Any

from models.case import Case
from rules.any_case import AnyCase
from rules.deadlines import ClockKind
from rules.reimbursement.case import ReimbursementCase
from stores.casework.case_records import CaseRecord
from web.access import Caller
from web.api.views import claim_views as views
from web.api.views.billing_views import OverpaymentView
from web.api.views.case_views import ProposalView
from web.casework.claim_judgment import judgment


def fields(_record: CaseRecord, state: AnyCase | None, caller: Caller) -> dict[str, Any]:
    """Fields of the case's view; ``state`` is None where the workflow does not speak."""
    if not isinstance(state, ReimbursementCase):
        return {"reimbursement": None}
    return {"reimbursement": _claim(state, caller)}


def staff_fields(row: Case, state: AnyCase | None) -> dict[str, Any]:
    """Fields that only staff see."""
    if not isinstance(state, ReimbursementCase):
        return {"accumulator_version": row.view.get("accumulator_version") or 0}
    judged, proposal = state.judged, state.proposal
    waiting = None
    if proposal:
        waiting = ProposalView(
            made_by=proposal.made_by,
            made_at=proposal.made_at,
            outcome=proposal.entry.answer,
            amount=proposal.payable,
        )
    return {
        "accumulator_version": (judged.accumulator_version if judged else None) or 0,
        "proposal": waiting,
    }


def _claim(case: ReimbursementCase, caller: Caller) -> views.ReimbursementView:
    staff, claim = caller.is_staff, case.claim
    decision = case.decision
    held = case.judged.held_lines if case.judged and (staff or decision) else ()
    looked_at, proposed = case.investigation, case.compensation
    return views.ReimbursementView(
        source=case.source,
        encounter=claim.encounter.type if claim else None,
        on=claim.encounter.on if claim else None,
        until_on=case.until_on,
        billed=case.amount,
        small=case.small,
        received_at=case.received_at,
        complete_at=case.complete_at,
        bills=tuple(views.ClaimedBillView.model_validate(bill) for bill in case.bills),
        originals=_originals(case),
        held_lines=tuple(views.HeldLineView.model_validate(line) for line in held),
        answers=tuple(views.ClaimAnswerView.model_validate(each) for each in case.decisions),
        payouts=tuple(views.PayoutView.model_validate(each) for each in case.payouts),
        interim_paid=case.interim_paid,
        linked_advance=case.linked_advance,
        account=case.account,
        investigated_for=looked_at.scope if looked_at and staff else None,
        compensation=proposed.amount if proposed and staff else None,
        nondisclosure=_nondisclosure(case) if staff else None,
        overpayment=OverpaymentView.of(case.overpayment, staff=staff, debtor=caller.guardian_id is not None),
        judgment=judgment(case) if staff else None,
    )


def _originals(case: ReimbursementCase) -> views.OriginalsView | None:
    required = case.file is not None and case.file.originals_required
    came = case.originals
    if came is None and not required:
        return None
    return views.OriginalsView(
        required=required,
        carrier=came.carrier if came else "",
        tracking=came.tracking if came else "",
        received_at=came.received_at if came else None,
        absent=came.absent if came else (),
    )


def _nondisclosure(case: ReimbursementCase) -> views.NondisclosureView | None:
    raised = case.nondisclosure
    if raised is None:
        return None
    begun = [clock for clock in case.clocks if clock.kind is ClockKind.NONDISCLOSURE_REVIEW]
    return views.NondisclosureView(
        known_at=raised.known_at,
        rescind_before=begun[-1].legal_due_at or begun[-1].due_at if begun else None,
        rescinded=raised.rescinded,
    )
