"""A deadline that a case is running against."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import ClockState


class Clock(SQLModel, table=True):
    """``ordinal`` counts the runs of one kind; ``intervals`` are its pauses, ``milestones`` its instants.

    ``held_since``: since when an open question stops it, kept where it ended so. ``assignee`` had the case
    while the clock ran; it stays as it was at the end. ``as_carried`` is the whole clock of its case.
    """

    __tablename__ = "clock"
    __table_args__ = (
        CheckConstraint("(state IN ('MET', 'STOPPED')) = (stopped_at IS NOT NULL)", name="stopped_at"),
        Index("ix_clock_due", "due_at"),
        Index("ix_clock_stopped", "stopped_at"),
        Index("ix_clock_open", "case_number", postgresql_where=text("stopped_at IS NULL")),
    )

    case_number: str = Field(primary_key=True, foreign_key="cases.case_number")
    kind: str = Field(primary_key=True)
    ordinal: int = Field(default=1, primary_key=True, sa_type=SmallInteger)
    started_at: datetime
    due_at: datetime | None = None
    legal_due_at: datetime | None = None
    stopped_at: datetime | None = None
    held_since: datetime | None = None
    assignee: str | None = None
    state: ClockState = Field(sa_type=choice(ClockState, "state"))
    calendar_version: str
    milestones: list[Any] = Field(default_factory=list, sa_type=JSONB)
    intervals: list[Any] = Field(default_factory=list, sa_type=JSONB)
    as_carried: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
