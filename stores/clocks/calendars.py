"""Working calendars: what was loaded, what is in force, and which of them a case is counted on."""

from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.calendar import Calendar
from models.calendar_day import CalendarDay as DayRow
from models.calendar_publication import CalendarPublication
from models.calendar_version import CalendarVersion
from rules.calendar import WorkingCalendar
from rules.calendar_edition import STANDARD, CalendarEdition
from rules.case_plan import CaseCalendars
from stores.database import transaction


class NoCalendarError(Exception):
    """No calendar was published yet, so no deadline can be told."""


def publish(
    session: Session,
    edition: CalendarEdition,
    *,
    at: datetime,
    by: str,
    calendar: str = STANDARD,
    key: str = "",
) -> CalendarPublication | None:
    """Put an edition in force; None where it is already, or where this ``key`` put one in force before.

    Publications of one calendar come one after the other.
    """
    version = _keep(session, edition, at, by)
    session.execute(insert(Calendar).values(name=calendar).on_conflict_do_nothing())
    session.execute(_ONE_AT_A_TIME, {"calendar": calendar})
    if versions_in_force(session).get(calendar) == version or (key and find_publication(session, key)):
        return None
    row = CalendarPublication(
        key=key or f"{calendar}/{version}/{at.isoformat()}",
        calendar=calendar,
        version=version,
        published_at=at,
        published_by=by,
    )
    session.add(row)
    session.flush()
    return row


def publish_shipped(session: Session, shipped: CalendarEdition, *, at: datetime, by: str) -> bool:
    """Put in force what a release brings: years that are unknown, and notices for provisional ones.

    What people loaded stands: a final year is never replaced.
    """
    held = edition_in_force(session)
    wanted = shipped if held is None else held.completed_by(shipped)
    return publish(session, wanted, at=at, by=by) is not None


def find_publication(session: Session, key: str) -> CalendarPublication | None:
    """What was put in force under that key."""
    return session.exec(select(CalendarPublication).where(CalendarPublication.key == key)).one_or_none()


def keep_progress(session: Session, published: CalendarPublication, *, behind: int) -> None:
    """Write down how many cases had yet to follow when it was put in force, once."""
    if not published.cases:
        published.cases = published.left_over = behind
        session.flush()


def keep_left(session: Session, *, left: int) -> None:
    """Write down how many have yet to follow, for whatever publication: they follow the newest."""
    session.execute(_LEFT_OVER, {"left": left})


def finish(session: Session, publication_id: int, *, left: int, at: datetime) -> None:
    """The rounds are over; what is ``left`` follows at the next reconciliation."""
    published = session.get_one(CalendarPublication, publication_id)
    published.left_over, published.finished_at = left, at


def _keep(session: Session, edition: CalendarEdition, at: datetime, by: str) -> str:
    """Keep an edition under its version, once."""
    calendar = edition.calendar()
    row = {"version": calendar.version, "content": edition.as_json(), "loaded_at": at, "loaded_by": by}
    kept = insert(CalendarVersion).values(row).on_conflict_do_nothing()
    if session.execute(kept.returning(col(CalendarVersion.version))).first():
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
    return calendar.version


_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('calendar/' || :calendar))")
_LEFT_OVER = text("UPDATE calendar_publication SET left_over = :left WHERE left_over > :left")
_IN_FORCE = text(
    "SELECT DISTINCT ON (calendar) calendar, version FROM calendar_publication ORDER BY calendar, id DESC"
)


def versions_in_force(session: Session) -> dict[str, str]:
    """The version in force by calendar."""
    return {row.calendar: row.version for row in session.execute(_IN_FORCE)}


def edition(session: Session, version: str) -> CalendarEdition:
    """A kept edition by its version."""
    return CalendarEdition.from_json(session.get_one(CalendarVersion, version).content)


def edition_in_force(session: Session, calendar: str = STANDARD) -> CalendarEdition | None:
    """What a calendar says now; None before it was first published."""
    version = versions_in_force(session).get(calendar)
    return edition(session, version) if version else None


def current_version(session: Session, calendar: str = STANDARD) -> str:
    """Version of the calendar in force. NoCalendarError before the first was published."""
    version = versions_in_force(session).get(calendar)
    if version is None:
        raise NoCalendarError("No working calendar is published: run `lipei up` or `lipei calendar publish`.")
    return version


def publications(session: Session, limit: int = 20) -> Sequence[CalendarPublication]:
    """What was put in force, newest first."""
    newest = select(CalendarPublication).order_by(col(CalendarPublication.id).desc())
    return session.exec(newest.limit(limit)).all()


_CALENDAR_OF = text(
    """
    SELECT COALESCE(
        (SELECT used.calendar FROM calendar_use AS used JOIN staff ON staff.team = used.subject
         WHERE used.user_kind = 'TEAM' AND staff.id = CAST(:staff AS uuid)),
        (SELECT used.calendar FROM calendar_use AS used JOIN policy ON policy.insurer_code = used.subject
         WHERE used.user_kind = 'INSURER' AND policy.id = CAST(:policy AS uuid)),
        :standard
    )
    """
)


def calendar_of(session: Session, *, policy_id: str = "", assignee: str = "") -> str:
    """Name of a case's calendar: that of the assignee's team, else of the insurer, else the standard."""
    kind, _, staff = assignee.partition(":")
    given = {
        "staff": staff if kind == "staff" and _is_id(staff) else None,
        "policy": policy_id or None,
        "standard": STANDARD,
    }
    return str(session.execute(_CALENDAR_OF, given).scalar_one())


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class PublishedCalendars:
    """The calendars in force for one process: versions never change, so each is read once."""

    def __init__(self, engine: Engine) -> None:
        """Read from this database."""
        self._engine = engine
        self._known: dict[str, WorkingCalendar] = {}
        self._lock = Lock()

    def current(self) -> WorkingCalendar:
        """The standard calendar in force now. NoCalendarError before the first was published."""
        with transaction(self._engine) as session:
            return self._read(session, current_version(session))

    def of_case(self, *, policy_id: str = "", assignee: str = "") -> CaseCalendars:
        """What the clocks of a case are counted on now. NoCalendarError as above."""
        with transaction(self._engine) as session:
            return self.for_case(session, policy_id=policy_id, assignee=assignee)

    def for_case(self, session: Session, *, policy_id: str = "", assignee: str = "") -> CaseCalendars:
        """The same, as this transaction sees it."""
        standard = current_version(session)
        name = calendar_of(session, policy_id=policy_id, assignee=assignee)
        own = standard if name == STANDARD else current_version(session, name)
        wanted = own if name == STANDARD else f"{own}+{standard}"
        return self.of_versions(session, own, standard, wanted)

    def of_versions(self, session: Session, own: str, standard: str, version: str) -> CaseCalendars:
        """The calendars of these versions, which together are called ``version``."""
        return CaseCalendars(
            own=self._read(session, own), standard=self._read(session, standard), version=version
        )

    def _read(self, session: Session, version: str) -> WorkingCalendar:
        with self._lock:
            if version not in self._known:
                self._known[version] = edition(session, version).calendar()
            return self._known[version]
