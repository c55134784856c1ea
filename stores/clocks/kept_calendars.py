"""Calendars by the version that a clock was planned with: versions never change, so each is read once."""

from threading import Lock

from sqlmodel import Session

from models.calendar_version import CalendarVersion
from rules.calendar import WorkingCalendar
from stores.clocks.calendars import current_version, edition


class KeptCalendars:
    """The calendars of one process."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[str, WorkingCalendar] = {}
        self._lock = Lock()

    def current(self, session: Session) -> WorkingCalendar:
        """The standard calendar in force now. NoCalendarError before the first was published."""
        return self.of_version(session, current_version(session))

    def of_version(self, session: Session, version: str) -> WorkingCalendar:
        """The calendar behind a clock's version, which may name two: business time is told by the first.

        The one in force stands in for a version that was never kept.
        """
        own = version.partition("+")[0]
        with self._lock:
            if own in self._known:
                return self._known[own]
        kept = session.get(CalendarVersion, own) is not None
        calendar = edition(session, own if kept else current_version(session)).calendar()
        with self._lock:
            self._known[own] = calendar
        return calendar
