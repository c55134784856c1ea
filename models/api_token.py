"""What a program or person shows to be let in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import PrincipalKind


class ApiToken(SQLModel, table=True):
    """Only the SHA-256 of the secret is kept.

    ``principal_id`` is the id of a guardian or staff row, the code of a hospital, or a system's name.
    """

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("secret_sha256"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret_sha256: str
    principal_kind: PrincipalKind = Field(sa_type=choice(PrincipalKind, "principal_kind"))
    principal_id: str
    label: str
    issued_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
