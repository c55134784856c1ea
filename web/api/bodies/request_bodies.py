"""What families ask for beside cover and money, as they send it."""

from typing import Any

from rules.requests.complaint import ComplaintSource
from rules.requests.data_request import Wanted
from rules.vocabulary import Benefit, Department, Language
from web.api.bodies.fields import Code, Day, Flag, Name, Words
from web.api.bodies.opened import OpeningBody

_CHILD = {"member_number": "M2025000001", "policy_number": "2607-STD-1"}

APPOINTMENT_EXAMPLE: dict[str, Any] = {
    **_CHILD,
    "hospital": "SHENCHENG",
    "department": "VIP",
    "department_name": "特需儿科",
    "on": "2026-12-03",
}
COMPLAINT_EXAMPLE: dict[str, Any] = {
    **_CHILD,
    "subject": "理赔处理时间过长",
    "words": "材料十二月一日已交齐，至今没有答复。",
    "about_case": "RC-261121-000042-7",
}
ENQUIRY_EXAMPLE: dict[str, Any] = {**_CHILD, "words": "新江湾诊所周末能直付吗？"}
CONSULTATION_EXAMPLE: dict[str, Any] = {
    "member_number": "M2021000003",
    "policy_number": "2607-YX-3",
    "words": "孩子高烧三天不退，需要马上去医院吗？",
}
VACCINATION_EXAMPLE: dict[str, Any] = {**_CHILD, "vaccine": "流感疫苗", "on": "2026-12-08"}
ON_SITE_EXAMPLE: dict[str, Any] = {**_CHILD, "hospital": "XINHUA", "on": "2026-12-08"}


TRANSFER_EXAMPLE: dict[str, Any] = {**_CHILD, "benefit": "VACCINE", "brand": "唯儿诺儿科"}
DATA_EXAMPLE: dict[str, Any] = {**_CHILD, "wanted": "DELETION", "words": "请删除 2024 年的理赔资料。"}


class RequestBody(OpeningBody):
    """Whose request it is."""

    member_number: Code
    """Number on the child's card."""
    policy_number: Code
    """Number of the policy that insures this child."""
    language: Language = Language.CHINESE
    """Language of the letters."""


class AppointmentBody(RequestBody):
    """An appointment at a public hospital: where, with whom, and when."""

    hospital: Code
    department: Department
    department_name: Name
    on: Day
    """Day that is wished for."""
    inpatient: Flag = False
    expert: Name | None = None
    """A doctor by name; such a wish cannot be met."""
    words: Words | None = None


class ComplaintBody(RequestBody):
    """What somebody is not content with; what we hold already need not be sent again."""

    subject: Name
    words: Words
    about_case: Code | None = None
    """The case that it is about."""
    source: ComplaintSource = ComplaintSource.FAMILY
    """REGULATOR where the authority handed it on; staff only."""
    reference: Name | None = None
    """The authority's own number."""
    represented: Flag = False
    """Somebody else complains for the guardian; the mandate is then among the documents."""


class EnquiryBody(RequestBody):
    """A question."""

    words: Words


class ConsultationBody(RequestBody):
    """What a doctor should call about."""

    words: Words


class VaccinationBody(RequestBody):
    """A vaccination that is to be arranged."""

    vaccine: Name | None = None
    """Against what; the desk advises where it is left out."""
    hospital: Code | None = None
    on: Day | None = None
    words: Words | None = None


class OnSiteHelpBody(RequestBody):
    """Somebody to help at the hospital."""

    hospital: Code
    on: Day
    words: Words | None = None


class BrandTransferBody(RequestBody):
    """To another brand, since the locked one has closed (R-049)."""

    benefit: Benefit
    brand: Name
    words: Words | None = None


class DataRequestBody(RequestBody):
    """What a guardian asks about the child's data."""

    wanted: Wanted
    words: Words
