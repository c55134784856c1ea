"""A hospital advance as people live it, from the request to the claim of the stay."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from commands.lived.approvals import planned_care
from commands.lived.deciding import decide
from commands.lived.insured import Insured
from commands.lived.people import CLERK, HEAD, SPECIALIST, guardian
from commands.lived.stage import Stage, opening_at, papers
from commands.lived.treasury import Treasury
from rules.advances.case import AdvanceCase
from rules.advances.decisions import AdvanceInput
from rules.advances.values import BillLine, Circumstances
from rules.advances.vocabulary import AdvanceAnswer, IdentityCheck, RefundState
from rules.advances.vocabulary import Stage as AdvanceStage
from rules.china_time import at_shanghai
from rules.opening import Opening
from rules.reasons import ReasonCode
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Stage as ClaimStage
from rules.vocabulary import DocumentKind, Process
from workflows.messages_advance import (
    ApproveRefund,
    DecideAdvance,
    NotifyDischarge,
    PayAdvance,
    RecordCall,
    SettleBill,
    SignMandate,
    SubmitLinkedClaim,
)
from workflows.messages_reimbursement import ReceiveOriginals

BEFORE_ADMISSION = timedelta(days=7)
STAY = timedelta(days=5)
AT_DISCHARGE = (DocumentKind.INVOICE, DocumentKind.DISCHARGE_SUMMARY, DocumentKind.INPATIENT_RECORD)
FOR_REVIEW = tuple(kind for kind in DocumentKind if kind not in (DocumentKind.MANDATE, *AT_DISCHARGE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """A stay that money is advanced for; fen."""

    insured: Insured
    hospital: str
    on: date
    estimate: int


def ask(stage: Stage, care: Care, *, said: dict[str, Any] | None = None, **changes: Any) -> str:
    """The family asks for an advance; ``said`` is what it says of the stay. The number of the case."""
    at = at_shanghai(care.on, time(10)) - BEFORE_ADMISSION
    who = guardian(care.insured.guardian_id)
    case = AdvanceCase(
        case_number=stage.number(Process.HOSPITAL_ADVANCE, at),
        opened_by=who.reference,
        language=care.insured.language,
        **opening_at(at),
        request=planned_care(care.insured, care.hospital, care.on, care.estimate, **changes),
        circumstances=replace(Circumstances(guardian_id=care.insured.guardian_id), **(said or {})),
        documents=papers(*FOR_REVIEW),
    )
    return stage.open(Opening(case=case, opener=who))


def seen(stage: Stage, number: str) -> AdvanceCase:
    """The case as its workflow holds it."""
    case = stage.see(number)
    assert isinstance(case, AdvanceCase), f"{number} is no advance"
    return case


def approve(stage: Stage, number: str, amount: int | None = None) -> None:
    """The specialist phones, and somebody with authority promises the amount, or the whole ceiling."""
    if seen(stage, number).stage is not AdvanceStage.DOCS_COMPLETE:
        stage.act(number, SPECIALIST, RecordCall(notes="家属需要垫付"))
    answer = AdvanceInput(answer=AdvanceAnswer.APPROVE, amount=amount)
    stage.act(number, HEAD, DecideAdvance(decision=answer))


def pay(stage: Stage, number: str) -> None:
    """The guardian signs, finance signs, and the bank pays the hospital."""
    who = guardian(seen(stage, number).circumstances.guardian_id)
    mandate = SignMandate(verified=IdentityCheck.SIGNED_IN, documents=papers(DocumentKind.MANDATE))
    stage.act(number, who, mandate)
    stage.act(number, SPECIALIST, PayAdvance(account_checked="与医院财务电话核对"))
    stage.until(number, _on_the_books, "its payment to be on the books")
    Treasury(stage).sign(number)
    stage.until(number, lambda case: case.stage is AdvanceStage.ADVANCED, "the hospital to have the money")


def _on_the_books(case: AdvanceCase) -> bool:
    return all(payout.number for payout in case.payouts)


def leave(
    stage: Stage,
    number: str,
    lines: tuple[BillLine, ...],
    member_paid: int,
    *,
    public_insurance_paid: int = 0,
) -> str:
    """The child leaves, the bill is settled, the file is claimed; the number of the linked claim."""
    case = seen(stage, number)
    left_on = case.request.planned_on + STAY
    stage.act(number, guardian(case.circumstances.guardian_id), NotifyDischarge(on=left_on))
    stage.skip_to(number, _discharged_at(left_on))
    bill = SettleBill(
        number=f"{uuid4().int % 10**12:012}",
        code="31060126",
        billed_on=left_on,
        lines=lines,
        member_paid=member_paid,
        public_insurance_paid=public_insurance_paid,
        documents=papers(*AT_DISCHARGE),
    )
    stage.act(number, SPECIALIST, bill)
    stage.act(number, SPECIALIST, SubmitLinkedClaim())
    linked = stage.until(number, lambda now: now.claim is not None, "the claim of the stay").claim
    return str(linked.case_number)


def _discharged_at(on: date) -> datetime:
    return at_shanghai(on, time(11))


def determine(stage: Stage, claim: str, *, refuse: ReasonCode | None = None) -> ReimbursementCase:
    """The claim of the stay is decided by a person, originals at hand."""
    case = stage.until(claim, _looked_at, "its file to be looked at")
    if case.stage is ClaimStage.AWAITING_DOCS:
        stage.act(claim, CLERK, ReceiveOriginals(kinds=(DocumentKind.INVOICE,)))
    decide(stage, claim, refuse=refuse)
    decided = stage.see(claim)
    assert isinstance(decided, ReimbursementCase)
    return decided


def _looked_at(case: ReimbursementCase) -> bool:
    return case.stage is ClaimStage.AWAITING_DOCS or case.judged is not None


def settled(stage: Stage, number: str) -> AdvanceCase:
    """The advance once it was compared with the benefit; a refund is approved and asked for."""
    case = stage.until(number, lambda now: bool(now.claim and now.claim.payable is not None), "the claim")
    if case.refund and case.refund.state is RefundState.CALCULATED:
        stage.act(number, HEAD, ApproveRefund())
        stage.until(number, lambda now: now.refund.state is RefundState.NOTICE_SENT, "the notice")
    stage.until(number, _on_the_books, "what it owes to be on the books")
    return seen(stage, number)
