"""Pages that anyone may read: what this is, whether a letter stands, how the API is spoken."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from stores.papers.verified_letters import verified
from web.access import anyone
from web.backend import Backend, Uses
from web.problems import KINDS, not_found, too_many
from web.reference import read_reference
from web.signing_in.sign_in_page import address_of
from web.templating import page

router = APIRouter(
    include_in_schema=False, dependencies=[Depends(anyone)], default_response_class=HTMLResponse
)


@router.get("/")
def landing(request: Request) -> HTMLResponse:
    """What this is and where to go on."""
    return page(request, "landing.html")


@router.get("/docs")
def reference(request: Request) -> HTMLResponse:
    """The API, told from its own description: its parts, and what each problem means."""
    told = read_reference(request.app.openapi())
    return page(request, "reference.html", reference=told, problems=KINDS)


@router.get("/docs/{group}")
def reference_group(request: Request, group: str) -> HTMLResponse:
    """One part of the API, operation by operation."""
    told = read_reference(request.app.openapi())
    found = told.group(group)
    if found is None:
        raise not_found("This part of the API")
    return page(request, "reference_group.html", reference=told, group=found)


@router.get("/verify/{code}")
def verify_letter(request: Request, code: str, backend: Uses) -> HTMLResponse:
    """Whether a letter that someone holds still stands: amount and dates, nothing of the child."""
    _at_a_pace(request, backend)
    with backend.session() as session:
        letter = verified(session, code[:100].replace("\0", ""), backend.clock.wall())
    return page(request, "verify.html", 200 if letter else 404, letter=letter)


def _at_a_pace(request: Request, backend: Backend) -> None:
    """Before anything is looked up, so that who tries codes costs nothing."""
    if not backend.verifying.takes(address_of(request), backend.clock.wall().timestamp()):
        raise too_many(backend.verifying.seconds)
