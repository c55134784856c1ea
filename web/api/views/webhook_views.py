"""What the API tells of webhooks."""

from datetime import datetime
from uuid import UUID

from rules.vocabulary import RecipientRole
from web.api.bodies.fields import View


class WebhookView(View):
    """An endpoint, without its secret."""

    id: UUID
    owner: RecipientRole
    code: str
    url: str
    on: bool
    made_at: datetime
    earlier_until: datetime | None
    """Until when the secret before signs beside the present one."""


class WebhooksView(View):
    """Every endpoint."""

    webhooks: tuple[WebhookView, ...]


class SecretView(View):
    """An endpoint with its secret, shown this once."""

    webhook: WebhookView
    secret: str


class TrialView(View):
    """Whether an endpoint took a trial, and what its server said."""

    taken: bool
    said: str
