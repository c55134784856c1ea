"""A browser that somebody signed in with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import PrincipalKind


class WebSession(SQLModel, table=True):
    """Only the SHA-256 of the secret in the cookie is kept. ``account_id`` is None for families.

    ``waits_for_code``: the password was right, the second factor is still to come; it opens nothing yet.
    ``challenge`` is what a passkey was last asked to sign in this browser; it counts once, and not for long.
    """

    __tablename__ = "web_session"
    __table_args__ = (
        UniqueConstraint("secret_sha256"),
        CheckConstraint("(challenge IS NULL) = (challenge_until IS NULL)", name="challenge"),
        Index(
            "ix_web_session_open",
            "principal_kind",
            "principal_id",
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret_sha256: str
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    principal_kind: PrincipalKind = Field(sa_type=choice(PrincipalKind, "principal_kind"))
    principal_id: str
    waits_for_code: bool = False
    browser: str
    begun_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    challenge: bytes | None = Field(default=None, sa_type=LargeBinary)
    challenge_until: datetime | None = None
