"""Values of direct billing: what a desk asks, what a hospital bills, what was found. Money in fen."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.claims.values import ClaimFigures
from rules.items import ItemCode
from rules.preauthorization.values import Coded
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, Department, EncounterType, RoomClass


class Stage(StrEnum):
    """Stages of domain 5.0 and 5.2; the third group is of stays alone."""

    RECEIVED = "RECEIVED"
    MANUAL_CHECK = "MANUAL_CHECK"
    ELIGIBLE = "ELIGIBLE"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    VISIT_OPEN = "VISIT_OPEN"
    EXPIRED = "EXPIRED"

    BILLED = "BILLED"
    QUERY_TO_HOSPITAL = "QUERY_TO_HOSPITAL"
    ADJUDICATED = "ADJUDICATED"
    PAY_FAILED = "PAY_FAILED"
    HOSPITAL_PAID = "HOSPITAL_PAID"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    CLOSED = "CLOSED"

    ADMITTED = "ADMITTED"
    INTERIM_BILLED = "INTERIM_BILLED"
    DISCHARGE_BILLED = "DISCHARGE_BILLED"
    DISCHARGE_AUTHORIZED = "DISCHARGE_AUTHORIZED"
    FINAL_BILLED = "FINAL_BILLED"


FINAL_STAGES = frozenset({Stage.NOT_ELIGIBLE, Stage.EXPIRED, Stage.WITHDRAWN, Stage.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRequest:
    """Who comes for what, where and when. ``expected`` is what the desk expects the bill to be.

    ``on`` is the day of the visit, or of admission. ``authorization`` is the pre-authorization whose letter
    covers the care, empty for none; its ``guarantee`` is the number that the hospital showed.
    """

    member_id: str
    policy_id: str
    hospital_id: str
    department: Department = Department.GENERAL
    department_name: str = ""
    encounter: EncounterType
    on: date
    expected: int
    appointment: bool = False
    diagnoses: tuple[Coded, ...] = ()
    guarantee: str = ""
    authorization: str = ""

    @property
    def stay(self) -> bool:
        """Whether the child is admitted."""
        return self.encounter is EncounterType.INPATIENT


class Standing(StrEnum):
    """What a desk is told; MANUAL: a person answers within two hours of business."""

    ELIGIBLE = "ELIGIBLE"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    MANUAL = "MANUAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """The answer at the desk.

    Amounts are for a bill of ``expected``. ``remaining`` is None where no limit is stated or known;
    ``visit_number`` where the visit does not count. ``excluded`` are the items that the family pays itself.
    """

    standing: Standing
    reasons: tuple[ReasonCode, ...] = ()
    expected: int = 0
    payable: int = 0
    member: int = 0
    copay: int = 0
    coinsurance: int = 0
    deductible: int = 0
    visit_number: int | None = None
    remaining: int | None = None
    excluded: tuple[ItemCode, ...] = ()
    benefit: Benefit | None = None
    year_version: int = 0
    public: bool = False
    manual_for: tuple[ReasonCode, ...] = ()


class BillKind(StrEnum):
    """What a bill is in the course of care; a CORRECTION replaces a final one inside its window."""

    VISIT = "VISIT"
    INTERIM = "INTERIM"
    DISCHARGE = "DISCHARGE"
    FINAL = "FINAL"
    CORRECTION = "CORRECTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One charge; ``line_id`` is the hospital's own number of it, the same in every version."""

    line_id: str
    item: ItemCode
    description: str
    amount: int
    quantity: int | None = None
    unit_price: int | None = None
    invoice: str = ""
    doctor_level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillInvoice:
    """An invoice or e-bill behind the charges; ``total`` as printed on it."""

    number: str
    code: str = ""
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalBill:
    """A bill as the hospital sends it. ``paid_at_desk`` is what the family paid there (domain 7.6)."""

    lines: tuple[BillLine, ...]
    invoices: tuple[BillInvoice, ...] = ()
    diagnoses: tuple[Coded, ...]
    procedures: tuple[Coded, ...] = ()
    surgery_on: date | None = None
    discharged_on: date | None = None
    room_class: RoomClass | None = None
    paid_at_desk: int = 0
    final: bool = False

    @property
    def billed(self) -> int:
        """Sum of the charges."""
        return sum(line.amount for line in self.lines)


class Mismatch(StrEnum):
    """Where a bill and the promise behind it part."""

    ABOVE_CEILING = "ABOVE_CEILING"
    ABOVE_ITEM = "ABOVE_ITEM"
    ABOVE_UNIT_PRICE = "ABOVE_UNIT_PRICE"
    TOO_MANY_DAYS = "TOO_MANY_DAYS"
    NOT_IN_LETTER = "NOT_IN_LETTER"
    CUT_IN_LETTER = "CUT_IN_LETTER"
    NEEDS_APPROVAL = "NEEDS_APPROVAL"
    ROOM_ABOVE_LETTER = "ROOM_ABOVE_LETTER"
    OTHER_DIAGNOSIS = "OTHER_DIAGNOSIS"
    LETTER_NOT_VALID = "LETTER_NOT_VALID"
    INVOICE_TOTAL = "INVOICE_TOTAL"
    DESK_TOOK_TOO_MUCH = "DESK_TOOK_TOO_MUCH"
    RECORD_MISSING = "RECORD_MISSING"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillFinding:
    """One thing for a person; ``line_id`` is empty where it is about the whole bill.

    ``billed`` and ``allowed`` are fen, or days for TOO_MANY_DAYS.
    """

    code: Mismatch
    line_id: str = ""
    billed: int = 0
    allowed: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRuling:
    """What a person said of one charge; it stands for the charge as it was (``digest``), in any version.

    An empty ``digest`` is filled in when the bill is weighed next.
    """

    line_id: str
    digest: str
    ruled_by: str
    finding: ReasonCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillSummary:
    """One version of the bill as the case carries it; its charges are rows."""

    version: int
    kind: BillKind
    billed: int
    line_count: int
    paid_at_desk: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a bill comes to by the accounts as they stand; nothing is posted."""

    outcome: str
    figures: ClaimFigures
    reasons: tuple[ReasonCode, ...] = ()
    to_confirm: tuple[ReasonCode, ...] = ()
    visit_number: int | None = None
    year_version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the guarantee letter says now; empty ``items`` where the letter names none."""

    number: str
    valid: bool
    ceiling: int
    approved_days: int
    room_class: RoomClass
    items: tuple["PromisedItem", ...] = ()
    diagnoses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedItem:
    """One item of the letter: approved in all, and the price of one where it was stated."""

    item: str
    approved: int
    unit_price: int | None = None
    reason_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A bill held against the promise, the version before it and the accounts."""

    bill: BillSummary
    findings: tuple[BillFinding, ...]
    price: Price
    promise: Promise | None = None
    line_ids: tuple[str, ...] = ()
    kept_rulings: tuple[LineRuling, ...] = ()
