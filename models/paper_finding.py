"""What does not fit in a paper of a case, or between it and another."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.findings.findings import FindingKind


class PaperFinding(SQLModel, table=True):
    """``detail`` is its evidence: ids, codes and amounts, no names."""

    __tablename__ = "paper_finding"

    id: UUID = Field(primary_key=True)
    case_number: str = Field(index=True)
    document_id: UUID = Field(foreign_key="document.id", ondelete="CASCADE", index=True)
    kind: FindingKind = Field(sa_type=choice(FindingKind, "kind"))
    about: str
    refers: bool
    detail: dict[str, Any] = Field(sa_type=JSONB)
    found_at: datetime
