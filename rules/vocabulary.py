"""Words of the field that every room shares. Chinese terms: docs/glossary.md."""

from enum import StrEnum


class Process(StrEnum):
    """A kind of case; the value is the prefix of its case numbers."""

    PREAUTHORIZATION = "PA"
    DIRECT_BILLING = "DB"
    REIMBURSEMENT = "RC"
    HOSPITAL_ADVANCE = "AD"
    APPOINTMENT = "AP"
    COMPLAINT = "CP"
    ENQUIRY = "EQ"
    TELEPHONE_CONSULTATION = "TC"
    VACCINE_ARRANGEMENT = "VA"
    ON_SITE_HELP = "OS"
    BRAND_TRANSFER = "BT"
    DATA_REQUEST = "DS"
    BREACH_NOTICE = "BN"


class Benefit(StrEnum):
    """An account of cover: each has one limit per policy year, or shares one."""

    __hash__ = str.__hash__  # Enum's own is written in Python; pricing looks these up all the time

    OUTPATIENT_EMERGENCY = "OUTPATIENT_EMERGENCY"
    INPATIENT = "INPATIENT"
    DENTAL = "DENTAL"
    VACCINE = "VACCINE"


class EncounterType(StrEnum):
    """How the child is treated."""

    __hash__ = str.__hash__  # Enum's own is written in Python; pricing looks these up all the time

    OUTPATIENT = "OUTPATIENT"
    EMERGENCY = "EMERGENCY"
    INPATIENT = "INPATIENT"
    SPECIAL_OUTPATIENT = "SPECIAL_OUTPATIENT"
    DENTAL = "DENTAL"
    VACCINATION = "VACCINATION"


class Ownership(StrEnum):
    """Who runs the hospital."""

    PUBLIC = "PUBLIC"
    PRIVATE = "PRIVATE"


class Department(StrEnum):
    """The wing of a public hospital; it decides channel and cover."""

    GENERAL = "GENERAL"
    VIP = "VIP"
    INTERNATIONAL = "INTERNATIONAL"


class Purchase(StrEnum):
    """How the policy was bought; only a gapless renewal is free of waiting periods (R-021)."""

    __hash__ = str.__hash__  # Enum's own is written in Python; pricing looks these up all the time

    FIRST = "FIRST"
    CONTINUOUS_RENEWAL = "CONTINUOUS_RENEWAL"
    NON_CONTINUOUS = "NON_CONTINUOUS"


class Sex(StrEnum):
    """As on the identity document."""

    MALE = "MALE"
    FEMALE = "FEMALE"


class IdentityKind(StrEnum):
    """Documents that identify a person (domain 8.2)."""

    RESIDENT_ID = "RESIDENT_ID"
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE"
    HOUSEHOLD_REGISTER = "HOUSEHOLD_REGISTER"
    PASSPORT = "PASSPORT"
    HK_MACAO_TAIWAN_PERMIT = "HK_MACAO_TAIWAN_PERMIT"


class NetworkKind(StrEnum):
    """What a hospital's membership of a plan's list allows on the dates that it holds."""

    NETWORK = "NETWORK"
    DIRECT_BILLING = "DIRECT_BILLING"
    ADVANCE_PROVIDER = "ADVANCE_PROVIDER"


class CardStatus(StrEnum):
    """State of the electronic insurance card (domain 5.5)."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


class Language(StrEnum):
    """Languages that letters and screens speak."""

    CHINESE = "zh"
    ENGLISH = "en"


class DocumentKind(StrEnum):
    """What an uploaded paper is; the checklists of domain 7.3 to 7.7 name these."""

    PREAUTH_FORM = "PREAUTH_FORM"
    MEDICAL_RECORD = "MEDICAL_RECORD"
    EXAMINATION_REPORT = "EXAMINATION_REPORT"
    ADMISSION_NOTICE = "ADMISSION_NOTICE"
    TREATMENT_PLAN = "TREATMENT_PLAN"
    COST_ESTIMATE = "COST_ESTIMATE"
    PRESCRIPTION = "PRESCRIPTION"
    QUOTATION = "QUOTATION"
    CHILD_IDENTITY = "CHILD_IDENTITY"
    GUARDIAN_IDENTITY = "GUARDIAN_IDENTITY"
    GUARDIANSHIP_PROOF = "GUARDIANSHIP_PROOF"
    BIRTH_CERTIFICATE = "BIRTH_CERTIFICATE"
    CONSENT = "CONSENT"
    E_CARD = "E_CARD"
    CLAIM_FORM = "CLAIM_FORM"
    INVOICE = "INVOICE"
    ITEMISED_LIST = "ITEMISED_LIST"
    DISCHARGE_SUMMARY = "DISCHARGE_SUMMARY"
    DIAGNOSIS_CERTIFICATE = "DIAGNOSIS_CERTIFICATE"
    BANK_CARD = "BANK_CARD"
    SETTLEMENT_STATEMENT = "SETTLEMENT_STATEMENT"
    ACCIDENT_STATEMENT = "ACCIDENT_STATEMENT"
    TRIAGE_RECORD = "TRIAGE_RECORD"
    QUERY_REPLY = "QUERY_REPLY"
    FRONT_PAGE = "FRONT_PAGE"
    SURGERY_RECORD = "SURGERY_RECORD"
    PATHOLOGY_REPORT = "PATHOLOGY_REPORT"
    SPLIT_SHEET = "SPLIT_SHEET"
    VACCINE_RECORD = "VACCINE_RECORD"
    SIGNED_BILL = "SIGNED_BILL"
    INPATIENT_RECORD = "INPATIENT_RECORD"
    HOSPITAL_ACCOUNT = "HOSPITAL_ACCOUNT"
    HOSPITAL_BILL = "HOSPITAL_BILL"
    NO_THIRD_PARTY_STATEMENT = "NO_THIRD_PARTY_STATEMENT"
    MANDATE = "MANDATE"
    AUTHORIZATION_LETTER = "AUTHORIZATION_LETTER"
    OTHER = "OTHER"


class LedgerEntryKind(StrEnum):
    """How an entry moves a benefit account."""

    RESERVE = "RESERVE"
    CONSUME = "CONSUME"
    RELEASE = "RELEASE"
    EXPIRE = "EXPIRE"
    REVERSE = "REVERSE"


class PolicyStatus(StrEnum):
    """Whether a policy stands; a term that has simply ended stays IN_FORCE on its dates."""

    PENDING = "PENDING"
    IN_FORCE = "IN_FORCE"
    TERMINATED = "TERMINATED"


class GuardianRelation(StrEnum):
    """How a guardian is related to the child."""

    FATHER = "FATHER"
    MOTHER = "MOTHER"
    GRANDPARENT = "GRANDPARENT"
    OTHER = "OTHER"


class DocumentSource(StrEnum):
    """Which side handed a document in."""

    HOSPITAL = "HOSPITAL"
    GUARDIAN = "GUARDIAN"
    STAFF = "STAFF"
    SYSTEM = "SYSTEM"


class ScanStatus(StrEnum):
    """What a malware scan said of a file."""

    NOT_SCANNED = "NOT_SCANNED"
    CLEAN = "CLEAN"
    INFECTED = "INFECTED"


class ClockState(StrEnum):
    """Whether a deadline clock still counts: MET when the duty was done, STOPPED when it fell away."""

    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    MET = "MET"
    STOPPED = "STOPPED"


class DecisionOutcome(StrEnum):
    """How a case, or one version of its decision, was answered; REFER leaves it to a person."""

    APPROVED = "APPROVED"
    APPROVED_IN_PART = "APPROVED_IN_PART"
    DECLINED = "DECLINED"
    REDIRECTED = "REDIRECTED"
    NOT_REQUIRED = "NOT_REQUIRED"
    PAY = "PAY"
    PAY_ZERO = "PAY_ZERO"
    REFUSE = "REFUSE"
    REFER = "REFER"


class GuaranteeVersionKind(StrEnum):
    """What a version of a guarantee changed, declined to change, or ended."""

    INITIAL = "INITIAL"
    RAISED = "RAISED"
    REDUCED = "REDUCED"
    EXTENDED = "EXTENDED"
    RAISED_AND_EXTENDED = "RAISED_AND_EXTENDED"
    FINAL = "FINAL"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


PROMISES = frozenset(
    {
        GuaranteeVersionKind.INITIAL,
        GuaranteeVersionKind.RAISED,
        GuaranteeVersionKind.REDUCED,
        GuaranteeVersionKind.EXTENDED,
        GuaranteeVersionKind.RAISED_AND_EXTENDED,
    }
)
"""Versions that a hospital treats on; the others say what became of one."""


class GuaranteeStatus(StrEnum):
    """State of a guarantee as a whole."""

    VALID = "VALID"
    CONSUMED = "CONSUMED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


class GuaranteeVersionState(StrEnum):
    """A guarantee has at most one version in force; a declined raise never takes force."""

    IN_FORCE = "IN_FORCE"
    SUPERSEDED = "SUPERSEDED"
    ENDED = "ENDED"
    DECLINED = "DECLINED"


class LetterAnswer(StrEnum):
    """What a hospital says to a version of its guarantee letter; none is no answer yet."""

    ACKNOWLEDGED = "ACKNOWLEDGED"
    DECLINED = "DECLINED"


class AnswerWay(StrEnum):
    """How a hospital's answer came: at its desk or by machine, or from the link in the letter's mail."""

    PORTAL = "PORTAL"
    MAIL = "MAIL"


class LetterStatus(StrEnum):
    """A letter waits out its undo window as PENDING."""

    PENDING = "PENDING"
    SENT = "SENT"
    CANCELLED = "CANCELLED"


class DeliveryChannel(StrEnum):
    """How a letter reaches its reader."""

    EMAIL = "EMAIL"
    FAX = "FAX"
    POST = "POST"
    SMS = "SMS"
    PORTAL = "PORTAL"
    WEBHOOK = "WEBHOOK"
    """A signed message to the reader's own system, which then fetches the letter."""


class DeliveryState(StrEnum):
    """How far one delivery has come."""

    WAITING = "WAITING"
    SENT = "SENT"
    FAILED = "FAILED"
    BOUNCED = "BOUNCED"
    """The first server took the mail, a later one sent it back."""


class RecipientRole(StrEnum):
    """Who a letter is addressed to."""

    HOSPITAL = "HOSPITAL"
    GUARDIAN = "GUARDIAN"
    PROVIDER = "PROVIDER"
    INSURER = "INSURER"
    ADMINISTRATOR = "ADMINISTRATOR"
    """The third-party administrator that runs the policy."""
    AUTHORITY = "AUTHORITY"


class ReserveState(StrEnum):
    """A reserve resolves once; a later case of the stay may open it again."""

    OPEN = "OPEN"
    CONSUMED = "CONSUMED"
    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"


class PrincipalKind(StrEnum):
    """Whom an API token speaks for."""

    GUARDIAN = "GUARDIAN"
    HOSPITAL = "HOSPITAL"
    STAFF = "STAFF"
    SYSTEM = "SYSTEM"


class ConsentPurpose(StrEnum):
    """What personal data may be used for; health data needs its own consent (PIPL 29)."""

    CLAIM_HANDLING = "CLAIM_HANDLING"
    MEDICAL_RECORDS = "MEDICAL_RECORDS"
    ADVANCE_SERVICE = "ADVANCE_SERVICE"
    VACCINE_REMINDERS = "VACCINE_REMINDERS"


class DoseState(StrEnum):
    """What is known of a dose of a vaccine: the family was reminded of it, had it given, or declined it."""

    REMINDED = "REMINDED"
    GIVEN = "GIVEN"
    DECLINED = "DECLINED"


class AuthorizationType(StrEnum):
    """Care that needs the insurer's written approval first (R-082 to R-084)."""

    INPATIENT = "INPATIENT"
    OBSERVATION_WARD = "OBSERVATION_WARD"
    SURGERY = "SURGERY"
    OUTPATIENT_SURGERY = "OUTPATIENT_SURGERY"
    TUMOR_TREATMENT = "TUMOR_TREATMENT"
    DIALYSIS = "DIALYSIS"
    LARGE_EXAMINATION = "LARGE_EXAMINATION"
    HIGH_PRICE_ITEM = "HIGH_PRICE_ITEM"
    DRUG = "DRUG"
    EQUIPMENT = "EQUIPMENT"
    CRITICAL_ILLNESS = "CRITICAL_ILLNESS"
    CUMULATIVE_COST = "CUMULATIVE_COST"
    SPECIAL_OUTPATIENT = "SPECIAL_OUTPATIENT"


class RoomClass(StrEnum):
    """The bed that a guarantee letter covers; where the plan names none, a standard single (domain 7.1)."""

    SHARED = "SHARED"
    TWIN = "TWIN"
    STANDARD_SINGLE = "STANDARD_SINGLE"
    SUITE = "SUITE"
    INTENSIVE_CARE = "INTENSIVE_CARE"
    NEONATAL = "NEONATAL"
    OBSERVATION = "OBSERVATION"


class InsurerStaff(StrEnum):
    """Who may be bound to insurers: one person, or everybody of a team."""

    PERSON = "PERSON"
    TEAM = "TEAM"
