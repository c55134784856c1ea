"""A stretch of a clock's life, running or paused, and why it began."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.clock_intervals import Began, IntervalState


class ClockInterval(SQLModel, table=True):
    """``to_at`` is None while it lasts. ``detail`` names documents asked for, or what a change changed."""

    __tablename__ = "clock_interval"
    __table_args__ = (
        ForeignKeyConstraint(
            ["case_number", "kind", "ordinal"], ["clock.case_number", "clock.kind", "clock.ordinal"]
        ),
    )

    case_number: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    ordinal: int = Field(primary_key=True, sa_type=SmallInteger)
    sequence: int = Field(primary_key=True, sa_type=SmallInteger)
    state: IntervalState = Field(sa_type=choice(IntervalState, "state"))
    began: Began = Field(sa_type=choice(Began, "began"))
    from_at: datetime
    to_at: datetime | None = None
    question_id: str | None = None
    asked_of: str | None = None
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
