"""The guarantee letter (担保函) and what may happen to it (domain 7.1, R-080, R-090)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from letters.kinds.care import BillingTerms, Coded, FamilyShare, ItemCeiling, NotCovered, Reason, Stay
from letters.kinds.code import LetterCode
from letters.kinds.letter import Letter
from letters.kinds.parties import Guardian, Insured, Member, PolicyReference, Verification
from rules.vocabulary import AuthorizationType, GuaranteeVersionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeVersion:
    """One line of the letter's history; ``ceiling`` in fen, ``valid_until`` inclusive."""

    version: int
    issued_at: datetime
    kind: GuaranteeVersionKind
    ceiling: int
    approved_days: int
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeLetter(Letter):
    """LT-GOP: the promise to a direct-billing hospital, to a ceiling and until a day.

    ``number`` is the root, such as ``GOP-20261121-000042``. ``history`` ends with the version in hand.
    ``treatment`` says in words what ``procedures`` say in codes. Dates of validity are inclusive.
    """

    code: ClassVar[LetterCode] = LetterCode.GUARANTEE

    version: int = 1
    verification: Verification
    insured: Insured
    guardian: Guardian
    policy: PolicyReference
    authorization_types: tuple[AuthorizationType, ...]
    diagnoses: tuple[Coded, ...]
    treatment: str
    procedures: tuple[Coded, ...] = ()
    department: str
    doctor: str = ""
    planned_on: date
    stay: Stay | None
    estimate: int
    ceiling: int
    item_ceilings: tuple[ItemCeiling, ...] = ()
    family_share: FamilyShare
    not_covered: tuple[NotCovered, ...] = ()
    special_conditions: tuple[str, ...] = ()
    valid_from: date
    valid_until: date
    billing: BillingTerms
    history: tuple[GuaranteeVersion, ...]
    alert_share: Decimal = Decimal("0.80")
    single_item_limit: int = 5_000_00
    drug_limit: int = 3_000_00

    def __post_init__(self) -> None:
        Letter.__post_init__(self)
        if self.valid_until < self.valid_from:
            raise ValueError(f"{self.reference} would end on {self.valid_until}, before {self.valid_from}")
        if not self.history or self.history[-1].version != self.version:
            raise ValueError(f"history of {self.number} must end with version {self.version}")

    @property
    def reference(self) -> str:
        """Number and version, such as ``GOP-20261121-000042-V2``."""
        return f"{self.number}-V{self.version}"

    @property
    def approved_days(self) -> int:
        """Days of the approved stay; 0 for care without a bed."""
        return self.stay.days if self.stay else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeAmendment(GuaranteeLetter):
    """LT-GOP-AMD: a later version of the same letter, whole, with what changed and from what.

    ``replaces`` is the version that stood before: a declined change between them took no force.
    """

    code: ClassVar[LetterCode] = LetterCode.GUARANTEE_AMENDED

    replaces: int = 0
    reason: str
    previous_ceiling: int
    previous_days: int
    previous_valid_until: date

    def __post_init__(self) -> None:
        GuaranteeLetter.__post_init__(self)
        if self.version < 2:
            raise ValueError(f"{self.reference} amends nothing: an amendment is version 2 or later")

    @property
    def change(self) -> GuaranteeVersionKind:
        """What this version changed."""
        return self.history[-1].kind


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeNotice(Letter):
    """A letter about a guarantee that stands or stood. ``guarantee`` is number and version.

    ``version`` is the letter's own where it is a version of the guarantee: ``number`` is the root then.
    """

    version: int = 0
    guarantee: str
    hospital: str
    hospital_english: str = ""
    insured: Member
    ceiling: int
    approved_days: int = 0
    valid_from: date
    valid_until: date
    history: tuple[GuaranteeVersion, ...] = ()

    @property
    def reference(self) -> str:
        """Number and version, such as ``GOP-20261121-000042-V3``."""
        return f"{self.number}-V{self.version}" if self.version else self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeAmendmentDeclined(GuaranteeNotice):
    """LT-GOP-AMD-NO: a raise or extension is not granted; the letter stands as it was."""

    code: ClassVar[LetterCode] = LetterCode.GUARANTEE_AMENDMENT_DECLINED

    requested_at: datetime
    requested_ceiling: int | None = None
    requested_days: int | None = None
    requested_until: date | None = None
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeCancellation(GuaranteeNotice):
    """LT-GOP-CXL: the letter ends; cost that arose before ``effective_at`` is honored (domain 7.1)."""

    code: ClassVar[LetterCode] = LetterCode.GUARANTEE_CANCELLED

    effective_at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeExpiry(GuaranteeNotice):
    """LT-GOP-EXP: the letter's last day has passed.

    ``bills_until`` is the last day to send a bill for care given while it was valid. Where care had
    ``begun`` on it, that day passed without a bill.
    """

    code: ClassVar[LetterCode] = LetterCode.GUARANTEE_EXPIRED

    bills_until: date
    begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeFinal(GuaranteeNotice):
    """LT-GOP-FIN: the last version, after the bill was settled; ``ceiling`` is what the hospital gets.

    ``number`` is the root. ``promised`` is the ceiling of the last promise, ``billed`` the bill's sum, both
    in fen; ``billing_case`` settled the bill. ``previous_days`` were approved, ``approved_days`` were used.
    ``replaces`` is the version before it; where that was final too, the bill was corrected, and
    ``settled_before`` is what that one said.
    """

    code: ClassVar[LetterCode] = LetterCode.GUARANTEE_FINAL

    replaces: int = 0
    settled_before: int | None = None
    promised: int
    billed: int
    previous_days: int = 0
    billing_case: str

    def __post_init__(self) -> None:
        Letter.__post_init__(self)
        if self.version < 2:
            raise ValueError(f"{self.reference} ends nothing: a final version is version 2 or later")

    @property
    def unused(self) -> int:
        """What of the ceiling nobody needed, in fen."""
        return max(0, self.promised - self.ceiling)
