"""What somebody has entered in a form of a case and not sent yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class CaseDraft(SQLModel, table=True):
    """One a person, case and act. ``fields`` are as the browser sent them; files are not among them.

    ``seen_version`` is the version of the case that the person saw while entering it.
    """

    __tablename__ = "case_draft"

    person: str = Field(primary_key=True)
    case_number: str = Field(primary_key=True, foreign_key="cases.case_number", index=True)
    action: str = Field(primary_key=True)
    seen_version: int = Field(sa_type=BigInteger)
    fields: dict[str, Any] = Field(sa_type=JSONB)
    saved_at: datetime
