"""A deadline that a case is running against."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import ClockState


class Clock(SQLModel, table=True):
    """``ordinal`` counts the runs of one kind; ``intervals`` are its pauses, ``milestones`` its instants."""

    __tablename__ = "clock"
    __table_args__ = (
        CheckConstraint("(state IN ('MET', 'STOPPED')) = (stopped_at IS NOT NULL)", name="stopped_at"),
    )

    case_number: str = Field(primary_key=True, foreign_key="cases.case_number")
    kind: str = Field(primary_key=True)
    ordinal: int = Field(default=1, primary_key=True, sa_type=SmallInteger)
    started_at: datetime
    due_at: datetime | None = None
    legal_due_at: datetime | None = None
    stopped_at: datetime | None = None
    state: ClockState = Field(sa_type=choice(ClockState, "state"))
    calendar_version: str
    milestones: list[Any] = Field(default_factory=list, sa_type=JSONB)
    intervals: list[Any] = Field(default_factory=list, sa_type=JSONB)
