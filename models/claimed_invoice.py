"""A bill that a settled claim has used up."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models import columns as columns


class ClaimedInvoice(SQLModel, table=True):
    """No bill is claimed twice (R-141). ``key`` is ``code:number``, ``:number`` without a code."""

    __tablename__ = "claimed_invoice"
    __table_args__ = (
        Index(
            "uq_claimed_invoice_standing", "key", unique=True, postgresql_where=text("reversed_at IS NULL")
        ),
    )

    decision_id: UUID = Field(primary_key=True, foreign_key="decision.id")
    key: str = Field(primary_key=True)
    claimed_at: datetime
    reversed_at: datetime | None = None
