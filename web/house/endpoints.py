"""What an administrator does to endpoints, from its page or through the API: makes, tries, turns them off."""

from uuid import UUID

from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session
from temporalio.client import RPCTimeoutOrCancelledError, WorkflowFailureError
from temporalio.service import RPCError

from letters.webhook import new_secret
from models.webhook_endpoint import WebhookEndpoint
from rules.permissions import Action
from rules.vocabulary import RecipientRole
from rules.webhook_url import check
from stores.papers import webhooks
from stores.trust import access_log
from web import problems
from web.access import Caller
from web.backend import Backend
from workflows.webhooks.trial import TrialAnswer, send_trial


def register(
    backend: Backend, caller: Caller, owner: RecipientRole, code: str, url: str
) -> tuple[WebhookEndpoint, str]:
    """The endpoint and its secret, which nobody is shown again.

    WebhookUrlError for an address that no webhook may go to, EndpointError for an unknown owner or one twice.
    """
    check(url, inside=backend.settings.webhooks_inside)
    secret = new_secret()
    endpoint = WebhookEndpoint(
        owner=owner,
        owner_code=code.replace("\0", ""),
        url=url,
        secret=b"",
        made_at=backend.clock.wall(),
        made_by=caller.reference,
    )
    webhooks.keep_secret(endpoint, secret, backend.settings.secret_key)
    with backend.session() as session:
        webhooks.add(session, endpoint)
        _note(session, caller, endpoint)
        session.expunge(endpoint)
    return endpoint, secret


def rotate(backend: Backend, caller: Caller, endpoint_id: UUID) -> tuple[WebhookEndpoint, str]:
    """A new secret for the endpoint; the one before signs beside it for a week. 404 for none."""
    secret = new_secret()
    with backend.session() as session:
        endpoint = _locked(session, endpoint_id)
        webhooks.rotate(endpoint, secret, backend.settings.secret_key, backend.clock.wall())
        _note(session, caller, endpoint)
        session.flush()
        session.expunge(endpoint)
    return endpoint, secret


async def tried(backend: Backend, caller: Caller, endpoint_id: UUID) -> TrialAnswer:
    """What the endpoint answers to a message that tells nothing. 404 for none."""
    await run_in_threadpool(_noted, backend, caller, endpoint_id)
    try:
        return await send_trial(await backend.temporal(), endpoint_id)
    except (TimeoutError, WorkflowFailureError, RPCError, RPCTimeoutOrCancelledError) as silent:
        raise problems.unavailable("The worker") from silent


def switch(backend: Backend, caller: Caller, endpoint_id: UUID, *, on: bool | None = None) -> WebhookEndpoint:
    """Turn it on or off, or else to the other; what waits for one that is off is refused. 404 for none."""
    with backend.session() as session:
        endpoint = _locked(session, endpoint_id)
        wanted = endpoint.off_at is not None if on is None else on
        endpoint.off_at = None if wanted else endpoint.off_at or backend.clock.wall()
        _note(session, caller, endpoint)
        session.flush()
        session.expunge(endpoint)
    return endpoint


def _noted(backend: Backend, caller: Caller, endpoint_id: UUID) -> None:
    with backend.session() as session:
        _note(session, caller, _locked(session, endpoint_id))


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
