"""`/webhooks`: which systems of hospitals, insurers and administrators hear of their letters."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response
from temporalio.client import RPCTimeoutOrCancelledError, WorkflowFailureError
from temporalio.service import RPCError

from letters.webhook import new_secret
from models.webhook_endpoint import WebhookEndpoint
from rules.permissions import Action
from rules.vocabulary import RecipientRole
from rules.webhook_url import WebhookUrlError, check
from stores.papers import webhooks
from stores.papers.webhooks import OWNERS, EndpointError
from stores.trust import access_log
from web import problems
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.templating import page
from workflows.webhooks.trial import TrialAnswer, send_trial

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
        check(said["url"], inside=backend.settings.webhooks_inside)
    except WebhookUrlError as wrong:
        return _page(request, backend, 422, said=said, wrong="url", why=str(wrong))
    secret = new_secret()
    endpoint = WebhookEndpoint(
        owner=RecipientRole(owner),
        owner_code=said["code"].replace("\0", ""),
        url=said["url"],
        secret=b"",
        made_at=backend.clock.wall(),
        made_by=caller.reference,
    )
    webhooks.keep_secret(endpoint, secret, backend.settings.secret_key)
    try:
        with backend.session() as session:
            webhooks.add(session, endpoint)
            _note(session, caller, endpoint)
    except EndpointError as wrong:
        return _page(request, backend, 422, said=said, wrong="code", why=str(wrong))
    return _page(request, backend, 201, fresh=(endpoint.id, secret))


@router.post("/{endpoint_id}/rotate")
def rotate_secret(request: Request, endpoint_id: UUID, caller: Manages, backend: Uses) -> HTMLResponse:
    """Take a new secret up, shown this once; the one before signs beside it for a week."""
    secret = new_secret()
    with backend.session() as session:
        endpoint = _locked(session, endpoint_id)
        webhooks.rotate(endpoint, secret, backend.settings.secret_key, backend.clock.wall())
        _note(session, caller, endpoint)
    return _page(request, backend, fresh=(endpoint_id, secret))


@router.post("/{endpoint_id}/try")
async def try_endpoint(request: Request, endpoint_id: UUID, caller: Manages, backend: Uses) -> HTMLResponse:
    """Send a message that tells nothing, and show what came back."""
    await run_in_threadpool(_noted, backend, caller, endpoint_id)
    try:
        answer = await send_trial(await backend.temporal(), endpoint_id)
    except (TimeoutError, WorkflowFailureError, RPCError, RPCTimeoutOrCancelledError) as silent:
        raise problems.unavailable("The worker") from silent
    return await run_in_threadpool(_page, request, backend, tried=(endpoint_id, answer))


def _noted(backend: Backend, caller: Caller, endpoint_id: UUID) -> None:
    with backend.session() as session:
        _note(session, caller, _locked(session, endpoint_id))


@router.post("/{endpoint_id}/switch")
def switch_endpoint(endpoint_id: UUID, caller: Manages, backend: Uses) -> Response:
    """Turn an endpoint off, or on again; what waits for one that is off is refused."""
    with backend.session() as session:
        endpoint = _locked(session, endpoint_id)
        endpoint.off_at = None if endpoint.off_at else backend.clock.wall()
        _note(session, caller, endpoint)
    return RedirectResponse("/webhooks", 303)


def _locked(session: Session, endpoint_id: UUID) -> WebhookEndpoint:
    endpoint = webhooks.get(session, endpoint_id, lock=True)
    if endpoint is None:
        raise problems.not_found("This endpoint")
    return endpoint


def _note(session: Session, caller: Caller, endpoint: WebhookEndpoint) -> None:
    access_log.write(
        session,
        caller.actor,
        Action.MANAGE_WEBHOOKS,
        subject=str(endpoint.id),
        request_id=caller.request_id,
    )


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
