"""What was asked, in full: diagnoses, treatment, estimate."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class CaseRequest(SQLModel, table=True):
    """One row a case. ``content`` is the request as the case holds it, until erased; amounts are fen."""

    __tablename__ = "case_request"
    __table_args__ = (CheckConstraint("(content IS NULL) = (erased_at IS NOT NULL)", name="erased_at"),)

    case_number: str = Field(primary_key=True, foreign_key="cases.case_number")
    content: dict[str, Any] | None = Field(sa_type=JSONB(none_as_null=True))
    recorded_at: datetime
    erased_at: datetime | None = None
