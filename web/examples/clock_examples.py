"""Examples of answers about clocks, notifications, tasks and absences."""

from typing import Any

_CASE = "PA-261121-000042-U"
_DUE_AT = "2026-11-27T10:00:00Z"
_ADJUSTER = "staff:5b1c7f0e-3a52-4f8e-9d43-2f6f0c3e7a10"
_SUPERVISOR = "staff:0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11"

_NOTIFICATION: dict[str, Any] = {
    "id": "7d0c3a52-1e7f-4a0e-8c55-0d1f6f0a9b10",
    "case_number": _CASE,
    "stage": "IN_REVIEW",
    "kind": "ESCALATION",
    "clock": "PREAUTH_DECISION",
    "subject": "SUPERVISOR",
    "in_place_of": None,
    "due_at": _DUE_AT,
    "made_at": "2026-11-26T10:04:12Z",
    "deliver_at": "2026-11-27T01:00:00Z",
    "read_at": None,
}
_TASK: dict[str, Any] = {
    "id": "c1a90f6e-2f0b-4d53-9a55-6b1d0c7e2f21",
    "case_number": _CASE,
    "owner": _SUPERVISOR,
    "clock": "PREAUTH_DECISION",
    "subject": "BREACH",
    "due_at": _DUE_AT,
    "opened_at": "2026-11-27T10:00:00Z",
    "closed_at": None,
    "closed_by": None,
    "outcome": None,
}
_ABSENCE: dict[str, Any] = {
    "id": "0d3c7a10-6f0e-4b5c-8e21-91c0d3e9f0a1",
    "person": _ADJUSTER,
    "from_on": "2026-12-07",
    "until_on": "2026-12-11",
    "substitute": _SUPERVISOR,
    "set_by": _ADJUSTER,
    "set_at": "2026-11-21T02:15:00Z",
    "cancelled_at": None,
}
_CLOCK: dict[str, Any] = {
    "kind": "PREAUTH_DECISION",
    "ordinal": 1,
    "state": "RUNNING",
    "started_at": "2026-11-20T02:15:00Z",
    "due_at": _DUE_AT,
    "legal_due_at": None,
    "unit": "WORKING_DAYS",
    "count": 5,
    "target_rule": "",
    "because": [],
    "counted": 5.0,
    "cut": "NONE",
    "adds_up": True,
    "counted_by": "2024-2027-2f6f0c3e7a10",
    "delay_reason": None,
    "intervals": [
        {
            "state": "RUNNING",
            "began": "STARTED",
            "from_at": "2026-11-20T02:15:00Z",
            "to_at": _DUE_AT,
            "counted": 5.0,
            "not_counted": 0.0,
            "question_id": "",
            "asked_of": "",
            "documents": [],
            "change": None,
        }
    ],
}

CLOCK_ANSWERS: dict[str, Any] = {
    "explainClocks": {"case_number": _CASE, "clocks": [_CLOCK]},
    "listNotifications": {"notifications": [_NOTIFICATION]},
    "readNotification": {"notifications": []},
    "listTasks": {"tasks": [_TASK]},
    "closeTask": {
        **_TASK,
        "closed_at": "2026-11-28T02:00:00Z",
        "closed_by": _SUPERVISOR,
        "outcome": "Called the hospital; the adjuster decides today.",
    },
    "listAbsences": {"absences": [_ABSENCE]},
    "setAbsence": _ABSENCE,
    "cancelAbsence": {**_ABSENCE, "cancelled_at": "2026-11-22T02:15:00Z"},
}
