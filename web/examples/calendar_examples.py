"""One example of each answer about calendars."""

from typing import Any

_DRAFT = "0d6f7d0e-9a0b-4c8b-8a51-3c6f5f2f9f10"
_VERSION = "2024-2027-ffcb18b667e5"
_NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"
_BY = "staff:5b0a5f0c-2b3e-4d0e-9e57-0a8b6f6f1c11"

PUBLICATION: dict[str, Any] = {
    "key": _DRAFT,
    "calendar": "STANDARD",
    "version": _VERSION,
    "published_at": "2026-11-21T02:30:00Z",
    "published_by": _BY,
    "cases": 412,
    "left": 57,
    "finished_at": None,
}

PROGRESS: dict[str, Any] = {
    **PUBLICATION,
    "left": 1,
    "finished_at": "2026-11-21T02:34:10Z",
    "stragglers": ["PA-261119-000311-4"],
}

DRAFT: dict[str, Any] = {
    "id": _DRAFT,
    "calendar": "STANDARD",
    "version": _VERSION,
    "loaded_at": "2026-11-21T02:15:00Z",
    "loaded_by": _BY,
    "days": [{"on": "2027-02-09", "is_working": False, "name": "春节"}],
    "years": [{"year": 2027, "before": "PROVISIONAL", "after": "FINAL", "source": _NOTICE}],
    "hours_before": ["09:00-18:00"],
    "hours_after": ["09:00-18:00"],
    "cases_touched": 31,
    "clocks_touched": 34,
    "outdated": False,
    "publication": None,
}

CALENDARS: dict[str, Any] = {
    "calendars": [
        {
            "name": "STANDARD",
            "version": _VERSION,
            "hours": ["09:00-18:00"],
            "years": [
                {
                    "year": 2027,
                    "status": "FINAL",
                    "source": _NOTICE,
                    "rest_days": {"2027-01-01": "元旦"},
                    "make_up_working_days": {},
                }
            ],
        }
    ],
    "publications": [PUBLICATION],
}

CALENDAR_ANSWERS: dict[str, Any] = {
    "listCalendars": CALENDARS,
    "loadCalendar": DRAFT,
    "getCalendarDraft": DRAFT,
    "publishCalendar": DRAFT | {"publication": PUBLICATION},
    "getCalendarPublication": PROGRESS,
}
