"""An address that takes papers for a case by mail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import PrincipalKind


class CaseMailAddress(SQLModel, table=True):
    """``token`` stands before the @ after ``case+``; who knows it may send papers as ``holder``, no more.

    The holder is ``<kind>:<holder_id>``; each has one standing address a case, and may renew it.
    """

    __tablename__ = "case_mail_address"
    __table_args__ = (
        CheckConstraint("token ~ '^[a-z2-7]{26}$'", name="token"),
        CheckConstraint("ended_at >= made_at", name="ended_after_made"),
        Index("uq_case_mail_address_token", "token", unique=True),
        Index(
            "uq_case_mail_address_standing",
            "case_number",
            "holder_kind",
            "holder_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_number: str
    holder_kind: PrincipalKind = Field(sa_type=choice(PrincipalKind, "holder_kind"))
    holder_id: str
    token: str
    made_at: datetime
    ended_at: datetime | None = None
