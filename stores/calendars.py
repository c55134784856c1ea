"""The working calendar in force, as published."""

from datetime import datetime
from threading import Lock

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.calendar_day import CalendarDay as DayRow
from models.calendar_version import CalendarVersion
from rules.calendar import CalendarDay, WorkingCalendar
from stores.database import transaction


class NoCalendarError(Exception):
    """No calendar was published yet, so no deadline can be told."""


def publish(session: Session, calendar: WorkingCalendar, *, at: datetime, by: str) -> bool:
    """Put a calendar in force; False where that version was already published."""
    if session.get(CalendarVersion, calendar.version):
        return False
    version = CalendarVersion(
        version=calendar.version, content_hash=calendar.version, published_at=at, published_by=by
    )
    session.add(version)
    session.flush()
    session.add_all(
        DayRow(
            version=calendar.version,
            day_on=day.on,
            is_working=day.is_working,
            provisional=day.is_provisional,
            name=day.name or None,
        )
        for day in calendar.departures
    )
    return True


def current_version(session: Session) -> str:
    """Version of the calendar in force. NoCalendarError before the first was published."""
    newest = select(CalendarVersion.version).order_by(
        col(CalendarVersion.published_at).desc(), col(CalendarVersion.version).desc()
    )
    version = session.exec(newest.limit(1)).first()
    if version is None:
        raise NoCalendarError("No working calendar is published: run `lipei calendar publish`.")
    return version


def load(session: Session, version: str) -> WorkingCalendar:
    """A published calendar by its version."""
    rows = session.exec(select(DayRow).where(DayRow.version == version)).all()
    days = [CalendarDay(row.day_on, row.is_working, row.provisional, row.name or "") for row in rows]
    return WorkingCalendar.from_days(days, version=version)


class PublishedCalendars:
    """The calendar in force for one process: versions never change, so each is read once."""

    def __init__(self, engine: Engine) -> None:
        """Read from this database."""
        self._engine = engine
        self._known: dict[str, WorkingCalendar] = {}
        self._lock = Lock()

    def current(self) -> WorkingCalendar:
        """The calendar in force now. NoCalendarError before the first was published."""
        with transaction(self._engine) as session:
            version = current_version(session)
            with self._lock:
                if version not in self._known:
                    self._known[version] = load(session, version)
                return self._known[version]
