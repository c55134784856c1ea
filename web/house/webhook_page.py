"""`/webhooks`: which systems of hospitals, insurers and administrators hear of their letters."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.permissions import Action
from rules.vocabulary import RecipientRole
from rules.webhook_url import WebhookUrlError
from stores.papers import webhooks
from stores.papers.webhooks import OWNERS, EndpointError
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.house import endpoints
from web.templating import page
from workflows.webhooks.trial import TrialAnswer

router = APIRouter(prefix="/webhooks", include_in_schema=False, default_response_class=HTMLResponse)

Manages = Annotated[Caller, Depends(Permission(Action.MANAGE_WEBHOOKS))]
Said = Annotated[str, Form(max_length=600)]


@router.get("")
def show_endpoints(request: Request, _caller: Manages, backend: Uses) -> HTMLResponse:
    """Every endpoint, and a form for one more."""
    return _page(request, backend)


@router.post("")
def add_endpoint(
    request: Request, caller: Manages, backend: Uses, owner: Said = "", code: Said = "", url: Said = ""
) -> HTMLResponse:
    """Register one; its secret is shown this once."""
    said = {"owner": owner, "code": code.strip(), "url": url.strip()}
    if owner not in OWNERS:
        return _page(request, backend, 422, said=said, wrong="owner")
    try:
        endpoint, secret = endpoints.register(
            backend, caller, RecipientRole(owner), said["code"], said["url"]
        )
    except WebhookUrlError as wrong:
        return _page(request, backend, 422, said=said, wrong="url", why=str(wrong))
    except EndpointError as wrong:
        return _page(request, backend, 422, said=said, wrong="code", why=str(wrong))
    return _page(request, backend, 201, fresh=(endpoint.id, secret))


@router.post("/{endpoint_id}/rotate")
def rotate_secret(request: Request, endpoint_id: UUID, caller: Manages, backend: Uses) -> HTMLResponse:
    """Take a new secret up, shown this once; the one before signs beside it for a week."""
    _, secret = endpoints.rotate(backend, caller, endpoint_id)
    return _page(request, backend, fresh=(endpoint_id, secret))


@router.post("/{endpoint_id}/try")
async def try_endpoint(request: Request, endpoint_id: UUID, caller: Manages, backend: Uses) -> HTMLResponse:
    """Send a message that tells nothing, and show what came back."""
    answer = await endpoints.tried(backend, caller, endpoint_id)
    return await run_in_threadpool(_page, request, backend, tried=(endpoint_id, answer))


@router.post("/{endpoint_id}/switch")
def switch_endpoint(endpoint_id: UUID, caller: Manages, backend: Uses) -> Response:
    """Turn an endpoint off, or on again; what waits for one that is off is refused."""
    endpoints.switch(backend, caller, endpoint_id)
    return RedirectResponse("/webhooks", 303)


def _page(
    request: Request,
    backend: Backend,
    status: int = 200,
    *,
    said: dict[str, str] | None = None,
    wrong: str = "",
    why: str = "",
    fresh: tuple[UUID, str] | None = None,
    tried: tuple[UUID, TrialAnswer] | None = None,
) -> HTMLResponse:
    with backend.session() as session:
        rows = webhooks.every(session)
    shown = {
        "said": said or {},
        "wrong": wrong,
        "why": why,
        "fresh": fresh,
        "tried": tried,
        "now": backend.clock.wall(),
    }
    return page(request, "webhooks.html", status, rows=rows, owners=tuple(OWNERS), **shown)
