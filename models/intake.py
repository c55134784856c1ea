"""How a case begins: one row a request, whatever becomes of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, SmallInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import Process


class Intake(SQLModel, table=True):
    """Claims the case number for a principal's key; the answer is kept and outlives the workflow."""

    __tablename__ = "intake"
    __table_args__ = (
        UniqueConstraint("case_number"),
        CheckConstraint("(answer_status IS NULL) = (answer_body IS NULL)", name="answer"),
    )

    principal: str = Field(primary_key=True)
    idempotency_key: str = Field(primary_key=True)
    body_hash: str
    process: Process = Field(sa_type=choice(Process, "process"))
    case_number: str
    received_at: datetime
    answer_status: int | None = Field(default=None, sa_type=SmallInteger)
    answer_body: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
