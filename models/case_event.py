"""What happened to a case, in order, for ever."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.roles import Role


class CaseEvent(SQLModel, table=True):
    """Append-only, hash-chained. ``detail`` holds ids, codes, amounts and hashes, never names or free text.

    ``at`` is case time, ``recorded_at`` the machine's.
    """

    __tablename__ = "case_event"
    __table_args__ = (
        CheckConstraint("sequence >= 1", name="sequence"),
        CheckConstraint("(sequence = 1) = (previous_hash IS NULL)", name="chain_start"),
        Index("ix_case_event_recorded_at", "recorded_at"),
        Index(
            "ix_case_event_taken_back",
            "case_number",
            postgresql_where=text("kind = 'DECISION_TAKEN_BACK'"),
        ),
    )

    case_number: str = Field(primary_key=True, foreign_key="cases.case_number")
    sequence: int = Field(primary_key=True)
    at: datetime
    recorded_at: datetime | None = Field(
        default=None, nullable=False, sa_column_kwargs={"server_default": func.now()}
    )
    kind: str
    actor: str
    actor_role: Role = Field(sa_type=choice(Role, "actor_role"))
    from_stage: str | None = None
    to_stage: str | None = None
    reason_code: str | None = None
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    previous_hash: str | None = None
    hash: str
