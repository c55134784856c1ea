"""`/api/v1/webhooks`: which systems of hospitals, insurers and administrators hear of their letters."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi import Body as Sent

from models.webhook_endpoint import WebhookEndpoint
from rules.permissions import Action
from rules.vocabulary import RecipientRole
from rules.webhook_url import WebhookUrlError
from stores.papers import webhooks
from stores.papers.webhooks import EndpointError
from web import problems
from web.access import Caller, Permission
from web.api.bodies.webhook_bodies import SwitchBody, WebhookBody
from web.api.views.webhook_views import SecretView, TrialView, WebhooksView, WebhookView
from web.backend import Uses
from web.house import endpoints
from web.problems import FieldError

router = APIRouter(prefix="/api/v1/webhooks", tags=["House"])

Manages = Annotated[Caller, Depends(Permission(Action.MANAGE_WEBHOOKS))]
NEW: dict[str, Any] = {
    "clinic": {
        "value": {"owner": "HOSPITAL", "code": "RENAI-SH", "url": "https://claims.renai.example.com/hook"}
    }
}
OFF: dict[str, Any] = {"off": {"value": {"on": False}}}


@router.get("", operation_id="listWebhooks", summary="Read the webhooks")
def list_webhooks(_caller: Manages, backend: Uses) -> WebhooksView:
    """Every endpoint; secrets are shown when they are made, and never again."""
    with backend.session() as session:
        return WebhooksView(webhooks=tuple(_view(each) for each in webhooks.every(session)))


@router.post("", operation_id="addWebhook", summary="Register a webhook", status_code=201)
def add_webhook(
    body: Annotated[WebhookBody, Sent(openapi_examples=NEW)], caller: Manages, backend: Uses
) -> SecretView:
    """With the secret that signs what is sent, this once."""
    try:
        endpoint, secret = endpoints.register(backend, caller, RecipientRole(body.owner), body.code, body.url)
    except WebhookUrlError as wrong:
        raise problems.invalid(FieldError("url", str(wrong))) from wrong
    except EndpointError as wrong:
        raise problems.invalid(FieldError("code", str(wrong))) from wrong
    return SecretView(webhook=_view(endpoint), secret=secret)


@router.post("/{endpoint_id}/rotate", operation_id="rotateWebhook", summary="Give a webhook a new secret")
def rotate_webhook(endpoint_id: UUID, caller: Manages, backend: Uses) -> SecretView:
    """Shown this once; the one before signs beside it for a week."""
    endpoint, secret = endpoints.rotate(backend, caller, endpoint_id)
    return SecretView(webhook=_view(endpoint), secret=secret)


@router.post("/{endpoint_id}/try", operation_id="tryWebhook", summary="Send a webhook a trial")
async def try_webhook(endpoint_id: UUID, caller: Manages, backend: Uses) -> TrialView:
    """A message that tells nothing, and what came back."""
    answer = await endpoints.tried(backend, caller, endpoint_id)
    return TrialView(taken=answer.taken, said=answer.said)


@router.put("/{endpoint_id}/state", operation_id="switchWebhook", summary="Turn a webhook on or off")
def switch_webhook(
    endpoint_id: UUID,
    body: Annotated[SwitchBody, Sent(openapi_examples=OFF)],
    caller: Manages,
    backend: Uses,
) -> WebhookView:
    """What waits for one that is off is refused."""
    return _view(endpoints.switch(backend, caller, endpoint_id, on=body.on))


def _view(endpoint: WebhookEndpoint) -> WebhookView:
    return WebhookView(
        id=endpoint.id,
        owner=endpoint.owner,
        code=endpoint.owner_code,
        url=endpoint.url,
        on=endpoint.off_at is None,
        made_at=endpoint.made_at,
        earlier_until=endpoint.earlier_until,
    )
