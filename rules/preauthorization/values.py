"""Values of a pre-authorization: what is asked, what was found, what was decided."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rules.vocabulary import (
    AuthorizationType,
    Benefit,
    Department,
    DocumentKind,
    EncounterType,
    Language,
    RoomClass,
)


class Stage(StrEnum):
    """Stages of domain 5.0 and 5.1."""

    RECEIVED = "RECEIVED"
    TRIAGED = "TRIAGED"
    NOT_REQUIRED = "NOT_REQUIRED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    AWAITING_DOCS = "AWAITING_DOCS"
    IN_REVIEW = "IN_REVIEW"
    AWAITING_INFO = "AWAITING_INFO"
    REDIRECTED = "REDIRECTED"
    APPROVED = "APPROVED"
    APPROVED_PARTIAL = "APPROVED_PARTIAL"
    GUARANTEED = "GUARANTEED"
    AUTHORIZED = "AUTHORIZED"
    BILL_AWAITED = "BILL_AWAITED"
    CORRECTABLE = "CORRECTABLE"
    DECLINED = "DECLINED"
    LAPSED = "LAPSED"
    WITHDRAWN = "WITHDRAWN"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    CONSUMED = "CONSUMED"
    CLOSED = "CLOSED"


FINAL_STAGES = frozenset(
    {
        Stage.NOT_REQUIRED,
        Stage.NOT_ACCEPTED,
        Stage.DECLINED,
        Stage.LAPSED,
        Stage.WITHDRAWN,
        Stage.CANCELLED,
        Stage.EXPIRED,
        Stage.CONSUMED,
        Stage.CLOSED,
    }
)


class SpecialTreatment(StrEnum):
    """Treatments that trigger by what they are (R-082 item 2)."""

    GENERAL_ANAESTHESIA = "GENERAL_ANAESTHESIA"
    CHEMOTHERAPY = "CHEMOTHERAPY"
    RADIOTHERAPY = "RADIOTHERAPY"
    TUMOUR_IMMUNOTHERAPY = "TUMOUR_IMMUNOTHERAPY"
    TUMOUR_ENDOCRINE = "TUMOUR_ENDOCRINE"
    PROTON_HEAVY_ION = "PROTON_HEAVY_ION"
    DIALYSIS = "DIALYSIS"


class Weight(StrEnum):
    """What a finding does: INFORMS is shown, REFERS needs a person, BLOCKS makes a "no" likely."""

    INFORMS = "INFORMS"
    REFERS = "REFERS"
    BLOCKS = "BLOCKS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A diagnosis (ICD-10) or procedure (ICD-9-CM-3)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateItem:
    """One item of the cost estimate; money in fen. ``item`` is an item code of the catalogue."""

    item: str
    description: str
    amount: int
    quantity: int = 1
    unit_price: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentRequest:
    """What a hospital or guardian asks to have authorized. Ids are opaque keys of rows."""

    member_id: str
    policy_id: str
    hospital_id: str
    department: Department
    department_name: str
    encounter: EncounterType
    kind: AuthorizationType
    special_treatments: tuple[SpecialTreatment, ...] = ()
    diagnoses: tuple[Coded, ...]
    procedures: tuple[Coded, ...] = ()
    treatment: str
    planned_on: date
    expected_days: int = 0
    room_class: RoomClass = RoomClass.STANDARD_SINGLE
    items: tuple[EstimateItem, ...]
    doctor_name: str
    doctor_contact: str
    emergency: bool = False
    admitted_at: datetime | None = None
    language: Language = Language.CHINESE

    @property
    def estimate(self) -> int:
        """Sum of the items in fen."""
        return sum(item.amount for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a rule found, with the clause that it rests on."""

    code: str
    weight: Weight
    clause: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the rules say about a request before a person decides; money in fen.

    ``required`` is None where the rules cannot tell (``NS``): a person triages.
    ``remaining`` is None where the schedule states no limit. ``covered_until`` is the last day of the policy.
    """

    accepted: bool
    required: bool | None
    triggers: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    benefit: Benefit
    episode_id: str = ""
    direct_billing: bool = False
    required_documents: tuple[DocumentKind, ...] = ()
    remaining: int | None = None
    deductible_left: int = 0
    copay: int = 0
    coinsurance: str = "0"
    penalty: str = "0"
    latest_request_on: date | None = None
    late: bool = False
    accumulator_version: int = 0
    plan_version: str = ""
    covered_until: date | None = None


class LineVerdict(StrEnum):
    """What was decided about one item."""

    APPROVED = "APPROVED"
    REDUCED = "REDUCED"
    EXCLUDED = "EXCLUDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """One item decided: asked and approved in fen; a reason wherever they differ."""

    item: str
    description: str
    asked: int
    approved: int
    verdict: LineVerdict
    reason_code: str = ""
    clause: str = ""


class Outcome(StrEnum):
    """What a decision says."""

    APPROVE = "APPROVE"
    APPROVE_IN_PART = "APPROVE_IN_PART"
    DECLINE = "DECLINE"
    REDIRECT = "REDIRECT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision on the request; ``ceiling`` is the guaranteed amount in fen."""

    outcome: Outcome
    lines: tuple[DecisionLine, ...] = ()
    ceiling: int = 0
    approved_days: int = 0
    room_class: RoomClass = RoomClass.STANDARD_SINGLE
    reason_code: str = ""
    clause: str = ""
    explanation: str = ""
    network_hospitals: tuple[str, ...] = ()
    decided_by: str = ""
    decided_at: datetime | None = None
    co_signed_by: str = ""
    accumulator_version: int = 0

    @property
    def approved(self) -> int:
        """What the lines approve in all, in fen: what a person's authority is measured on (domain 5.1)."""
        return sum(line.approved for line in self.lines)
