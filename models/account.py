"""What a clerk or member of staff signs in with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import PrincipalKind


class Account(SQLModel, table=True):
    """``name`` is typed at the door; ``principal_id`` is as in `ApiToken`. Families have a phone instead.

    ``second_factor`` is the sealed secret of an authenticator; it counts once ``second_factor_at`` is set.
    ``second_factor_step`` is the last half minute whose code was taken: no code opens twice.
    ``password_once``: somebody else knows the password, so its owner first sets another.
    """

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("principal_kind IN ('HOSPITAL', 'STAFF')", name="with_password"),
        CheckConstraint("name = lower(name)", name="name_in_lower_case"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    principal_kind: PrincipalKind = Field(sa_type=choice(PrincipalKind, "principal_kind"))
    principal_id: str
    password_hash: str
    password_set_at: datetime
    password_once: bool = False
    second_factor: bytes | None = None
    second_factor_at: datetime | None = None
    second_factor_step: int | None = Field(default=None, sa_type=BigInteger)
    disabled_at: datetime | None = None
