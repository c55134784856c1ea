"""Who a letter is from, to and about. Numbers of people are held masked."""

from dataclasses import dataclass
from datetime import date

from letters.masking import require_masked
from rules.vocabulary import GuardianRelation, IdentityKind, RecipientRole, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom a letter goes; ``department``, ``fax`` and ``email`` are a hospital's billing desk."""

    name: str
    role: RecipientRole
    english_name: str = ""
    department: str = ""
    address: str = ""
    fax: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """The insurer or the administrator (TPA) in whose name a letter speaks."""

    name: str
    english_name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The handler of the case, whom the reader may ask: a work name or number, work phone and mail."""

    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """The hotline of the member's product version (A-23)."""

    number: str
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs for the administrator."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """How anyone may check the letter: a code, a page without health data, a phone answered 24 hours."""

    code: str
    url: str
    phone: str

    def __post_init__(self) -> None:
        if not self.url.startswith(("https://", "http://")):
            raise ValueError(f"verification url {self.url!r} must begin with https:// or http://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """The insured child, in the least detail."""

    name: str
    member_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Insured(Member):
    """The insured child, as registered with the hospital; the identity number is masked."""

    sex: Sex
    born_on: date
    identity_kind: IdentityKind
    identity_number: str

    def __post_init__(self) -> None:
        require_masked(self.identity_number, "insured.identity_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """The guardian who acts for the child; the phone is masked."""

    name: str
    relation: GuardianRelation
    phone: str

    def __post_init__(self) -> None:
        require_masked(self.phone, "guardian.phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyReference:
    """The policy that a letter rests on; both dates are days of cover."""

    number: str
    plan: str
    starts_on: date
    ends_on: date
    english_plan: str = ""
