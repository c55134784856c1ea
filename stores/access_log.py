"""Who looked at whose data: append-only."""

from sqlmodel import Session

from models.access_log import AccessLog
from rules.roles import Actor, Role


def write(
    session: Session,
    actor: Actor,
    action: str,
    *,
    subject: str | None = None,
    allowed: bool = True,
    request_id: str | None = None,
) -> None:
    """Note one look; ``subject`` is a case number or an opaque id, None for a list."""
    entry = AccessLog(
        actor=actor.reference,
        actor_role=actor.roles[0] if actor.roles else Role.SYSTEM,
        action=action,
        subject=subject,
        allowed=allowed,
        request_id=request_id,
    )
    session.add(entry)
