"""One example of each answer about board and reports."""

from typing import Any

from rules.clock_state import LiveState

_CASE = "PA-261121-000042-U"

_CLOCK: dict[str, Any] = {
    "kind": "PREAUTH_DECISION",
    "state": "DUE_SOON",
    "started_at": "2026-11-21T02:15:00Z",
    "due_at": "2026-11-27T10:00:00Z",
    "legal_due_at": None,
    "time_left_seconds": 14400,
    "business_time_left_seconds": 14400,
    "paused_since": None,
    "waiting_for": None,
    "ended_at": None,
}
BOARD: dict[str, Any] = {
    "as_of": "2026-11-27T06:00:00Z",
    "cases": [
        {
            "case_number": _CASE,
            "process": "PA",
            "stage": "IN_REVIEW",
            "hospital": "MEIHUA-FUER",
            "person": "staff:0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11",
            "team": "理算一组",
            "waiting_for": "US",
            "emergency": False,
            "escalated": True,
            "clock_state": "DUE_SOON",
            "time_left_seconds": 14400,
            "business_time_left_seconds": 14400,
            "clocks": [_CLOCK],
        }
    ],
    "total": 1,
    "page": 1,
    "pages": 1,
    "states": {
        LiveState.BREACHED: 0,
        LiveState.DUE_SOON: 1,
        LiveState.RUNNING: 0,
        LiveState.PAUSED: 0,
        LiveState.LAPSED: 0,
    },
}
DUTIES: dict[str, Any] = {
    "by": "process",
    "first_on": "2026-11-01",
    "last_on": "2026-11-28",
    "rows": [
        {"key": "PA", "name": "PA", "met": 182, "breached": 9, "still_open": 2, "legally_breached": 0},
        {"key": "RC", "name": "RC", "met": 240, "breached": 21, "still_open": 5, "legally_breached": 1},
    ],
}
AGEING: dict[str, Any] = {
    "ages": [1, 3, 6, 11, 21, 31, 61],
    "rows": [
        {"process": "PA", "cases": [12, 20, 9, 3, 0, 0, 0, 1], "breached": [0, 0, 1, 1, 0, 0, 0, 1]},
    ],
}
PAUSES: dict[str, Any] = {
    "first_on": "2026-11-01",
    "last_on": "2026-11-28",
    "rows": [
        {
            "waiting_for": "HOSPITAL",
            "cases": 31,
            "pauses": 34,
            "still_open": 6,
            "total_seconds": 9180000,
            "longest_seconds": 864000,
        }
    ],
}
FORECAST: dict[str, Any] = {
    "rows": [
        {"due_on": "2026-11-27", "is_working": True, "due": 14, "unassigned": 2, "expected": 0.7},
        {"due_on": "2026-11-30", "is_working": True, "due": 31, "unassigned": 5, "expected": 1.6},
    ]
}
