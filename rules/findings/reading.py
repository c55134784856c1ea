"""A paper as a machine read it: its kind, and fields with a confidence and a place. Its text is only data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.money import parse_yuan
from rules.vocabulary import DocumentKind

SURE = 0.9
"""From this confidence on a value is pre-filled; below it a person is asked."""


class PaperKind(StrEnum):
    """Papers that are told apart by what they say."""

    INVOICE = "INVOICE"
    ITEMISED_LIST = "ITEMISED_LIST"
    DISCHARGE_SUMMARY = "DISCHARGE_SUMMARY"
    DIAGNOSIS_CERTIFICATE = "DIAGNOSIS_CERTIFICATE"
    MEDICAL_RECORD = "MEDICAL_RECORD"
    LAB_REPORT = "LAB_REPORT"
    PRESCRIPTION = "PRESCRIPTION"
    CLAIM_FORM = "CLAIM_FORM"
    IDENTITY_CARD = "IDENTITY_CARD"
    HOUSEHOLD_REGISTER = "HOUSEHOLD_REGISTER"
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE"
    BANK_CARD = "BANK_CARD"
    UNKNOWN = "UNKNOWN"


SENT_AS: dict[PaperKind, frozenset[DocumentKind]] = {
    PaperKind.INVOICE: frozenset({DocumentKind.INVOICE, DocumentKind.HOSPITAL_BILL}),
    PaperKind.ITEMISED_LIST: frozenset(
        {DocumentKind.ITEMISED_LIST, DocumentKind.SIGNED_BILL, DocumentKind.HOSPITAL_BILL}
    ),
    PaperKind.DISCHARGE_SUMMARY: frozenset({DocumentKind.DISCHARGE_SUMMARY, DocumentKind.INPATIENT_RECORD}),
    PaperKind.DIAGNOSIS_CERTIFICATE: frozenset({DocumentKind.DIAGNOSIS_CERTIFICATE}),
    PaperKind.MEDICAL_RECORD: frozenset(
        {DocumentKind.MEDICAL_RECORD, DocumentKind.INPATIENT_RECORD, DocumentKind.TRIAGE_RECORD}
    ),
    PaperKind.LAB_REPORT: frozenset({DocumentKind.EXAMINATION_REPORT, DocumentKind.PATHOLOGY_REPORT}),
    PaperKind.PRESCRIPTION: frozenset({DocumentKind.PRESCRIPTION}),
    PaperKind.CLAIM_FORM: frozenset({DocumentKind.CLAIM_FORM}),
    PaperKind.IDENTITY_CARD: frozenset({DocumentKind.CHILD_IDENTITY, DocumentKind.GUARDIAN_IDENTITY}),
    PaperKind.HOUSEHOLD_REGISTER: frozenset(
        {DocumentKind.CHILD_IDENTITY, DocumentKind.GUARDIANSHIP_PROOF, DocumentKind.GUARDIAN_IDENTITY}
    ),
    PaperKind.BIRTH_CERTIFICATE: frozenset({DocumentKind.BIRTH_CERTIFICATE, DocumentKind.GUARDIANSHIP_PROOF}),
    PaperKind.BANK_CARD: frozenset({DocumentKind.BANK_CARD}),
}
"""What a paper of that kind may rightly have been sent in as."""


class FieldName(StrEnum):
    """What is read off papers. Dates are ISO, amounts yuan with two decimals."""

    INVOICE_CODE = "INVOICE_CODE"
    INVOICE_NUMBER = "INVOICE_NUMBER"
    CHECK_CODE = "CHECK_CODE"
    REVERSES = "REVERSES"
    """Number of the invoice that a red one takes back (红冲)."""
    ISSUED_ON = "ISSUED_ON"
    AMOUNT = "AMOUNT"
    HOSPITAL = "HOSPITAL"
    PERSON = "PERSON"
    """Whom the paper is about: patient, bearer, child."""
    PUBLIC_FUND = "PUBLIC_FUND"
    PERSONAL_ACCOUNT = "PERSONAL_ACCOUNT"
    CASH = "CASH"
    OTHER_PAYMENT = "OTHER_PAYMENT"
    ADMITTED_ON = "ADMITTED_ON"
    DISCHARGED_ON = "DISCHARGED_ON"
    DIAGNOSES = "DIAGNOSES"
    SEX = "SEX"
    BORN_ON = "BORN_ON"
    IDENTITY_NUMBER = "IDENTITY_NUMBER"
    CERTIFICATE_NUMBER = "CERTIFICATE_NUMBER"
    MOTHER = "MOTHER"
    FATHER = "FATHER"
    BANK = "BANK"
    BANK_ACCOUNT = "BANK_ACCOUNT"
    POLICY_NUMBER = "POLICY_NUMBER"


PERSONAL = frozenset(
    {
        FieldName.IDENTITY_NUMBER,
        FieldName.BANK_ACCOUNT,
        FieldName.CERTIFICATE_NUMBER,
    }
)
"""Numbers of people: shown with a mask."""


class Means(StrEnum):
    """How a value was read."""

    XML = "XML"
    CODE = "CODE"
    TEXT = "TEXT"
    OCR = "OCR"
    PERSON = "PERSON"
    """Confirmed or corrected by somebody who looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where on a page, from 1; the box in fractions of its width and height."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def with_(self, other: "Place") -> "Place":
        """The box around both; where the other stands on another page, this one."""
        if other.page != self.page:
            return self
        return Place(
            page=self.page,
            left=min(self.left, other.left),
            top=min(self.top, other.top),
            right=max(self.right, other.right),
            bottom=max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadField:
    """One value as read; ``confidence`` from 0 to 1."""

    name: FieldName
    value: str
    confidence: float
    means: Means
    place: Place | None = None

    @property
    def sure(self) -> bool:
        """Whether it is pre-filled; else a person confirms it."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """One line of charges; ``amount`` in fen."""

    item: str
    amount: int
    confidence: float
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a paper says. ``disputed`` are values of the same field that another means read otherwise.

    ``others`` are papers behind it in the same file, each from its ``first_page`` on.
    """

    kind: PaperKind
    kind_confidence: float
    fields: tuple[ReadField, ...] = ()
    disputed: tuple[ReadField, ...] = ()
    lines: tuple[ReadLine, ...] = ()
    pages: int = 0
    first_page: int = 1
    pictures: tuple[str, ...] = ()
    """A perceptual hash a page, 64 hexadecimal digits; only of photographs and scans."""
    others: tuple["Reading", ...] = ()

    @property
    def papers(self) -> tuple["Reading", ...]:
        """Every paper of the file, this one first."""
        return (self, *self.others)

    def field(self, name: FieldName) -> ReadField | None:
        """The field of that name, if it was read."""
        return next((each for each in self.fields if each.name is name), None)

    def text(self, name: FieldName) -> str:
        """Its value, empty where none was read."""
        found = self.field(name)
        return found.value if found else ""

    def sure_text(self, name: FieldName) -> str:
        """Its value where it is sure enough to build on."""
        found = self.field(name)
        return found.value if found and found.sure else ""

    def day(self, name: FieldName) -> date | None:
        """A sure date."""
        value = self.sure_text(name)
        return date.fromisoformat(value) if value else None

    def fen(self, name: FieldName) -> int | None:
        """A sure amount."""
        value = self.sure_text(name)
        return parse_yuan(value) if value else None

    @property
    def kind_is_sure(self) -> bool:
        """Whether the kind needs nobody's look."""
        return self.kind is not PaperKind.UNKNOWN and self.kind_confidence >= SURE
