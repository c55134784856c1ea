"""Calendars for people: what is in force, what was loaded, what it would move, and how publishing goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from models.calendar_publication import CalendarPublication
from rules.calendar_changes import CalendarChanges
from rules.calendar_edition import STANDARD, CalendarEdition, hours_of
from rules.catalogue.calendars import CalendarFileError, read_calendar_text
from stores.clocks import calendar_drafts, calendar_followers, calendars
from stores.clocks.calendar_drafts import Draft, NoDraftError
from stores.clocks.calendar_followers import Touched
from stores.trust import access_log
from web import problems
from web.access import Caller
from web.backend import Backend
from web.problems import FieldError, ProblemError, invalid
from workflows import calendar_desk
from workflows.calendar_desk import PublishOrder

MOST_NAMED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A calendar with what it says now."""

    name: str
    version: str
    edition: CalendarEdition


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A draft, what it would change now, and how many open cases and clocks run over what changes.

    ``outdated``: another version was published since it was loaded. ``published``: it is in force itself,
    or was.
    """

    draft: Draft
    changes: CalendarChanges
    touched: Touched
    outdated: bool
    published: CalendarPublication | None


def overview(backend: Backend) -> tuple[list[InForce], Sequence[CalendarPublication]]:
    """Every calendar as it is in force, and what was published last."""
    with backend.session() as session:
        held = [
            InForce(name=name, version=version, edition=calendars.edition(session, version))
            for name, version in sorted(calendars.versions_in_force(session).items())
        ]
        return held, calendars.publications(session)


def load(backend: Backend, caller: Caller, *, calendar: str, file: str, hours: Sequence[str]) -> Preview:
    """Load a year, other hours, or both, as a draft; 422 names what is wrong with which."""
    with backend.session() as session:
        held = calendars.edition_in_force(session, calendar)
        edition = held or calendars.edition_in_force(session, STANDARD)
        assert edition is not None  # the shipped calendar is published before the app starts
        draft = calendar_drafts.keep(
            session,
            calendar,
            _changed(edition, file, hours),
            at=backend.clock.wall(),
            by=caller.reference,
        )
        _log(session, caller, "LOAD_CALENDAR", calendar)
        return _preview(session, draft)


def _changed(edition: CalendarEdition, file: str, hours: Sequence[str]) -> CalendarEdition:
    errors = []
    if not file.strip() and not hours:
        raise invalid(FieldError("file", "load a year, give other hours, or both"))
    try:
        edition = edition.with_year(read_calendar_text(file)) if file.strip() else edition
    except CalendarFileError as wrong:
        errors.append(FieldError("file", str(wrong)))
    try:
        edition = edition.with_hours(hours_of(list(hours))) if hours else edition
    except ValueError as wrong:
        errors.append(FieldError("hours", str(wrong)))
    if errors:
        raise invalid(*errors)
    return edition


def preview(backend: Backend, draft_id: UUID) -> Preview:
    """What publishing a draft would do now; 404 for none."""
    with backend.session() as session:
        try:
            return _preview(session, calendar_drafts.read(session, draft_id))
        except NoDraftError:
            raise problems.not_found("This draft of a calendar") from None


def _preview(session: Session, draft: Draft) -> Preview:
    changes = calendar_drafts.changes(session, draft)
    published = calendars.find_publication(session, str(draft.id))
    in_force = calendars.versions_in_force(session).get(draft.calendar)
    return Preview(
        draft=draft,
        changes=changes,
        touched=calendar_followers.touched(session, draft.calendar, changes.span),
        outdated=published is None and in_force != draft.base_version,
        published=published,
    )


async def publish(backend: Backend, caller: Caller, draft_id: UUID) -> Preview:
    """Begin to publish a draft; one that was published before is left alone. 409 for an outdated one."""
    seen = await run_in_threadpool(preview, backend, draft_id)
    if seen.published:
        return seen
    if seen.outdated or seen.changes.nothing:
        raise ProblemError(problems.NOT_NOW, _why_not(seen))
    await run_in_threadpool(_logged, backend, caller, str(draft_id))
    order = PublishOrder(
        key=str(draft_id),
        calendar=seen.draft.calendar,
        draft_id=str(draft_id),
        by=caller.reference,
        at=backend.clock.wall(),
    )
    await calendar_desk.begin(await backend.temporal(), order)
    return seen


def _why_not(seen: Preview) -> str:
    if seen.changes.nothing:
        return "The draft says what is in force already: there is nothing to publish."
    return (
        "Another version of this calendar was published since the draft was loaded: "
        "load the file again and look at what it moves now."
    )


def publication(backend: Backend, key: UUID) -> CalendarPublication:
    """How a publication goes; 404 before it is in force, and for none."""
    with backend.session() as session:
        found = calendars.find_publication(session, str(key))
    if found is None:
        raise problems.not_found("This publication of a calendar")
    return found


def stragglers(backend: Backend, found: CalendarPublication) -> tuple[str, ...]:
    """Cases that have yet to follow, once all were told; whatever was published, they follow the newest."""
    if is_running(found) or not found.left_over:
        return ()
    with backend.session() as session:
        behind = calendar_followers.page_behind(session, "", MOST_NAMED)
    return tuple(case.case_number for case in behind)


def _logged(backend: Backend, caller: Caller, subject: str) -> None:
    with backend.session() as session:
        _log(session, caller, "PUBLISH_CALENDAR", subject)


def _log(session: Session, caller: Caller, action: str, subject: str) -> None:
    access_log.write(session, caller.actor, action, subject=subject, request_id=caller.request_id)


def is_running(found: CalendarPublication) -> bool:
    """Whether cases are being told."""
    return found.finished_at is None
