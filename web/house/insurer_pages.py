"""`/house/insurers`: the companies that carry the risk."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.permissions import Action
from stores.house import places
from web.access import Caller, Permission
from web.api.bodies.house_bodies import InsurerBody
from web.backend import Backend, Uses
from web.forms.entry import Sent
from web.forms.page import Wrong
from web.house.house_frame import entered, form, house_page
from web.house.places_pages import keeps

router = APIRouter(prefix="/house", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_HOUSE))]
Keeps = Annotated[Caller, Depends(Permission(Action.MANAGE_PLACES))]


@router.get("/insurers")
def show_insurers(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """The companies that carry the risk."""
    return _insurers_page(request, caller, backend)


@router.post("/insurers")
async def save_insurer(request: Request, caller: Keeps, backend: Uses) -> Response:
    """Take an insurer in, or enter what is now true of one."""
    sent, body = await entered(request, backend, caller, InsurerBody)
    return await run_in_threadpool(_save_insurer, request, caller, backend, sent, body)


def _save_insurer(
    request: Request, caller: Caller, backend: Backend, sent: Sent, body: InsurerBody | Wrong
) -> Response:
    if isinstance(body, Wrong):
        return _insurers_page(request, caller, backend, sent, body)
    with backend.session() as session:
        places.save_insurer(session, caller.reference, body.code, body.model_dump(exclude={"code"}))
    return RedirectResponse("/house/insurers?done=saved", 303)


def _insurers_page(
    request: Request, caller: Caller, backend: Backend, sent: Sent | None = None, wrong: Wrong | None = None
) -> HTMLResponse:
    with backend.session() as session:
        found = places.insurers(session)
        chosen = next((row for row, _ in found if row.code == request.query_params.get("code")), None)
        begin = chosen.model_dump() if chosen else None
        return house_page(
            request,
            caller,
            "insurers.html",
            422 if wrong else 200,
            found=found,
            form=form(InsurerBody, begin, sent, wrong),
            keeps=keeps(caller),
            done=request.query_params.get("done", ""),
        )
