"""Examples of acts on requests of families, and of the answers to opening them."""

from typing import Any

from rules.permissions import Action

_AT = "2026-12-04T09:30:00+08:00"

REQUEST_ACTS: dict[Action, dict[str, Any]] = {
    Action.BOOK_APPOINTMENT: {"at": _AT},
    Action.OFFER_ALTERNATIVE: {"at": _AT, "department_name": "国际部儿科"},
    Action.ACCEPT_ALTERNATIVE: {},
    Action.FAIL_APPOINTMENT: {"reason": "The department is closed for the whole week."},
    Action.CANCEL_APPOINTMENT: {"reason": "The child is well again."},
    Action.RESCHEDULE_APPOINTMENT: {"on": "2026-12-10"},
    Action.REPORT_ATTENDED: {},
    Action.REPORT_NO_SHOW: {"fee": "300.00"},
    Action.ASSIGN_COMPLAINT: {"assignee": "staff:5b1c7f0e-3a52-4f8e-9d43-2f6f0c3e7a10"},
    Action.INVESTIGATE_COMPLAINT: {},
    Action.EXTEND_COMPLAINT: {
        "facts": "The file was complete on 1 December.",
        "reason": "The hospital has not answered our query yet.",
    },
    Action.DECIDE_COMPLAINT: {
        "facts": "The file was complete on 1 December and decided on 18 December.",
        "answer": "We took longer than agreed and apologize.",
        "upheld": True,
    },
    Action.NOTE_REGULATOR: {"reference": "SH-2026-118802"},
    Action.ANSWER_ENQUIRY: {"answer": "Yes, from 9 to 18 every day."},
    Action.RECORD_CONSULTATION: {"advice": "Give fluids; see a doctor today if the fever lasts."},
    Action.ARRANGE_SERVICE: {"hospital": "WEN-GUBEI", "at": _AT, "note": "Bring the vaccination record."},
    Action.COMPLETE_SERVICE: {},
    Action.ANSWER_REMINDER: {"given": True},
    Action.DECIDE_TRANSFER: {"approve": True, "reason": "The brand closed; the rest of the limit goes on."},
    Action.VERIFY_REQUESTER: {"how": "Called back on the number given at purchase."},
    Action.ANSWER_DATA_REQUEST: {
        "outcome": "RESTRICTED",
        "explanation": "The law makes us keep claim files for ten years.",
    },
}


def _opened(number: str, stage: str, due_at: str) -> dict[str, Any]:
    return {
        "case_number": number,
        "stage": stage,
        "version": 1,
        "due_at": due_at,
        "url": f"/api/v1/cases/{number}",
    }


REQUEST_ANSWERS: dict[str, Any] = {
    "requestAppointment": _opened("AP-261121-000051-X", "REQUESTED", "2026-11-24T10:00:00Z"),
    "fileComplaint": _opened("CP-261121-000052-V", "RECEIVED", "2026-11-23T10:00:00Z"),
    "askQuestion": _opened("EQ-261121-000053-T", "OPEN", "2026-11-23T10:00:00Z"),
    "requestConsultation": _opened("TC-261121-000054-R", "SUBMITTED", "2026-11-21T04:15:00Z"),
    "requestVaccination": _opened("VA-261121-000055-P", "REQUESTED", "2026-11-24T10:00:00Z"),
    "requestBrandTransfer": _opened("BT-261121-000058-J", "TRANSFER_REVIEW", "2026-11-27T10:00:00Z"),
    "requestData": _opened("DS-261121-000057-L", "RECEIVED", "2026-12-11T10:00:00Z"),
    "requestOnSiteHelp": _opened("OS-261121-000056-N", "REQUESTED", "2026-11-24T10:00:00Z"),
}
