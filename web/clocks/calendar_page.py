"""`/calendars`: supervisors load a notice, look at what it moves, publish it and see the cases follow."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.calendar_edition import STANDARD, hours_as_text
from rules.permissions import Action
from stores.cover.people import names_of
from web import problems
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.clocks import calendars
from web.problems import FieldError, ProblemError
from web.templating import page

router = APIRouter(prefix="/calendars", include_in_schema=False, default_response_class=HTMLResponse)

READS = [Depends(Permission(Action.READ_CALENDAR))]
LOOKS = [Depends(Permission(Action.PUBLISH_CALENDAR))]
Publishes = Annotated[Caller, Depends(Permission(Action.PUBLISH_CALENDAR))]
SEE_OTHER = 303
_NAME = Annotated[str, Form(pattern=r"^[A-Z][A-Z0-9-]{0,39}$")]


@router.get("", dependencies=READS)
def show_calendars(request: Request, backend: Uses) -> HTMLResponse:
    """What is in force, what was published, and a form to load a year or other hours."""
    return _overview(request, backend)


@router.post("/drafts")
def load_calendar(
    request: Request,
    caller: Publishes,
    backend: Uses,
    calendar: _NAME = STANDARD,
    file: Annotated[str, Form(max_length=100_000)] = "",
    hours: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Load what the form holds; what is wrong is shown beside it."""
    shifts = [shift.strip() for shift in hours.split(",") if shift.strip()]
    try:
        seen = calendars.load(backend, caller, calendar=calendar, file=file, hours=shifts)
    except ProblemError as wrong:
        if wrong.kind is not problems.INVALID:
            raise
        said = {"calendar": calendar, "file": file, "hours": hours}
        return _overview(request, backend, status=422, said=said, errors=wrong.errors)
    return RedirectResponse(f"/calendars/drafts/{seen.draft.id}", SEE_OTHER)


@router.get("/drafts/{draft_id}", dependencies=LOOKS)
def show_draft(request: Request, draft_id: UUID, backend: Uses) -> HTMLResponse:
    """What moves, before it does."""
    return _draft(request, backend, calendars.preview(backend, draft_id))


@router.post("/drafts/{draft_id}/publish")
async def publish_calendar(request: Request, draft_id: UUID, caller: Publishes, backend: Uses) -> Response:
    """Publish, then show how it goes; a draft that cannot be published any more is shown again."""
    try:
        await calendars.publish(backend, caller, draft_id)
    except ProblemError as refused:
        if refused.kind is not problems.NOT_NOW:
            raise
        seen = await run_in_threadpool(calendars.preview, backend, draft_id)
        return await run_in_threadpool(_draft, request, backend, seen, refused.kind.status)
    return RedirectResponse(f"/calendars/publications/{draft_id}", SEE_OTHER)


@router.get("/publications/{draft_id}", dependencies=READS)
def show_publication(request: Request, draft_id: UUID, backend: Uses) -> HTMLResponse:
    """How many cases have followed; the page loads itself again while some have not."""
    calendars.preview(backend, draft_id)
    try:
        found = calendars.publication(backend, draft_id)
    except ProblemError:
        found = None
    left = calendars.stragglers(backend, found) if found else ()
    answer = page(request, "calendar_publication.html", found=found, stragglers=left)
    if found is None or calendars.is_running(found):
        answer.headers["Refresh"] = "2"
    return answer


def _draft(request: Request, backend: Backend, seen: calendars.Preview, status: int = 200) -> HTMLResponse:
    names = _names(backend, (seen.draft.loaded_by,))
    return page(request, "calendar_draft.html", status, seen=seen, names=names)


def _names(backend: Backend, references: Iterable[str]) -> dict[str, str]:
    with backend.session() as session:
        return names_of(session, references)


def _overview(
    request: Request,
    backend: Backend,
    *,
    status: int = 200,
    said: dict[str, str] | None = None,
    errors: tuple[FieldError, ...] = (),
) -> HTMLResponse:
    held, published = calendars.overview(backend)
    return page(
        request,
        "calendars.html",
        status,
        held=[(each, ", ".join(hours_as_text(each.edition.hours))) for each in held],
        published=published,
        names=_names(backend, (each.published_by for each in published)),
        said=said or {"calendar": STANDARD, "file": "", "hours": ""},
        errors=errors,
    )
