"""The terms that one policy has on one day, with the holes that nobody has stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from rules.catalogue.benefits import (
    BenefitTerms,
    BrandLock,
    ClaimChannel,
    CountedVisits,
    FeeExclusion,
    Tier,
)
from rules.catalogue.preauthorization import PreauthorizationTerms
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, Department, EncounterType, Purchase

T = TypeVar("T")
POLICY_SCHEDULE = ("policy schedule",)


class Term(NamedTuple, Generic[T]):
    """A value in force and where it is stated; ``None`` is a hole that sends the claim to a person."""

    value: T | None
    source: tuple[str, ...]


class Override(NamedTuple):
    """Tiers of one hospital group, or the reason why a person prices its visits."""

    group: str
    matches: str
    tiers: tuple[Tier, ...]
    refer: ReasonCode | None
    source: tuple[str, ...]


class Exclusion(NamedTuple):
    """Why an item or diagnosis is not covered."""

    reason: ReasonCode
    source: tuple[str, ...]


class EffectivePart(NamedTuple):
    """A category of a benefit (dental, vaccine)."""

    name: str
    coinsurance: Term[Decimal]
    max_count: Term[int]
    not_stated_reason: ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveWaiting:
    """Waiting of one benefit; ``None`` days are a hole."""

    applies_to: frozenset[Purchase]
    days: Term[int]
    review_days: Term[int]
    surgery_days: Term[int]
    surgery_diagnoses: tuple[str, ...]
    surgery_procedures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EffectiveBenefit:
    """Terms of one benefit on one day."""

    name: str
    terms: BenefitTerms
    limit_account: Benefit
    limit: Term[int]
    deductible_account: Benefit | None
    deductible: Term[int]
    tiers: Term[tuple[Tier, ...]]
    counted_visits: CountedVisits | None
    overrides: tuple[Override, ...]
    fee_exclusions: tuple[FeeExclusion, ...]
    excluded_items: Mapping[ItemCode, Exclusion]
    excluded_diagnoses: tuple[tuple[str, Exclusion], ...]
    exclusions_stated: bool
    illnesses: Term[tuple[str, ...]]
    channels: Mapping[str, Term[tuple[ClaimChannel, ...]]]
    appointment_required: Term[bool]
    min_grade: Term[int]
    departments: Term[tuple[Department, ...]]
    other_departments: str
    public_rate: Term[Decimal]
    brand_lock: BrandLock | None
    exempt_brands: tuple[str, ...]
    parts: Mapping[ItemCode, EffectivePart]
    waiting: EffectiveWaiting | None
    preauthorization: PreauthorizationTerms | None
    holes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EffectiveTerms:
    """Everything that claims of one policy are judged by on one day."""

    plan_code: str
    plan_version: str
    automatic: bool
    by_encounter: Mapping[EncounterType, EffectiveBenefit]
    optional: Mapping[EncounterType, str]
    counter_per_group: bool
    penalty_of_eligible: bool
    offset_caps_only: bool
    choice_sources: Mapping[str, tuple[str, ...]]

    @property
    def holes(self) -> tuple[str, ...]:
        """Every value that neither plan nor schedule states, as ``benefit.value``."""
        return tuple(
            f"{benefit.name}.{hole}"
            for benefit in dict.fromkeys(self.by_encounter.values())
            for hole in benefit.holes
        )
