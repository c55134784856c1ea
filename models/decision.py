"""One version of what was decided on a case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship, SQLModel

from models.columns import choice, new_id
from models.decision_line import DecisionLine
from rules.vocabulary import DecisionOutcome


class Decision(SQLModel, table=True):
    """Append-only. Amounts are fen; ``accumulator_version`` is the member-year version that was shown.

    ``result`` is the whole adjudication, kept so that it can be run again and compared. Whether it was taken
    back before a letter left is what the database's function ``decision_stands`` says.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("case_number", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("co_signed_by <> decided_by", name="two_people"),
        CheckConstraint("requested_amount >= 0", name="requested_amount"),
        CheckConstraint("approved_amount >= 0", name="approved_amount"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_number: str = Field(foreign_key="cases.case_number")
    version: int
    outcome: DecisionOutcome = Field(sa_type=choice(DecisionOutcome, "outcome"))
    decided_by: str
    co_signed_by: str | None = None
    decided_at: datetime
    accumulator_version: int | None = Field(default=None, sa_type=BigInteger)
    requested_amount: int | None = Field(default=None, sa_type=BigInteger)
    approved_amount: int | None = Field(default=None, sa_type=BigInteger)
    reason_codes: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    clauses: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    reason_text_id: UUID | None = Field(default=None, foreign_key="case_text.id")
    result: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))

    lines: list[DecisionLine] = Relationship(
        sa_relationship_kwargs={"lazy": "raise", "order_by": "DecisionLine.ordinal"}
    )
