"""The claim that a hospital's bill makes, with what people ruled on its charges."""

from collections.abc import Iterable, Mapping

from rules.adjudication.claim import Approval, Claim, ClaimLine, Encounter, Invoice, Provider
from rules.adjudication.result import AdjudicationResult
from rules.catalogue.benefits import ClaimChannel
from rules.claims.values import ClaimFigures
from rules.direct_billing.values import HospitalBill, LineRuling, Price, VisitRequest
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType


def claim_of(
    bill: HospitalBill,
    visit: VisitRequest,
    provider: Provider,
    rulings: Iterable[LineRuling],
    *,
    authorized: bool,
) -> Claim:
    """The bill as the engine takes it.

    The card was looked at when the visit opened: one suspended since then stops new visits only (A-24).
    """
    found = {ruling.line_id: ruling.finding for ruling in rulings}
    return Claim(
        channel=ClaimChannel.DIRECT_BILLING,
        provider=provider,
        encounter=Encounter(
            type=visit.encounter,
            on=visit.on,
            surgery_on=bill.surgery_on,
            diagnoses=tuple(each.code for each in bill.diagnoses),
            procedures=tuple(each.code for each in bill.procedures),
            emergency=visit.encounter is EncounterType.EMERGENCY,
        ),
        lines=_lines(bill, found),
        invoices=tuple(Invoice(code=each.code, number=each.number) for each in bill.invoices),
        approval=Approval.APPROVED if authorized else Approval.NONE,
        appointment_booked=visit.appointment,
        allowed=(ReasonCode.CARD_SUSPENDED,),
    )


def _lines(bill: HospitalBill, found: Mapping[str, ReasonCode | None]) -> tuple[ClaimLine, ...]:
    return tuple(
        ClaimLine(
            item=line.item,
            amount=line.amount,
            invoice=line.invoice or None,
            quantity=line.quantity,
            unit_price=line.unit_price,
            doctor_level=line.doctor_level or None,
            finding=found.get(line.line_id),
        )
        for line in bill.lines
    )


def price_of(result: AdjudicationResult, year_version: int) -> Price:
    """The result in short, as it would be if it were posted now."""
    amounts = result.amounts._asdict()
    return Price(
        outcome=result.outcome,
        figures=ClaimFigures(**{name: amounts[name] for name in ClaimFigures.__dataclass_fields__}),
        reasons=result.reasons,
        to_confirm=result.to_confirm,
        visit_number=next((visit.number for visit in result.visits), None),
        year_version=year_version,
    )
