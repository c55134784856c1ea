"""Calendars that were loaded and wait for somebody to publish them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from models.calendar_draft import CalendarDraft
from rules.calendar_changes import CalendarChanges, compare
from rules.calendar_edition import CalendarEdition
from stores.clocks import calendars


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A loaded edition; ``base_version`` was in force then, None where the calendar was new."""

    id: UUID
    calendar: str
    base_version: str | None
    version: str
    edition: CalendarEdition
    loaded_at: datetime
    loaded_by: str


class NoDraftError(Exception):
    """There is no such draft."""


def keep(session: Session, calendar: str, edition: CalendarEdition, *, at: datetime, by: str) -> Draft:
    """Keep what was loaded, to be looked at and published."""
    row = CalendarDraft(
        calendar=calendar,
        base_version=calendars.versions_in_force(session).get(calendar),
        version=edition.calendar().version,
        content=edition.as_json(),
        loaded_at=at,
        loaded_by=by,
    )
    session.add(row)
    session.flush()
    return _draft(row)


def read(session: Session, draft_id: UUID) -> Draft:
    """A draft by its id. NoDraftError where there is none."""
    row = session.get(CalendarDraft, draft_id)
    if row is None:
        raise NoDraftError(f"no calendar draft {draft_id}: load the calendar again")
    return _draft(row)


def newest(session: Session, calendar: str) -> Draft | None:
    """What was loaded last for a calendar."""
    query = select(CalendarDraft).where(CalendarDraft.calendar == calendar)
    row = session.exec(query.order_by(col(CalendarDraft.loaded_at).desc()).limit(1)).first()
    return _draft(row) if row else None


def changes(session: Session, draft: Draft) -> CalendarChanges:
    """What publishing the draft would change of what is in force now."""
    return compare(calendars.edition_in_force(session, draft.calendar), draft.edition)


def _draft(row: CalendarDraft) -> Draft:
    return Draft(
        id=row.id,
        calendar=row.calendar,
        base_version=row.base_version,
        version=row.version,
        edition=CalendarEdition.from_json(row.content),
        loaded_at=row.loaded_at,
        loaded_by=row.loaded_by,
    )
