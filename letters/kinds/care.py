"""What letters say of care, money and decisions. Amounts are whole fen, rates are shares of 1."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.vocabulary import AuthorizationType, DocumentKind, RoomClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A diagnosis (ICD-10) or a procedure (ICD-9-CM-3)."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedCare:
    """The care that a case is about, in the least detail that its reader needs (L-30)."""

    hospital: str
    treatment: str
    planned_on: date
    hospital_english: str = ""
    department: str = ""
    authorization_types: tuple[AuthorizationType, ...] = ()
    estimate: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyShare:
    """What the family pays: a deductible and copay in fen, shares of the rest.

    ``estimate`` is the sum expected on the estimated cost; the final bill decides.
    """

    deductible: int = 0
    copay: int = 0
    coinsurance: Decimal = Decimal(0)
    penalty: Decimal = Decimal(0)
    estimate: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something was not granted: a code of ``rules.reasons``, the clause, and the fact in plain words."""

    code: str
    clause: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCovered:
    """An item that is not guaranteed, and why."""

    item: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLine:
    """One item as asked and as granted; a reason wherever they differ."""

    item: str
    asked: int
    granted: int
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingDocument:
    """A paper that is asked for; ``why`` replaces the usual reason, ``original`` wants the paper itself."""

    kind: DocumentKind
    why: str = ""
    original: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkHospital:
    """A hospital that the family may go to."""

    name: str
    address: str = ""
    phone: str = ""
    english_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyChannel:
    """Where an answer goes: a page, a mailbox, an address for paper."""

    url: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCeiling:
    """The most that a guarantee covers for one kind of cost."""

    item: str
    ceiling: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingTerms:
    """How the hospital bills: to where, and within how many calendar days of the end of treatment."""

    address: str
    email: str
    within_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The stay that was approved; none for care without a bed. The room ceiling is fen a day."""

    days: int
    room_class: RoomClass = RoomClass.STANDARD_SINGLE
    room_ceiling_per_day: int | None = None
