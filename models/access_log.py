"""Who looked at what."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index, func
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.roles import Role


class AccessLog(SQLModel, table=True):
    """Append-only. ``action`` names the page or call, ``subject`` is a case number or an opaque id."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_subject", "subject", "at"),)

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),)
    )
    at: datetime | None = Field(default=None, nullable=False, sa_column_kwargs={"server_default": func.now()})
    actor: str
    actor_role: Role = Field(sa_type=choice(Role, "actor_role"))
    action: str
    subject: str | None = None
    allowed: bool = True
    request_id: str | None = None
