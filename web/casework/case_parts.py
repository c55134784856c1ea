"""What each process adds to the view of its cases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.case import Case
from rules.any_case import AnyCase
from rules.vocabulary import Process
from stores.casework.case_records import CaseRecord
from web.access import Caller
from web.casework import advance_part, billing_part, preauthorization_part, reimbursement_part, request_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a process fills of `web.api.views.case_views.CaseView` and, for staff, of its StaffView."""

    fields: Callable[[CaseRecord, AnyCase | None, Caller], dict[str, Any]]
    staff: Callable[[Case, AnyCase | None], dict[str, Any]]


PARTS: dict[Process, Part] = {
    Process.PREAUTHORIZATION: Part(
        fields=preauthorization_part.fields, staff=preauthorization_part.staff_fields
    ),
    Process.REIMBURSEMENT: Part(fields=reimbursement_part.fields, staff=reimbursement_part.staff_fields),
    Process.HOSPITAL_ADVANCE: Part(fields=advance_part.fields, staff=advance_part.staff_fields),
    Process.DIRECT_BILLING: Part(fields=billing_part.fields, staff=billing_part.staff_fields),
    **dict.fromkeys(
        (
            Process.APPOINTMENT,
            Process.COMPLAINT,
            Process.ENQUIRY,
            Process.TELEPHONE_CONSULTATION,
            Process.VACCINE_ARRANGEMENT,
            Process.ON_SITE_HELP,
            Process.DATA_REQUEST,
            Process.BRAND_TRANSFER,
            Process.BREACH_NOTICE,
        ),
        Part(fields=request_part.fields, staff=request_part.staff_fields),
    ),
}
