"""What a plan covers: limits, channels, visit tiers, hospital overrides, item lists."""

from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from rules.catalogue.values import Clause, Dated, Fen, Rate, Sources, Words
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, Department, EncounterType

ProcedurePrefix = Annotated[str, Field(pattern=r"^[0-9]{2}(\.[0-9]{1,4})?$")]
"""ICD-9-CM-3 prefix such as ``24`` or ``99.92``."""

DiagnosisRange = Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}(\.[0-9]+)?(-[A-Z][0-9]{2})?$")]
"""ICD-10 prefix such as ``J35`` or a range of three-character codes such as ``K00-K08``."""


class ClaimChannel(StrEnum):
    """Ways in which a bill reaches the insurer."""

    DIRECT_BILLING = "DIRECT_BILLING"
    REIMBURSEMENT = "REIMBURSEMENT"
    ADVANCE = "ADVANCE"


class CountedVisits(StrEnum):
    """Which outpatient and emergency visits take a number on the counter (A-05)."""

    PRIVATE_NETWORK = "PRIVATE_NETWORK"
    DIRECT_BILLED = "DIRECT_BILLED"


class Tier(Clause):
    """What the member bears on visits ``from`` to ``to``; one copay, or one for each visit type."""

    first: int = Field(alias="from", ge=1)
    last: int | None = Field(default=None, alias="to")
    copay: Fen | None = None
    outpatient_copay: Fen | None = None
    emergency_copay: Fen | None = None
    coinsurance: Rate

    @model_validator(mode="after")
    def _one_way_of_writing_the_copay(self) -> Self:
        both = self.outpatient_copay is not None and self.emergency_copay is not None
        neither = self.outpatient_copay is None and self.emergency_copay is None
        if (self.copay is None and not both) or (self.copay is not None and not neither):
            raise ValueError("write either copay, or outpatient_copay together with emergency_copay")
        return self

    def copay_of(self, encounter: EncounterType) -> int:
        """Flat copay in fen for a visit of this type."""
        if self.copay is not None:
            return self.copay
        emergency = encounter is EncounterType.EMERGENCY
        return (self.emergency_copay if emergency else self.outpatient_copay) or 0


def check_tiers(tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    """The tiers, when they cover every visit number once; ValueError names the overlap or the gap."""
    for tier in tiers:
        if tier.last is not None and tier.last < tier.first:
            raise ValueError(
                f"a tier ends with visit {tier.last}, before it begins with visit {tier.first}: "
                "swap or correct the numbers"
            )
    for before, after in pairwise(tiers):
        if before.last is None or after.first <= before.last:
            meant = (
                "end it before that" if before.last is None else f"begin that with visit {before.last + 1}"
            )
            raise ValueError(
                f"tiers overlap: the one from visit {before.first} goes to {before.last or 'no end'}, "
                f"the next begins with visit {after.first}: {meant}"
            )
        if after.first != before.last + 1:
            only = after.first == before.last + 2
            missed = f"visit {after.first - 1}" if only else f"visits {before.last + 1} to {after.first - 1}"
            raise ValueError(f"no tier covers {missed}: begin the next tier with visit {before.last + 1}")
    if not tiers or tiers[0].first != 1:
        raise ValueError("the first tier must begin with visit 1")
    if tiers[-1].last is not None:
        raise ValueError(f"no tier covers visits after {tiers[-1].last}: end the last tier with 'to: null'")
    return tiers


Tiers = Annotated[tuple[Tier, ...], AfterValidator(check_tiers)]
"""Tiers that cover every visit number once."""


class HospitalOverride(Clause):
    """A hospital group whose tiers replace the ordinary ones, or that a person prices (A-08, A-11)."""

    group: str
    matches: str | None = None
    tiers: Dated[Tiers] | None = None
    refer: ReasonCode | None = None
    source: Sources

    @model_validator(mode="after")
    def _tiers_or_a_person(self) -> Self:
        if (self.tiers is None) == (self.refer is None):
            raise ValueError(f"override for {self.group}: write either tiers, or refer with a reason code")
        return self


class FeeExclusion(Clause):
    """Fees of one hospital that are not insured, by the level of the doctor (R-029, A-48)."""

    hospital: str
    items: tuple[ItemCode, ...]
    doctor_levels: tuple[str, ...]
    reason: ReasonCode
    source: Sources


class Channels(Clause):
    """Which channels are open at which kind of hospital; an empty list is no cover, NS goes to a person."""

    private_network: Dated[tuple[ClaimChannel, ...]]
    private_non_network: Dated[tuple[ClaimChannel, ...]]
    public_direct_list: Dated[tuple[ClaimChannel, ...]]
    public_other: Dated[tuple[ClaimChannel, ...]]
    appointment_required: Dated[bool] | None = None


class PublicHospitals(Clause):
    """Which public care is covered: lowest grade, departments, and a rate that replaces the tiers (A-21)."""

    min_grade: Dated[int] | None = None
    departments: Dated[tuple[Department, ...]] | None = None
    other_departments: Literal["REFER", "NOT_COVERED"] = "REFER"
    rate: Dated[Rate] | None = None


class BrandLock(Clause):
    """First attended brand is kept for the policy year (R-047, R-049)."""

    unit: Literal["BRAND", "CLINIC_BRAND"]
    set_by: Literal["FIRST_ATTENDED_VISIT"]
    phone_before_first_visit: bool = False
    transfer_if: Literal["BRAND_CLOSED_AND_CLAIMS_REVIEW"] | None = None
    exempt_brands: Dated[tuple[str, ...]]
    source: Sources


class Part(Clause):
    """A category of a benefit with its own items, drawing on the benefit's limit (dental, vaccine)."""

    name: Words
    items: Dated[tuple[ItemCode, ...]]
    coinsurance: Dated[Rate]
    max_count: Dated[int] | None = None
    not_stated_reason: ReasonCode = ReasonCode.NEEDS_PLAN


class BenefitTerms(Clause):
    """Cover for some kinds of encounter, drawing on one limit account."""

    name: Words
    encounters: tuple[EncounterType, ...]
    limit: Benefit
    deductible: Benefit | None = None
    tiers: Dated[Tiers] | None = None
    copay: Dated[Fen] | None = None
    coinsurance: Dated[Rate] | None = None
    counted_visits: Dated[CountedVisits] | None = None
    hospital_overrides: tuple[HospitalOverride, ...] = ()
    fee_exclusions: tuple[FeeExclusion, ...] = ()
    exclusions: Dated[tuple[str, ...]] | None = None
    illnesses: Dated[tuple[DiagnosisRange, ...]] | None = None
    channels: Channels
    public: PublicHospitals | None = None
    brand_lock: BrandLock | None = None
    parts: dict[str, Part] | None = None


class ExclusionDefinition(Clause):
    """What an exclusion catches: item codes, and diagnoses when every diagnosis of the visit is one.

    ``procedures`` only refer: no handbook names one, and it does not say which charges belong to it (A-45).
    """

    name: Words
    reason: ReasonCode
    items: tuple[ItemCode, ...] = ()
    diagnoses: tuple[DiagnosisRange, ...] = ()
    procedures: tuple[ProcedurePrefix, ...] = ()
    source: Sources
