"""A claim as families and staff write it."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from rules.adjudication.claim import (
    Approval,
    Claim,
    ClaimLine,
    Encounter,
    Invoice,
    InvoiceState,
    Provider,
)
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.preauthorization import Situation
from rules.reasons import ReasonCode
from rules.reimbursement.bills import bill_state
from rules.vocabulary import Department, EncounterType, Ownership
from web.api.bodies.fields import Amount, Body, Code, Day, Flag, Name
from web.api.bodies.preauthorization_body import DiagnosisCode, ProcedureCode
from web.api.bodies.quote_body import QuotedLine
from web.problems import FieldError

BillCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9A-Za-z-]{0,20}$")]
BillNumber = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9A-Za-z-]{1,30}$")]
CheckCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9A-Za-z]{0,20}$")]

EXAMPLE: dict[str, Any] = {
    "encounter": "OUTPATIENT",
    "on": "2026-11-16",
    "diagnoses": ["J06.900"],
    "invoices": [
        {"code": "31060126", "number": "0000350001", "check_code": "a1b2c3", "total": "386.40"},
    ],
    "lines": [
        {"item": "CONSULTATION", "amount": "50.00", "invoice": "0000350001"},
        {"item": "DRUG", "amount": "336.40", "invoice": "0000350001"},
    ],
    "public_insurance_paid": "146.40",
}


class ProviderBody(Body):
    """A hospital that is in no list of ours, as it was on the day; staff only."""

    name: Name
    ownership: Ownership
    group: Name | None = None
    in_network: Flag = False
    grade: Annotated[int, Field(ge=1, le=3)] | None = None
    brand: Name | None = None
    direct_billing: Flag = False


class InvoiceBody(Body):
    """A bill: a medical e-bill with code, number and check code, or a VAT e-invoice with its number."""

    code: BillCode = ""
    number: BillNumber
    check_code: CheckCode = ""
    total: Amount | None = None
    """Left out: the sum of its charges."""
    type: EncounterType | None = None
    """Only where the bill belongs to another kind of visit than the claim."""
    state: InvoiceState | None = None
    """What verification said; staff only."""


class ClaimedLine(QuotedLine):
    """One charge of a bill."""

    invoice: BillNumber | None = None
    finding: ReasonCode | None = None
    """What a person found about the charge; staff only."""

    def claimed(self) -> ClaimLine:
        """The line as adjudication takes it."""
        return ClaimLine(**dict(self))


class ClaimBody(Body):
    """What care, when, and what it cost."""

    department: Department = Department.GENERAL
    provider: ProviderBody | None = None
    """Only for a hospital without a code; staff only."""
    encounter: EncounterType
    on: Day
    """Day of the visit; of a stay the day of admission."""
    until_on: Day | None = None
    """Day of discharge."""
    surgery_on: Day | None = None
    diagnoses: Annotated[tuple[DiagnosisCode, ...], Field(max_length=20)] = ()
    """ICD-10 codes."""
    procedures: Annotated[tuple[ProcedureCode, ...], Field(max_length=20)] = ()
    """ICD-9-CM-3 codes."""
    emergency: Flag | None = None
    """Left out, an emergency visit is one and nothing else is."""
    situations: Annotated[tuple[Situation, ...], Field(max_length=10)] = ()
    accident: Flag = False
    """Whether the child was hurt, so that a statement of the accident is asked for."""
    paper_originals: Flag = False
    """Whether the bills are paper, not files that verify."""
    invoices: Annotated[tuple[InvoiceBody, ...], Field(max_length=50)] = ()
    lines: Annotated[tuple[ClaimedLine, ...], Field(min_length=1, max_length=200)]
    public_insurance_paid: Amount = 0
    preauthorization: Approval = Approval.NONE
    """Approvals of ours are found by themselves; staff may state another."""
    redirected_to_network: Flag = False
    emergency_notified_in_time: Flag = False
    expected_cumulative_cost: Amount | None = None

    def claim(self) -> Claim:
        """The claim as a case takes it; a hospital with a code is filled in by the case."""
        emergency = self.encounter is EncounterType.EMERGENCY if self.emergency is None else self.emergency
        return Claim(
            channel=ClaimChannel.REIMBURSEMENT,
            provider=self._provider(),
            encounter=Encounter(
                type=self.encounter,
                on=self.on,
                surgery_on=self.surgery_on,
                diagnoses=self.diagnoses,
                procedures=self.procedures,
                emergency=emergency,
                situations=self.situations,
            ),
            lines=tuple(line.claimed() for line in self.lines),
            invoices=tuple(self._invoice(each) for each in self.invoices),
            approval=self.preauthorization,
            paid_by_member_in_full=True,
            public_insurance_paid=self.public_insurance_paid,
            redirected_to_network=self.redirected_to_network,
            emergency_notified_in_time=self.emergency_notified_in_time,
            expected_cumulative_cost=self.expected_cumulative_cost,
        )

    def _provider(self) -> Provider:
        if self.provider is None:
            return Provider(name="", ownership=Ownership.PUBLIC, department=self.department)
        return Provider(**dict(self.provider), department=self.department)

    def _invoice(self, bill: InvoiceBody) -> Invoice:
        named = [line for line in self.lines if line.invoice in (bill.number, f"{bill.code}:{bill.number}")]
        on_it = self.lines if len(self.invoices) == 1 else named
        charged = sum(line.amount for line in on_it)
        state = bill.state or bill_state(
            code=bill.code,
            number=bill.number,
            check_code=bill.check_code,
            total=charged if bill.total is None else bill.total,
            charged=charged,
        )
        return Invoice(code=bill.code, number=bill.number, type=bill.type, state=state)

    def mistakes(self, inside: str, *, by_staff: bool) -> Iterator[FieldError]:
        """What of it contradicts itself, or is not the caller's to say."""
        known = {name for each in self.invoices for name in (each.number, f"{each.code}:{each.number}")}
        for place, line in enumerate(self.lines):
            if line.invoice is not None and line.invoice not in known:
                yield FieldError(f"{inside}lines.{place}.invoice", f"{line.invoice} is none of the invoices")
        if self.until_on is not None and self.until_on < self.on:
            yield FieldError(f"{inside}until_on", f"{self.until_on} is before the admission on {self.on}")
        if not any(line.amount for line in self.lines):
            yield FieldError(f"{inside}lines", "come to 0.00: say what was paid")
        if self.public_insurance_paid > sum(line.amount for line in self.lines):
            yield FieldError(f"{inside}public_insurance_paid", "is more than the bills come to")
        if not by_staff:
            yield from self._for_staff(inside)

    def _for_staff(self, inside: str) -> Iterator[FieldError]:
        said = {
            "provider": self.provider is not None,
            "preauthorization": self.preauthorization is not Approval.NONE,
            "redirected_to_network": self.redirected_to_network,
            "emergency_notified_in_time": self.emergency_notified_in_time,
            "expected_cumulative_cost": self.expected_cumulative_cost is not None,
            "invoices": any(each.state is not None for each in self.invoices),
            "lines": any(line.finding is not None for line in self.lines),
        }
        for name, given in said.items():
            if given:
                yield FieldError(f"{inside}{name}", "holds what only staff may state: leave it out")


class AccountBody(Body):
    """A bank account; only its last four digits are shown again."""

    holder: Name
    number: Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9 ]{12,30}$")]
    bank: Name
    bank_code: Code | None = None
