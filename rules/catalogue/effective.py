"""The terms that one policy has on one day, with the holes that nobody has stated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

from rules.catalogue.benefits import (
    BrandLock,
    ClaimChannel,
    CountedVisits,
    FeeExclusion,
)
from rules.catalogue.preauthorization import Situation
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, Department, EncounterType, Purchase

T = TypeVar("T")
EMERGENCY = EncounterType.EMERGENCY
POLICY_SCHEDULE = ("policy schedule",)


class Term(NamedTuple, Generic[T]):
    """A value in force and where it is stated; ``None`` is a hole that sends the claim to a person."""

    value: T | None
    source: tuple[str, ...]


NOTHING: Term[Any] = Term(None, ())
"""A term that the plan does not have."""


class InsurerPart(NamedTuple):
    """What the insurer bears of a cost ``beside`` a coinsurance rate, as an exact fraction."""

    numerator: int
    denominator: int
    beside: str

    def of(self, fen: int) -> int:
        """The insurer's part, rounded half-up to the fen (domain 3.3)."""
        return (2 * fen * self.numerator + self.denominator) // (2 * self.denominator)


class MemberShare(NamedTuple):
    """What the member bears on visits ``first`` to ``last``: flat copay in fen and coinsurance rate."""

    first: int
    last: int | None
    outpatient_copay: int
    emergency_copay: int
    coinsurance: Decimal
    insurer_part: InsurerPart
    source: tuple[str, ...]

    def copay_of(self, encounter: EncounterType) -> int:
        """Flat copay in fen for a visit of this type."""
        return self.emergency_copay if encounter is EMERGENCY else self.outpatient_copay


class Override(NamedTuple):
    """Tiers of one hospital group, or the reason why a person prices its visits."""

    group: str
    matches: str
    tiers: tuple[MemberShare, ...]
    refer: ReasonCode | None
    source: tuple[str, ...]


class Exclusion(NamedTuple):
    """Why an item or diagnosis is not covered."""

    reason: ReasonCode
    source: tuple[str, ...]


def procedure_exclusion(procedure: str, table: Mapping[str, Exclusion]) -> Exclusion | None:
    """The exclusion that an ICD-9-CM-3 code may fall under, by its prefixes: a person judges it."""
    beginnings = (procedure[:length] for length in range(len(procedure), 0, -1))
    return next((table[beginning] for beginning in beginnings if beginning in table), None)


class EffectivePart(NamedTuple):
    """A category of a benefit (dental, vaccine)."""

    name: str
    coinsurance: Term[Decimal]
    insurer_part: InsurerPart
    max_count: Term[int]
    not_stated_reason: ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveWaiting:
    """Waiting of one benefit; ``None`` days are a hole. Nothing waits after day ``last``."""

    applies_to: frozenset[Purchase]
    days: Term[int]
    review_days: Term[int]
    surgery_days: Term[int]
    last: int
    surgery_diagnoses: tuple[str, ...]
    surgery_procedures: tuple[str, ...]


class EffectiveTrigger(NamedTuple):
    """A trigger with its thresholds in fen on the day."""

    id: str
    require_from: int | None
    above: int | None
    penalize_above: int | None
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EffectivePreauthorization:
    """What needs approval on the day, by situation, and what its absence costs."""

    extra_member_share: Term[Decimal]
    full_refusal_source: tuple[str, ...]
    by_situation: Mapping[Situation, tuple[EffectiveTrigger, ...]]
    by_line: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EffectiveBenefit:
    """Terms of one benefit on one day; ``not_covered`` says why an encounter has no benefit at all.

    ``items_to_look_at`` are those that an exclusion, an option or the kind of encounter may touch.
    """

    name: str
    limit_account: Benefit
    limit: Term[int] = NOTHING
    deductible_account: Benefit | None = None
    deductible: Term[int] = NOTHING
    tiers: Term[tuple[MemberShare, ...]] = NOTHING
    counted_visits: CountedVisits | None = None
    overrides: tuple[Override, ...] = ()
    fee_exclusions: tuple[FeeExclusion, ...] = ()
    excluded_items: Mapping[ItemCode, Exclusion] = field(default_factory=dict)
    excluded_diagnoses: Mapping[str, Exclusion] = field(default_factory=dict)
    excluded_procedures: Mapping[str, Exclusion] = field(default_factory=dict)
    exclusions: Term[tuple[str, ...]] = NOTHING
    optional_items: frozenset[ItemCode] = frozenset()
    items_to_look_at: frozenset[ItemCode] = frozenset()
    illnesses: Term[tuple[str, ...]] = NOTHING
    channels: Mapping[str, Term[tuple[ClaimChannel, ...]]] = field(default_factory=dict)
    appointment_required: Term[bool] = NOTHING
    min_grade: Term[int] = NOTHING
    departments: Term[tuple[Department, ...]] = NOTHING
    other_departments: str = "REFER"
    public_rate: Term[Decimal] = NOTHING
    public_share: MemberShare | None = None
    brand_lock: BrandLock | None = None
    exempt_brands: tuple[str, ...] = ()
    parts: Mapping[ItemCode, EffectivePart] = field(default_factory=dict)
    waiting: EffectiveWaiting | None = None
    preauthorization: EffectivePreauthorization | None = None
    not_covered: Exclusion | None = None
    holes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EffectiveTerms:
    """Everything that claims of one policy are judged by on one day."""

    plan_code: str
    plan_version: str
    plan_hash: str
    automatic: Term[bool]
    by_encounter: Mapping[EncounterType, EffectiveBenefit]
    counter_per_group: bool
    penalty_of_eligible: bool
    offset_caps_only: bool
    penalty_source: tuple[str, ...]
    offset_source: tuple[str, ...]

    @property
    def holes(self) -> tuple[str, ...]:
        """Every value that neither plan nor schedule states, as ``benefit.value``."""
        return tuple(
            f"{benefit.name}.{hole}"
            for benefit in dict.fromkeys(self.by_encounter.values())
            for hole in benefit.holes
        )
