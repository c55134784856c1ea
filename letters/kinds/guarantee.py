"""The guarantee letter (担保函) and what may happen to it (domain 7.1, R-080, R-090)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from letters.kinds.code import LetterCode
from letters.kinds.letter import Letter
from letters.kinds.parties import Guardian, Insured, PolicyReference, Verification
from rules.vocabulary import AuthorizationType, RoomClass


class GuaranteeEvent(StrEnum):
    """What made a version of a guarantee letter."""

    ISSUED = "ISSUED"
    RAISED = "RAISED"
    EXTENDED = "EXTENDED"
    RAISED_AND_EXTENDED = "RAISED_AND_EXTENDED"
    REDUCED = "REDUCED"
    CORRECTED = "CORRECTED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A diagnosis or procedure by name and code; ``system`` is ICD-10 or ICD-9-CM-3."""

    name: str
    code: str
    system: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCeiling:
    """The most that the letter guarantees for one kind of cost, in fen."""

    item: str
    ceiling: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyShare:
    """What the hospital collects from the family: fen, and rates of 1.

    ``estimate`` is the sum expected on the estimated cost; the final bill decides.
    """

    deductible: int = 0
    copay: int = 0
    coinsurance: Decimal = Decimal(0)
    penalty: Decimal = Decimal(0)
    estimate: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCovered:
    """An item that the letter does not guarantee, and why; ``reason_code`` as in domain 8.6."""

    item: str
    reason: str
    reason_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingTerms:
    """How the hospital bills: within how many calendar days of discharge, and to where."""

    address: str
    email: str
    within_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeVersion:
    """One line of the letter's history; amounts in fen."""

    version: int
    issued_at: datetime
    event: GuaranteeEvent
    ceiling: int
    approved_days: int
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee(Letter):
    """What all letters about one guarantee share. ``history`` ends with the version in hand."""

    verification: Verification
    insured: Insured
    policy: PolicyReference
    ceiling: int
    approved_days: int
    valid_from: date
    valid_until: date
    history: tuple[GuaranteeVersion, ...]

    def __post_init__(self) -> None:
        Letter.__post_init__(self)
        if self.valid_until < self.valid_from:
            raise ValueError(
                f"the guarantee would end on {self.valid_until}, before it begins on {self.valid_from}"
            )
        if not self.history or self.history[-1].version != self.version:
            raise ValueError(f"history of {self.number} must end with version {self.version}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeLetter(Guarantee):
    """LT-GOP: the promise to a direct-billing hospital, to a ceiling and until a day."""

    code: ClassVar[LetterCode] = LetterCode.GUARANTEE

    guardian: Guardian
    authorization_types: tuple[AuthorizationType, ...]
    diagnoses: tuple[Coded, ...]
    treatments: tuple[Coded, ...]
    department: str
    planned_on: date
    room_class: RoomClass
    estimate: int
    family_share: FamilyShare
    billing: BillingTerms
    doctor: str = ""
    room_ceiling_per_day: int | None = None
    item_ceilings: tuple[ItemCeiling, ...] = ()
    not_covered: tuple[NotCovered, ...] = ()
    special_conditions: tuple[str, ...] = ()
    alert_share: Decimal = Decimal("0.80")
    single_item_limit: int = 5_000_00
    drug_limit: int = 3_000_00


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeAmendment(GuaranteeLetter):
    """LT-GOP-AMD: a later version of the same letter, whole, with what changed and from what."""

    code: ClassVar[LetterCode] = LetterCode.GUARANTEE_AMENDED

    event: GuaranteeEvent
    reason: str
    previous_ceiling: int
    previous_days: int
    previous_valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeCancellation(Guarantee):
    """LT-GOP-CXL: the letter ends; cost that arose before ``effective_at`` is still honoured (domain 7.1)."""

    code: ClassVar[LetterCode] = LetterCode.GUARANTEE_CANCELLED

    effective_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeExpiry(Guarantee):
    """LT-GOP-EXP: the letter ran out unused or after use; ``bills_until`` is the last day to send a bill."""

    code: ClassVar[LetterCode] = LetterCode.GUARANTEE_EXPIRED

    bills_until: date
    released: int
