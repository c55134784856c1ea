"""Endpoints that hear of letters: who registered which, and with what secrets its messages are signed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, SQLModel, col, select

from models.hospital import Hospital
from models.insurer import Insurer
from models.tpa import Tpa
from models.webhook_endpoint import WebhookEndpoint
from rules.vocabulary import RecipientRole
from stores.trust import sealed

BOTH_SECRETS_FOR = timedelta(days=7)
"""So long an earlier secret signs beside its successor: time for the receiver to take the new one up."""
OWNERS: dict[RecipientRole, type[SQLModel]] = {
    RecipientRole.HOSPITAL: Hospital,
    RecipientRole.INSURER: Insurer,
    RecipientRole.ADMINISTRATOR: Tpa,
}
_PURPOSE = "webhook"


class EndpointError(ValueError):
    """An endpoint cannot be registered so; the message says why and what to do."""


def add(session: Session, endpoint: WebhookEndpoint) -> None:
    """Register an endpoint; EndpointError for an unknown owner, or one that has it already."""
    if session.get(OWNERS[endpoint.owner], endpoint.owner_code) is None:
        raise EndpointError(f"no {endpoint.owner.lower()} has the code {endpoint.owner_code}: correct it")
    same = select(WebhookEndpoint).where(
        WebhookEndpoint.owner == endpoint.owner,
        WebhookEndpoint.owner_code == endpoint.owner_code,
        WebhookEndpoint.url == endpoint.url,
    )
    if session.exec(same).one_or_none():
        raise EndpointError(f"{endpoint.url} is registered for {endpoint.owner_code} already: see the list")
    session.add(endpoint)
    session.flush()


def every(session: Session) -> Sequence[WebhookEndpoint]:
    """All endpoints by owner."""
    order = (WebhookEndpoint.owner, WebhookEndpoint.owner_code, WebhookEndpoint.made_at)
    return session.exec(select(WebhookEndpoint).order_by(*map(col, order))).all()


def of_owners(session: Session, owners: Iterable[tuple[RecipientRole, str]]) -> tuple[WebhookEndpoint, ...]:
    """The endpoints of these owners that are on, the oldest first."""
    on = select(WebhookEndpoint).where(col(WebhookEndpoint.off_at).is_(None))
    wanted = set(owners)
    mine = on.where(col(WebhookEndpoint.owner_code).in_({code for _, code in wanted}))
    found = session.exec(mine.order_by(col(WebhookEndpoint.made_at), col(WebhookEndpoint.id)))
    return tuple(each for each in found if (each.owner, each.owner_code) in wanted)


def get(session: Session, endpoint_id: UUID, *, lock: bool = False) -> WebhookEndpoint | None:
    """One endpoint."""
    return session.get(WebhookEndpoint, endpoint_id, with_for_update=lock)


def keep_secret(endpoint: WebhookEndpoint, secret: str, key: str) -> None:
    """Give a new endpoint its secret."""
    endpoint.secret = sealed.seal(secret, key, _PURPOSE, endpoint.id.bytes)


def rotate(endpoint: WebhookEndpoint, secret: str, key: str, at: datetime) -> None:
    """Take a new secret up; the one before signs beside it for a while."""
    endpoint.earlier_secret, endpoint.earlier_until = endpoint.secret, at + BOTH_SECRETS_FOR
    keep_secret(endpoint, secret, key)


def secrets_of(endpoint: WebhookEndpoint, key: str, at: datetime) -> tuple[str, ...]:
    """The secrets that sign at this instant, the present one first."""
    kept = [endpoint.secret]
    if endpoint.earlier_secret and endpoint.earlier_until and at < endpoint.earlier_until:
        kept.append(endpoint.earlier_secret)
    return tuple(sealed.unseal(each, key, _PURPOSE, endpoint.id.bytes) for each in kept)
