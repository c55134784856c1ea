"""A hospital's bill from the card on the desk to its determination; a stay begins with its letter."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from commands.lived.approvals import STAY_DAYS, approved_if_it_can_be, coded, planned_care
from commands.lived.deciding import decide
from commands.lived.hospitals import as_listed
from commands.lived.insured import Insured
from commands.lived.people import HEAD, desk
from commands.lived.stage import Stage, opening_at, papers
from rules.adjudication.claim import Accumulators, Approval, Claim, Provider
from rules.china_time import at_shanghai
from rules.claims.case import ClaimSubject
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.claims import claim_of
from rules.direct_billing.values import BillInvoice, BillLine, HospitalBill, VisitRequest
from rules.direct_billing.values import Stage as VisitStage
from rules.opening import Opening
from rules.preauthorization.values import EstimateItem, TreatmentRequest
from rules.preauthorization.values import Stage as ApprovalStage
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, DocumentKind, EncounterType, Process
from stores.cover.desk import desk_facts
from stores.database import transaction
from workflows.messages_direct_billing import (
    AuthorizeDischarge,
    ConfirmEligibility,
    LineEntry,
    RuleLines,
    SubmitBill,
)

_SEEN_ONLY_ON_A_BILL = frozenset(
    {
        ReasonCode.PREAUTHORIZATION_MISSING,
        *(code for code in ReasonCode if code.startswith("EXC-")),
    }
)
SIGNED = (DocumentKind.SIGNED_BILL, DocumentKind.MEDICAL_RECORD, DocumentKind.EXAMINATION_REPORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """The case of a bill; ``refused_for`` where the desk turned the child away."""

    number: str
    refused_for: tuple[ReasonCode, ...] = ()


def carried_by_a_bill(stage: Stage, claim: Claim, insured: Insured, hospital: str) -> bool:
    """Whether a hospital's bill says all that the claim says; anything more only a family's claim can say."""
    provider = provider_on(stage, claim, insured, hospital)
    said = claim_of(
        _bill(claim),
        _visit(claim, insured, hospital),
        provider,
        (),
        authorized=claim.approval is Approval.APPROVED,
    )
    written = replace(claim, provider=as_listed(claim.provider, provider))
    return replace(said, allowed=claim.allowed) == written


def provider_on(stage: Stage, claim: Claim, insured: Insured, hospital: str) -> Provider:
    """The hospital of the claim as the tables know it on the day."""
    with transaction(stage.engine) as session:
        return desk_facts(session, _visit(claim, insured, hospital), letter=None).provider


def live_bill(
    stage: Stage, claim: Claim, insured: Insured, hospital: str, before: Accumulators
) -> Billed | None:
    """The bill to its determination.

    None where the desk needs a letter that the case says there is not, or the other way round, and where it
    turns the child away before it has seen the charges or the invoices that matter.
    """
    letter = ""
    if claim.approval is Approval.APPROVED:
        letter = approved_if_it_can_be(stage, _asked(claim, insured, hospital, before))
        if not letter or stage.see(letter).stage is not ApprovalStage.GUARANTEED:
            return None  # there is no letter of guarantee that a desk could bill on
    number = stage.open(_opening(stage, claim, insured, hospital, letter))
    case = _seen(stage, number)
    if case.stage is VisitStage.MANUAL_CHECK:
        yes = ConfirmEligibility(eligible=True, reason="账单到后再核")
        stage.act(number, HEAD, yes)
        case = _seen(stage, number)
    if case.stage is VisitStage.NOT_ELIGIBLE:
        assert case.desk is not None
        if claim.invoices or not _SEEN_ONLY_ON_A_BILL.isdisjoint(case.desk.reasons):
            return None
        return Billed(number=number, refused_for=case.desk.reasons)
    left_on = claim.encounter.on + timedelta(days=STAY_DAYS)
    send_bills(stage, number, _bill(claim), left_on)
    decide(stage, number)
    return Billed(number=number)


def _seen(stage: Stage, number: str) -> DirectBillingCase:
    case = stage.see(number)
    assert isinstance(case, DirectBillingCase)
    return case


def send_bills(stage: Stage, number: str, bill: HospitalBill, left_on: date) -> None:
    """A visit's bill at once; of a stay first the discharge bill, then the final one."""
    case = _seen(stage, number)
    who = desk(case.visit.hospital_id)
    if case.stay:
        bill = replace(bill, discharged_on=left_on)
        stage.act(number, who, SubmitBill(bill=bill, documents=papers(*SIGNED)))
        unruled = _seen(stage, number).unruled
        if unruled:
            entries = tuple(LineEntry(line_id=line_id) for line_id in unruled)
            stage.act(number, HEAD, RuleLines(lines=entries, reason="按账单核定"))
        if _seen(stage, number).stage is VisitStage.DISCHARGE_BILLED:
            stage.act(number, HEAD, AuthorizeDischarge(reason="按账单核定"))
        bill = replace(bill, final=True)
    stage.act(number, who, SubmitBill(bill=bill, documents=papers(*SIGNED)))


def _asked(claim: Claim, insured: Insured, hospital: str, before: Accumulators) -> TreatmentRequest:
    """What a letter is asked for: charge by charge, and in all never more than the limit has left."""
    return planned_care(
        insured,
        hospital,
        claim.encounter.on,
        sum(line.amount for line in claim.lines),
        items=tuple(_estimated(claim, before)),
        encounter=claim.encounter.type,
        department=claim.provider.department,
        diagnoses=coded(claim.encounter.diagnoses),
    )


def _estimated(claim: Claim, before: Accumulators) -> Iterator[EstimateItem]:
    outpatient = claim.encounter.type in (EncounterType.OUTPATIENT, EncounterType.EMERGENCY)
    account = Benefit.OUTPATIENT_EMERGENCY if outpatient else Benefit.INPATIENT
    left = before.remaining.get(account)
    for line in claim.lines:
        amount = line.amount if left is None else min(line.amount, left)
        if not amount:
            continue
        left = left - amount if left is not None else None
        yield EstimateItem(item=line.item, description=line.item, amount=amount)


def _opening(
    stage: Stage, claim: Claim, insured: Insured, hospital: str, letter: str
) -> Opening[DirectBillingCase]:
    at = _comes_at(claim)
    return at_the_desk(stage, replace(_visit(claim, insured, hospital), authorization=letter), at)


def at_the_desk(stage: Stage, visit: VisitRequest, at: datetime) -> Opening[DirectBillingCase]:
    """The child comes to the desk at that moment."""
    who = desk(visit.hospital_id)
    case = DirectBillingCase(
        case_number=stage.number(Process.DIRECT_BILLING, at),
        opened_by=who.reference,
        **opening_at(at),
        subject=ClaimSubject(
            member_id=visit.member_id,
            policy_id=visit.policy_id,
            hospital_code=visit.hospital_id,
            authorized_by=(visit.authorization,) if visit.authorization else (),
        ),
        visit=visit,
    )
    return Opening(case=case, opener=who)


def _comes_at(claim: Claim) -> datetime:
    return at_shanghai(claim.encounter.on, time(10))


def _visit(claim: Claim, insured: Insured, hospital: str) -> VisitRequest:
    return VisitRequest(
        member_id=insured.member_id,
        policy_id=insured.policy_id,
        hospital_id=hospital,
        department=claim.provider.department,
        encounter=claim.encounter.type,
        on=claim.encounter.on,
        expected=sum(line.amount for line in claim.lines),
        appointment=claim.appointment_booked,
        diagnoses=coded(claim.encounter.diagnoses),
    )


def _bill(claim: Claim) -> HospitalBill:
    return HospitalBill(
        lines=tuple(
            BillLine(
                line_id=str(ordinal),
                item=line.item,
                description=line.item,
                amount=line.amount,
                quantity=line.quantity,
                unit_price=line.unit_price,
                invoice=line.invoice or "",
                doctor_level=line.doctor_level or "",
            )
            for ordinal, line in enumerate(claim.lines, start=1)
        ),
        invoices=tuple(
            BillInvoice(code=invoice.code, number=invoice.number, total=_total(claim, invoice.number))
            for invoice in claim.invoices
        ),
        diagnoses=coded(claim.encounter.diagnoses),
        procedures=coded(claim.encounter.procedures),
        surgery_on=claim.encounter.surgery_on,
    )


def _total(claim: Claim, number: str) -> int:
    charged = [line.amount for line in claim.lines if line.invoice == number]
    return sum(charged) if charged else sum(line.amount for line in claim.lines)
