"""What is claimed, under which policy, and what was used before. Money in fen, dates in China."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.preauthorization import Situation
from rules.catalogue.schedule import Schedule
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, CardStatus, Department, EncounterType, Ownership, Purchase


class Approval(StrEnum):
    """Written answer to a prior authorization; only APPROVED avoids the additional share (R-085, R-086)."""

    NONE = "NONE"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"


class InvoiceState(StrEnum):
    """What verification said about a bill (domain 8.4)."""

    VERIFIED = "VERIFIED"
    UNVERIFIED = "UNVERIFIED"
    REVERSED = "REVERSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The hospital on the service date; ``direct_billing`` marks a public one on the direct-billing list."""

    name: str
    ownership: Ownership
    group: str | None = None
    in_network: bool = False
    grade: int | None = None
    department: Department = Department.GENERAL
    brand: str | None = None
    direct_billing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """What kind of care, when and for what; for a stay ``on`` is the admission date."""

    type: EncounterType
    on: date
    surgery_on: date | None = None
    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    emergency: bool = False
    situations: tuple[Situation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A bill; ``type`` only where it belongs to another kind of visit than the encounter."""

    code: str = ""
    number: str
    type: EncounterType | None = None
    state: InvoiceState = InvoiceState.VERIFIED

    @property
    def key(self) -> str:
        """What makes the bill unique: ``code:number``, with an empty code for VAT invoices."""
        return f"{self.code}:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One charge; ``finding`` is what a person found about it, such as EXC-PREEX or FRAUD-FALSE-PART."""

    item: ItemCode
    amount: int
    invoice: str | None = None
    quantity: int | None = None
    unit_price: int | None = None
    doctor_level: str | None = None
    finding: ReasonCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim: one hospital, one service date, one or more visits told apart by their invoices.

    ``allowed`` are gates and referrals that a person decided in the family's favor (L-12).
    """

    channel: ClaimChannel
    provider: Provider
    encounter: Encounter
    lines: tuple[ClaimLine, ...]
    invoices: tuple[Invoice, ...] = ()
    approval: Approval = Approval.NONE
    appointment_booked: bool = False
    paid_by_member_in_full: bool = False
    public_insurance_paid: int = 0
    redirected_to_network: bool = False
    emergency_notified_in_time: bool = False
    full_refusal_decided: bool = False
    documents_missing: bool = False
    expected_cumulative_cost: int | None = None
    submitted_on: date | None = None
    allowed: tuple[ReasonCode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy as adjudication needs it; both dates are days of cover."""

    effective_on: date
    expires_on: date
    purchase: Purchase
    options: tuple[str, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)


class SettledVisit(NamedTuple):
    """A counted visit that an earlier claim settled; more bills of it join it (A-06)."""

    facility: str
    on: date
    type: EncounterType
    number: int
    copay_taken: int


class Accumulators(NamedTuple):
    """What a member has used in the policy year. An account left out of ``remaining`` is untouched.

    ``settled_bills`` are totals settled by the other channel at the claim's hospital for its day.
    ``counted_on`` are days that have taken their place in a part's yearly count (A-38).
    """

    counted_visits: int = 0
    counted_visits_by_group: Mapping[str, int] | None = None
    remaining: Mapping[Benefit, int] = MappingProxyType({})
    deductible_left: Mapping[Benefit, int] = MappingProxyType({})
    counts_used: Mapping[str, int] = MappingProxyType({})
    brands: Mapping[Benefit, str] = MappingProxyType({})
    brands_closed_on: Mapping[Benefit, date] = MappingProxyType({})
    seen_invoices: frozenset[str] = frozenset()
    settled_visits: tuple[SettledVisit, ...] = ()
    card: CardStatus = CardStatus.ACTIVE
    settled_bills: frozenset[int] = frozenset()
    counted_on: Mapping[str, tuple[date, ...]] = MappingProxyType({})
