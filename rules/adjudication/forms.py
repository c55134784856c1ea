"""Claims, policies and accumulators as case files and requests write them: yuan strings and ISO dates."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field, field_validator, model_validator

from rules.adjudication.claim import (
    Accumulators,
    Approval,
    Claim,
    ClaimLine,
    Encounter,
    Invoice,
    InvoiceState,
    Policy,
    Provider,
)
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.preauthorization import Situation
from rules.catalogue.schedule import Schedule
from rules.catalogue.values import Clause, Fen
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, CardStatus, Department, EncounterType, Ownership, Purchase

NotNegative = Annotated[Fen, Field(ge=0)]
Count = Annotated[int, Field(ge=0, strict=True)]
BRAND_ACCOUNTS = (Benefit.DENTAL, Benefit.VACCINE)
CHECKUP = "CHECKUP"


class PolicyForm(Clause):
    """A policy; ``schedule`` holds what the plan leaves to it."""

    effective_on: date
    expires_on: date
    purchase: Purchase
    options: tuple[str, ...] = ()
    schedule: dict[str, Any] = Field(default_factory=dict)

    @field_validator("schedule")
    @classmethod
    def _known_schedule(cls, written: dict[str, Any]) -> dict[str, Any]:
        Schedule.from_mapping(written)
        return written

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "PolicyForm":
        if self.expires_on < self.effective_on:
            raise ValueError(f"expires_on {self.expires_on} is before effective_on {self.effective_on}")
        return self

    def to_policy(self) -> Policy:
        """The policy as adjudication takes it."""
        return Policy(
            effective_on=self.effective_on,
            expires_on=self.expires_on,
            purchase=self.purchase,
            options=self.options,
            schedule=Schedule.from_mapping(self.schedule),
        )


class AccumulatorsForm(Clause):
    """What was used before; ``brand`` is the locked brand of the benefit that the claim is about."""

    counted_visits: Count = 0
    counted_visits_by_group: dict[str, Count] | None = None
    remaining: dict[Benefit, NotNegative] = Field(default_factory=dict)
    deductible_left: dict[Benefit, NotNegative] = Field(default_factory=dict)
    checkups_used: Count = 0
    brand: str | None = None
    brand_closed_on: date | None = None
    seen_invoices: tuple[str, ...] = ()
    card: CardStatus = CardStatus.ACTIVE

    def to_accumulators(self) -> Accumulators:
        """The accumulators as adjudication takes them."""
        brand, closed_on = self.brand, self.brand_closed_on
        return Accumulators(
            counted_visits=self.counted_visits,
            counted_visits_by_group=self.counted_visits_by_group,
            remaining=self.remaining,
            deductible_left=self.deductible_left,
            counts_used={CHECKUP: self.checkups_used} if self.checkups_used else {},
            brands=dict.fromkeys(BRAND_ACCOUNTS, brand) if brand else {},
            brands_closed_on=dict.fromkeys(BRAND_ACCOUNTS, closed_on) if closed_on else {},
            seen_invoices=frozenset(self.seen_invoices),
            card=self.card,
        )


class ProviderForm(Clause):
    """The hospital on the service date."""

    name: str
    group: str | None = None
    ownership: Ownership
    in_network: bool = False
    grade: int | None = None
    department: Department = Department.GENERAL
    brand: str | None = None
    direct_billing: bool = False


class EncounterForm(Clause):
    """The care given; ``situations`` names what no code shows, such as CHEMOTHERAPY."""

    type: EncounterType
    on: date
    surgery_on: date | None = None
    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    emergency: bool | None = None
    situations: tuple[Situation, ...] = ()

    @property
    def is_emergency(self) -> bool:
        """As stated; an emergency visit that states nothing is one."""
        return self.type is EncounterType.EMERGENCY if self.emergency is None else self.emergency


class InvoiceForm(Clause):
    """A bill of the claim."""

    code: str = ""
    number: str
    type: EncounterType | None = None
    state: InvoiceState = InvoiceState.VERIFIED

    @field_validator("code", mode="before")
    @classmethod
    def _no_code(cls, written: object) -> object:
        return "" if written is None else written


class LineForm(Clause):
    """One charge; ``benefit`` is accepted as a note, the plan's lists decide."""

    item: ItemCode
    amount: NotNegative
    invoice: str | None = None
    quantity: Annotated[int, Field(ge=1)] | None = None
    unit_price: NotNegative | None = None
    benefit: str | None = None
    doctor_level: str | None = None
    finding: ReasonCode | None = None


class ClaimForm(Clause):
    """A claim as written."""

    other_spellings: ClassVar[Mapping[str, str]] = {"preauthorisation": "preauthorization"}

    channel: ClaimChannel
    provider: ProviderForm
    encounter: EncounterForm
    lines: tuple[LineForm, ...]
    invoices: tuple[InvoiceForm, ...] = ()
    preauthorization: Approval = Approval.NONE
    appointment: str | None = None
    paid_by_member_in_full: bool = False
    public_insurance_paid: NotNegative = 0
    redirected_to_network: bool = False
    emergency_notified_in_time: bool = False
    full_refusal_decided: bool = False
    documents_missing: bool = False
    expected_cumulative_cost: NotNegative | None = None
    submitted_on: date | None = None

    @model_validator(mode="after")
    def _lines_name_known_invoices(self) -> "ClaimForm":
        known = {name for i in self.invoices for name in (i.number, f"{i.code}:{i.number}")}
        for number, line in enumerate(self.lines, start=1):
            if line.invoice is not None and line.invoice not in known:
                raise ValueError(f"line {number} names invoice {line.invoice}, which is not under invoices")
        return self

    def to_claim(self) -> Claim:
        """The claim as adjudication takes it."""
        return Claim(
            channel=self.channel,
            provider=Provider(**dict(self.provider)),
            encounter=_encounter(self.encounter),
            lines=tuple(_line(line) for line in self.lines),
            invoices=tuple(Invoice(**dict(invoice)) for invoice in self.invoices),
            approval=self.preauthorization,
            appointment_booked=self.appointment == "BOOKED",
            paid_by_member_in_full=self.paid_by_member_in_full,
            public_insurance_paid=self.public_insurance_paid,
            redirected_to_network=self.redirected_to_network,
            emergency_notified_in_time=self.emergency_notified_in_time,
            full_refusal_decided=self.full_refusal_decided,
            documents_missing=self.documents_missing,
            expected_cumulative_cost=self.expected_cumulative_cost,
            submitted_on=self.submitted_on,
        )


def _encounter(form: EncounterForm) -> Encounter:
    return Encounter(**{**dict(form), "emergency": form.is_emergency})


def _line(form: LineForm) -> ClaimLine:
    written = dict(form)
    del written["benefit"]
    return ClaimLine(**written)
