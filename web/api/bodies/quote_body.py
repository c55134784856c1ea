"""A claim to be priced outside any case, as families, hospitals and staff send it."""

from typing import Annotated, Any

from pydantic import Field, Strict

from rules.adjudication.claim import Approval, Claim, ClaimLine, Encounter, Provider
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.preauthorization import Situation
from rules.items import ItemCode
from rules.vocabulary import Department, EncounterType
from web.api.bodies.fields import Amount, Body, Code, Day, Flag
from web.api.bodies.preauthorization_body import DiagnosisCode, ProcedureCode

EXAMPLE: dict[str, Any] = {
    "member_number": "M2025000001",
    "policy_number": "2607-STD-1",
    "hospital": "MEIHUA-FUER",
    "channel": "DIRECT_BILLING",
    "encounter": "OUTPATIENT",
    "on": "2026-12-03",
    "diagnoses": ["J06.900"],
    "lines": [
        {"item": "CONSULTATION", "amount": "500.00"},
        {"item": "LAB", "amount": "860.00", "quantity": 2, "unit_price": "430.00"},
        {"item": "TCM", "amount": "120.00"},
    ],
}


class QuotedLine(Body):
    """One charge that is expected."""

    item: ItemCode
    amount: Amount
    quantity: Annotated[int, Strict(), Field(ge=1, le=100_000)] | None = None
    unit_price: Amount | None = None
    doctor_level: Code | None = None
    """Such as CHIEF_PHYSICIAN, where the plan asks for it."""

    def claimed(self) -> ClaimLine:
        """The line as adjudication takes it."""
        return ClaimLine(**dict(self))


class QuoteBody(Body):
    """Whose care, where, when, for what, and what it will cost."""

    member_number: Code
    """Number on the child's card."""
    policy_number: Code
    """Number of the policy that insures this child."""
    hospital: Code | None = None
    """Code of the hospital; a hospital desk may leave out its own."""
    department: Department = Department.GENERAL
    channel: ClaimChannel = ClaimChannel.DIRECT_BILLING
    """How the bill will come: from the hospital, or from the family afterwards."""
    encounter: EncounterType
    on: Day
    """Day of the visit; of a stay the day of admission."""
    surgery_on: Day | None = None
    diagnoses: Annotated[tuple[DiagnosisCode, ...], Field(max_length=20)] = ()
    """ICD-10 codes."""
    procedures: Annotated[tuple[ProcedureCode, ...], Field(max_length=20)] = ()
    """ICD-9-CM-3 codes."""
    emergency: Flag | None = None
    """Left out, an emergency visit is one and nothing else is."""
    situations: Annotated[tuple[Situation, ...], Field(max_length=10)] = ()
    """What no code shows, such as CHEMOTHERAPY."""
    approved: Flag = False
    """Whether a written approval before treatment is there."""
    appointment_booked: Flag = False
    paid_by_member_in_full: Flag = False
    public_insurance_paid: Amount = 0
    lines: Annotated[tuple[QuotedLine, ...], Field(min_length=1, max_length=200)]

    def claim(self, provider: Provider) -> Claim:
        """The claim that it would become at this hospital."""
        emergency = self.encounter is EncounterType.EMERGENCY if self.emergency is None else self.emergency
        return Claim(
            channel=self.channel,
            provider=provider,
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
            approval=Approval.APPROVED if self.approved else Approval.NONE,
            appointment_booked=self.appointment_booked,
            paid_by_member_in_full=self.paid_by_member_in_full,
            public_insurance_paid=self.public_insurance_paid,
        )
