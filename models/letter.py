"""A letter that leaves the house."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Sequence,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship, SQLModel

from models.columns import choice
from models.guarantee_version import GuaranteeVersion
from models.letter_delivery import LetterDelivery
from rules.vocabulary import AnswerWay, Language, LetterAnswer, LetterStatus

letter_sequence = Sequence("letter_number_sequence", metadata=SQLModel.metadata)
"""Feeds letter numbers; gaps are allowed."""


class Letter(SQLModel, table=True):
    """The number is made before rendering. ``content`` and ``template_version`` re-render the same bytes.

    ``sha256`` is of the unsigned rendering, ``signed_sha256`` of the file that was sent.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("case_number", "code", "ordinal"),
        UniqueConstraint("object_key"),
        UniqueConstraint("verification_code"),
        ForeignKeyConstraint(
            ["guarantee_number", "guarantee_ordinal"],
            ["guarantee_version.guarantee_number", "guarantee_version.ordinal"],
        ),
        CheckConstraint("ordinal >= 1", name="ordinal"),
        CheckConstraint("(object_key IS NULL) = (sha256 IS NULL)", name="rendered"),
        CheckConstraint("status <> 'SENT' OR object_key IS NOT NULL", name="sent_was_rendered"),
        Index("ix_letter_pending", "send_after", postgresql_where=text("status = 'PENDING'")),
    )

    number: str = Field(primary_key=True)
    code: str
    case_number: str = Field(foreign_key="cases.case_number")
    ordinal: int = Field(sa_type=SmallInteger)
    guarantee_number: str | None = None
    guarantee_ordinal: int | None = Field(default=None, sa_type=SmallInteger)
    language: Language = Field(sa_type=choice(Language, "language"))
    content: dict[str, Any] = Field(sa_type=JSONB)
    template_version: str
    object_key: str | None = None
    sha256: str | None = None
    signed_sha256: str | None = None
    verification_code: str | None = None
    status: LetterStatus = Field(default=LetterStatus.PENDING, sa_type=choice(LetterStatus, "status"))
    issued_at: datetime
    send_after: datetime

    deliveries: list[LetterDelivery] = Relationship(
        sa_relationship_kwargs={
            "lazy": "raise",
            "order_by": "[LetterDelivery.recipient_role, LetterDelivery.channel]",
        }
    )
    version: GuaranteeVersion | None = Relationship(sa_relationship_kwargs={"lazy": "raise"})

    @property
    def answer(self) -> LetterAnswer | None:
        """What the hospital said to the version of the guarantee that this letter carries."""
        return self.version.answer if self.version else None

    @property
    def answered_at(self) -> datetime | None:
        """When it said so."""
        return self.version.answered_at if self.version else None

    @property
    def answered_way(self) -> AnswerWay | None:
        """How that answer came."""
        return self.version.answered_way if self.version else None
