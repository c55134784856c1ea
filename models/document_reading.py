"""What a machine read off a document of a case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Column, Field, SQLModel

from models.columns import choice
from rules.findings.reading import PaperKind
from rules.findings.states import ReadingState


class DocumentReading(SQLModel, table=True):
    """Ordered with the document, written once. ``content`` is the whole reading, with its personal data.

    It goes with its document: erasing the one erases the other. What it is found by is its first paper's.
    """

    __tablename__ = "document_reading"
    __table_args__ = (
        CheckConstraint("(state = 'READ') = (content IS NOT NULL)", name="content"),
        Index(
            "ix_document_reading_invoice_key", "invoice_key", postgresql_where=text("invoice_key IS NOT NULL")
        ),
        Index(
            "ix_document_reading_invoice_number",
            "invoice_number",
            postgresql_where=text("invoice_number IS NOT NULL"),
        ),
        Index("ix_document_reading_reverses", "reverses", postgresql_where=text("reverses IS NOT NULL")),
        Index("ix_document_reading_others_known_by", "others_known_by", postgresql_using="gin"),
    )

    document_id: UUID = Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
    case_number: str = Field(index=True)
    state: ReadingState = Field(sa_type=choice(ReadingState, "state"))
    ordered_at: datetime
    read_at: datetime | None = None
    kind: PaperKind | None = Field(default=None, sa_type=choice(PaperKind, "kind"))
    content: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    problem: str | None = None
    invoice_key: str | None = None
    invoice_number: str | None = None
    reverses: str | None = None
    others_known_by: list[str] | None = Field(default=None, sa_column=Column(ARRAY(String)))
    """Invoices behind the first paper of the file: keys, numbers, and numbers that they take back."""
