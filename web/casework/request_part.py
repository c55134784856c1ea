"""What only a request of a family shows: its words, what it was told, and when something is arranged for."""

from typing import Any

from models.case import Case
from rules.any_case import AnyCase
from rules.vocabulary import Process
from stores.casework.case_records import CaseRecord
from web.access import Caller
from web.api.views import request_views as views


def fields(record: CaseRecord, _state: AnyCase | None, caller: Caller) -> dict[str, Any]:
    """Fields of the case's view; every step of a request is on record before it is answered.

    A hospital sees when its appointment is, not what the family wrote.
    """
    said = {} if caller.hospital_code else record.request or {}
    seen, process = record.seen.row.view, record.seen.row.process
    return {
        "family_request": views.FamilyRequestView(
            words=said.get("words", ""),
            answer=said.get("answer", ""),
            refused_with=seen.get("refused_with"),
            at=seen.get("at") or seen.get("called_at"),
            department_name=said.get("department_name", ""),
            expert=said.get("expert", ""),
            vaccine="" if caller.hospital_code else seen.get("vaccine") or seen.get("dose") or "",
            brand_before=seen.get("locked") or "",
            brand_wanted=(seen.get("wanted") or "") if process is Process.BRAND_TRANSFER else "",
            wanted=seen.get("wanted") if process is Process.DATA_REQUEST else None,
            outcome=seen.get("outcome") if process is Process.DATA_REQUEST else None,
            appointment=_appointment(seen, caller) if process is Process.APPOINTMENT else None,
            complaint=_complaint(seen, said) if process is Process.COMPLAINT else None,
        )
    }


def staff_fields(_row: Case, _state: AnyCase | None) -> dict[str, Any]:
    """Fields that only staff see: a request touches no account."""
    return {}


def _appointment(seen: dict[str, Any], caller: Caller) -> views.AppointmentView:
    return views.AppointmentView(
        at=seen["at"],
        cancel_until=seen["cancel_until"],
        fee=seen["fee"],
        missed_before=seen["missed_before"] if caller.is_staff else 0,
    )


def _complaint(seen: dict[str, Any], said: dict[str, Any]) -> views.ComplaintView:
    return views.ComplaintView(
        subject=said.get("subject", ""),
        about_case=seen["about_case"],
        source=seen["source"],
        upheld=seen["upheld"],
        facts=said.get("facts", ""),
    )
