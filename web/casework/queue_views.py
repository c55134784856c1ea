"""`/work/views` and `/work/live`: views of the queue that people keep, and word of new cases."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Header, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse

from stores.casework import queue, saved_views
from stores.casework.queue import Asked
from stores.casework.saved_views import ViewWish
from web import problems
from web.backend import Backend, Uses
from web.casework.case_desk import LASTS_SECONDS
from web.casework.work_page import Wants, Works
from web.problems import FieldError
from web.templating import page

router = APIRouter(prefix="/work", include_in_schema=False)
LOOK_SECONDS = 5.0


@router.post("/views")
def keep_view(
    caller: Works,
    backend: Uses,
    name: Annotated[str, Form(max_length=60)] = "",
    query: Annotated[str, Form(max_length=1000)] = "",
    shared: Annotated[bool, Form()] = False,
    opens_first: Annotated[bool, Form()] = False,
) -> Response:
    """Keep what the queue shows now under a name."""
    said = name.replace("\0", "").strip()
    if not said:
        raise problems.invalid(FieldError("name", "is missing: give the view a name"))
    asked = query.replace("\0", "").lstrip("?") or "view=open"
    wish = ViewWish(name=said, query=asked, shared=shared, opens_first=opens_first)
    with backend.session() as session:
        saved_views.keep(session, caller.reference, wish, backend.clock.wall())
    return RedirectResponse(f"/work?{asked}", 303)


@router.post("/views/{view_id}/forget")
def forget_view(view_id: UUID, caller: Works, backend: Uses) -> Response:
    """Forget a view of my own."""
    with backend.session() as session:
        saved_views.drop(session, caller.reference, view_id)
    return RedirectResponse("/work?view=open", 303)


@router.get("/live")
async def watch(
    request: Request, backend: Uses, asked: Wants, last_event_id: Annotated[str, Header()] = ""
) -> StreamingResponse:
    """How many cases were opened since the page, or since the last word of it; ids are instants."""
    since = _instant(last_event_id) or backend.clock.wall()
    return StreamingResponse(_news(request, backend, asked, since), media_type="text/event-stream")


def _instant(said: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found if found.tzinfo else None


async def _news(request: Request, backend: Backend, asked: Asked, since: datetime) -> AsyncIterator[str]:
    yield f"retry: 5000\nid: {since.isoformat()}\ndata:\n\n"
    told = 0
    for _ in range(int(LASTS_SECONDS / LOOK_SECONDS)):
        if await request.is_disconnected():
            return
        count = await run_in_threadpool(_count, backend, asked, since)
        if count != told:
            told = count
            html = bytes(page(request, "fresh.html", count=count).body).decode()
            yield f"event: cases\nid: {since.isoformat()}\ndata: {json.dumps({'html': html})}\n\n"
        await asyncio.sleep(LOOK_SECONDS)


def _count(backend: Backend, asked: Asked, since: datetime) -> int:
    with backend.session() as session:
        return queue.come_since(session, asked, since)
