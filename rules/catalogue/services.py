"""What a plan promises around the money: contact points, clocks, documents, advances, the card."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from rules.catalogue.values import Clause, CountOfDays, Dated, Fen, Rate, Sources, Words
from rules.vocabulary import DocumentKind


class HotlinePurpose(StrEnum):
    """Whom a number is for."""

    MEMBERS = "MEMBERS"
    ADVANCE = "ADVANCE"
    HEALTH_MANAGER = "HEALTH_MANAGER"
    INSURER = "INSURER"
    HOSPITALS = "HOSPITALS"


class Hotline(Clause):
    """A contact point; letters print the one of the member's product version (A-23)."""

    purpose: HotlinePurpose
    number: str
    mail: str | None = None
    hours: Words | None = None
    source: Sources


class CardActivation(Clause):
    """When the electronic card can be bound (R-001 to R-003, A-22)."""

    online: Literal["UNDERWRITING_SUCCESS"] | None = None
    paper: Literal["EFFECTIVE_DATE"] | None = None
    hours_after_payment: int | None = None


class DocumentCondition(StrEnum):
    """When a document of a checklist is asked for (domain 7.3 to 7.6)."""

    INPATIENT = "INPATIENT"
    DISCHARGED = "DISCHARGED"
    SURGERY = "SURGERY"
    TUMOR = "TUMOR"
    INJURY = "INJURY"
    VACCINE = "VACCINE"
    DRUG = "DRUG"
    EQUIPMENT = "EQUIPMENT"
    EMERGENCY = "EMERGENCY"
    PUBLIC_INSURANCE_USED = "PUBLIC_INSURANCE_USED"
    OTHER_PAYER = "OTHER_PAYER"
    PREAUTHORIZATION_REQUIRED = "PREAUTHORIZATION_REQUIRED"
    GUARDIAN_IS_NOT_PARENT = "GUARDIAN_IS_NOT_PARENT"
    REPORTS_ABOVE_1000 = "REPORTS_ABOVE_1000"
    AFTER_APPROVAL = "AFTER_APPROVAL"
    AT_DISCHARGE = "AT_DISCHARGE"
    ADULT = "ADULT"


class DocumentRequirement(Clause):
    """One document, asked for always or when any of ``when`` holds; any of ``one_of`` will do."""

    kind: DocumentKind
    one_of: tuple[DocumentKind, ...] = ()
    when: tuple[DocumentCondition, ...] = ()
    unless: tuple[DocumentCondition, ...] = ()
    once_per_member: bool = False
    original: bool = False
    note: Words
    source: Sources


class ServiceTimes(Clause):
    """Time promises and targets; the unit is in the name."""

    reimbursement_inpatient_working_days: Dated[CountOfDays]
    reimbursement_outpatient_working_days: Dated[CountOfDays]
    appointment_working_days: Dated[CountOfDays] | None = None
    telephone_consultation_hours: Dated[CountOfDays] | None = None
    copay_due_days: Dated[CountOfDays]
    refund_due_days: Dated[CountOfDays]


class AdvanceTerms(Clause):
    """Hospital advance payment (R-150 to R-165).

    ``provider_cap`` is the most for one stay, NS for none; left out, it is the company's own (A-29).
    """

    ratio: Dated[Rate]
    provider_cap: Dated[Fen] | None = None
    contact_working_days: Dated[int]
    review_working_days: Dated[int]
    investigation_target_working_days: Dated[int]
    investigation_working_days: Dated[int]
    payment_working_days: Dated[int]
    discharge_notice_days: Dated[int]
    excludes: Dated[tuple[Literal["OUTPATIENT", "EMERGENCY", "DEPOSIT"], ...]]


class OnlineCopay(Clause):
    """Collection of the member's share after public direct billing, and what follows (R-130, R-133)."""

    scope: Literal["PUBLIC_OUTPATIENT_EMERGENCY_AFTER_FULL_PAY"]
    suspend_after_unpaid_items: int = Field(ge=1)
    source: Sources


class Originals(Clause):
    """Claims whose paper originals must come by courier, and where to (R-142)."""

    public_inpatient: bool
    address: Words
    source: Sources


class AuditThresholds(Clause):
    """Amounts in fen above which the hospital sends more evidence (domain 7.6)."""

    reports_above: Dated[Fen]
