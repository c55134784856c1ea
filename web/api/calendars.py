"""`/api/v1/calendars`: working calendars, what a loaded one would move, and publishing it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from pydantic import Field

from models.calendar_publication import CalendarPublication
from rules.calendar import CalendarStatus
from rules.calendar_edition import CalendarYear, hours_as_text
from rules.permissions import Action
from web.access import Caller, Permission
from web.api.bodies.fields import Body, View
from web.backend import Uses
from web.clocks import calendars
from web.clocks.calendars import InForce, Preview

router = APIRouter(prefix="/api/v1", tags=["Calendars"])

READS = [Depends(Permission(Action.READ_CALENDAR))]
LOOKS = [Depends(Permission(Action.PUBLISH_CALENDAR))]
Publishes = Annotated[Caller, Depends(Permission(Action.PUBLISH_CALENDAR))]
Name = Annotated[str, Path(pattern=r"^[A-Z][A-Z0-9-]{0,39}$", examples=["STANDARD"])]
DraftId = Annotated[UUID, Path(examples=["0d6f7d0e-9a0b-4c8b-8a51-3c6f5f2f9f10"])]


class CalendarYearView(View):
    """A year of a calendar with each day that departs from Monday to Friday."""

    year: int
    status: CalendarStatus
    """PROVISIONAL until the State Council's notice is loaded: deadlines in it may still move."""
    source: str
    rest_days: dict[date, str]
    make_up_working_days: dict[date, str]


class CalendarView(View):
    """A calendar as it is in force."""

    name: str
    version: str
    hours: tuple[str, ...]
    years: tuple[CalendarYearView, ...]


class DayChangeView(View):
    """A day that becomes worked, or free."""

    on: date
    is_working: bool
    name: str


class YearChangeView(View):
    """A year that is new, or whose status, source or days change."""

    year: int
    before: CalendarStatus | None
    after: CalendarStatus
    source: str


class PublicationView(View):
    """A version put in force, and how far the open cases are."""

    key: UUID | None
    """Null where Lipei itself put it in force at a start."""
    calendar: str
    version: str
    published_at: datetime
    published_by: str
    cases: int
    """Open cases that had yet to follow when it was put in force."""
    left: int
    """How many of them still have."""
    finished_at: datetime | None


class ProgressView(PublicationView):
    """How a publication goes, by name where cases did not answer."""

    stragglers: tuple[str, ...]
    """Cases that have yet to follow though it is finished, 50 at most: they are told every hour."""


class DraftView(View):
    """A loaded calendar and what publishing it would move now."""

    id: UUID
    calendar: str
    version: str
    loaded_at: datetime
    loaded_by: str
    days: tuple[DayChangeView, ...]
    years: tuple[YearChangeView, ...]
    hours_before: tuple[str, ...]
    hours_after: tuple[str, ...]
    cases_touched: int
    """Open cases with a clock that runs over a day that changes."""
    clocks_touched: int
    outdated: bool
    """Another version was published since it was loaded: load it again."""
    publication: PublicationView | None


class CalendarsView(View):
    """Every calendar, and what was published last."""

    calendars: tuple[CalendarView, ...]
    publications: tuple[PublicationView, ...]


class LoadBody(Body):
    """A year in the form of the files in `plans/calendars`, other hours, or both."""

    file: str = Field(default="", max_length=100_000)
    """Text of the year's file."""
    hours: tuple[str, ...] = Field(default=(), max_length=6)
    """Shifts of a working day; empty leaves them as they are."""


LOAD_EXAMPLE = {
    "file": "year: 2027\nstatus: FINAL\nsource: 国务院办公厅关于2027年部分节假日安排的通知\n"
    "rest_days:\n  元旦: [2027-01-01]\nmake_up_working_days: {}\n",
    "hours": ["09:00-12:00", "13:30-18:00"],
}


@router.get(
    "/calendars",
    operation_id="listCalendars",
    summary="Read the calendars in force",
    dependencies=READS,
)
def list_calendars(backend: Uses) -> CalendarsView:
    """Each with its hours and years, and the notice that fixes each year."""
    held, published = calendars.overview(backend)
    return CalendarsView(
        calendars=tuple(_calendar(each) for each in held),
        publications=tuple(_publication(each) for each in published),
    )


@router.post(
    "/calendars/{name}/drafts",
    operation_id="loadCalendar",
    summary="Load a year or other hours, and see what they would move",
    status_code=201,
    openapi_extra={"requestBody": {"content": {"application/json": {"example": LOAD_EXAMPLE}}}},
)
def load_calendar(name: Name, body: LoadBody, caller: Publishes, backend: Uses) -> DraftView:
    """Nothing moves before the draft is published. A calendar that is new begins as the standard one."""
    return _draft(calendars.load(backend, caller, calendar=name, file=body.file, hours=body.hours))


@router.get(
    "/calendar-drafts/{draft_id}",
    operation_id="getCalendarDraft",
    summary="See what a draft moves",
    dependencies=LOOKS,
)
def get_draft(draft_id: DraftId, backend: Uses) -> DraftView:
    """Against what is in force now."""
    return _draft(calendars.preview(backend, draft_id))


@router.post(
    "/calendar-drafts/{draft_id}/publish",
    operation_id="publishCalendar",
    summary="Put a draft in force; open cases follow",
    status_code=202,
)
async def publish_calendar(draft_id: DraftId, caller: Publishes, backend: Uses) -> DraftView:
    """Sent again, it changes nothing: the draft's id is the key. Look at the publication for how it goes."""
    return _draft(await calendars.publish(backend, caller, draft_id))


@router.get(
    "/calendar-publications/{draft_id}",
    operation_id="getCalendarPublication",
    summary="See how far the open cases are",
    dependencies=READS,
)
def get_publication(draft_id: DraftId, backend: Uses) -> ProgressView:
    """By the id of the draft that was published; 404 until it is in force."""
    found = calendars.publication(backend, draft_id)
    told = _publication(found).model_dump()
    return ProgressView(**told, stragglers=calendars.stragglers(backend, found))


def _calendar(held: InForce) -> CalendarView:
    return CalendarView(
        name=held.name,
        version=held.version,
        hours=tuple(hours_as_text(held.edition.hours)),
        years=tuple(_year(year) for year in held.edition.years),
    )


def _year(year: CalendarYear) -> CalendarYearView:
    return CalendarYearView(
        year=year.year,
        status=year.status,
        source=year.source,
        rest_days=dict(year.rest_days),
        make_up_working_days=dict(year.make_up_working_days),
    )


def _draft(seen: Preview) -> DraftView:
    draft, changes = seen.draft, seen.changes
    return DraftView(
        id=draft.id,
        calendar=draft.calendar,
        version=draft.version,
        loaded_at=draft.loaded_at,
        loaded_by=draft.loaded_by,
        days=tuple(DayChangeView.model_validate(each) for each in changes.days),
        years=tuple(YearChangeView.model_validate(each) for each in changes.years),
        hours_before=changes.hours_before,
        hours_after=changes.hours_after,
        cases_touched=seen.touched.cases,
        clocks_touched=seen.touched.clocks,
        outdated=seen.outdated,
        publication=_publication(seen.published) if seen.published else None,
    )


def _publication(found: CalendarPublication) -> PublicationView:
    return PublicationView(
        key=_uuid(found.key),
        calendar=found.calendar,
        version=found.version,
        published_at=found.published_at,
        published_by=found.published_by,
        cases=found.cases,
        left=found.left_over,
        finished_at=found.finished_at,
    )


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
