"""What Postgres knows of a case: a projection of its workflow."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Computed, Index, Sequence, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import Process

case_sequence = Sequence("case_number_sequence", metadata=SQLModel.metadata)
"""Feeds the six digits of a case number; gaps are allowed."""

_OPEN = text("closed_at IS NULL")
_ON_US = "(waiting_on IS NULL OR waiting_on = 'US')"
_BY_TIME_LEFT = (text("priority DESC"), "queue_at", "case_number")


class Case(SQLModel, table=True):
    """One row a case; ``state_version`` never goes back. Amounts are fen.

    ``queue_at`` is the due instant, or the year 9999 where none is set: it sorts and pages work queues.
    ``view`` is what the case page shows; it holds ids, codes and amounts, never names.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("state_version >= 0", name="state_version"),
        CheckConstraint("requested_amount >= 0", name="requested_amount"),
        CheckConstraint("decided_amount >= 0", name="decided_amount"),
        CheckConstraint("closed_at >= opened_at", name="closed_after_opened"),
        Index("ix_cases_queue", "stage", "queue_at", "case_number", postgresql_where=_OPEN),
        Index("ix_cases_work", *_BY_TIME_LEFT, postgresql_where=_OPEN),
        Index("ix_cases_on_us", *_BY_TIME_LEFT, postgresql_where=text(f"closed_at IS NULL AND {_ON_US}")),
        Index(
            "ix_cases_on_them", *_BY_TIME_LEFT, postgresql_where=text(f"closed_at IS NULL AND NOT {_ON_US}")
        ),
        Index("ix_cases_escalated", "queue_at", postgresql_where=text("closed_at IS NULL AND escalated")),
        Index("ix_cases_closed", "closed_at", postgresql_where=text("closed_at IS NOT NULL")),
        Index(
            "ix_cases_history_unkept",
            "closed_at",
            postgresql_where=text("closed_at IS NOT NULL AND history_object_key IS NULL"),
        ),
        Index("ix_cases_due", "queue_at", "case_number", postgresql_where=_OPEN),
        Index("ix_cases_assignee", "assignee", "queue_at", "case_number", postgresql_where=_OPEN),
        Index("ix_cases_member", "member_id", "opened_at"),
        Index("ix_cases_hospital", "hospital_code", "opened_at"),
        Index("ix_cases_episode", "episode_id"),
        Index("ix_cases_calendar", "calendar_version", "case_number", postgresql_where=_OPEN),
    )

    case_number: str = Field(primary_key=True)
    process: Process = Field(sa_type=choice(Process, "process"))
    stage: str
    state_version: int = Field(sa_type=BigInteger)
    member_id: UUID = Field(foreign_key="member.id")
    policy_id: UUID | None = Field(default=None, foreign_key="policy.id", index=True)
    hospital_code: str | None = Field(default=None, foreign_key="hospital.code")
    episode_id: UUID | None = Field(default=None, foreign_key="episode.id")
    opened_by: str
    planned_on: date | None = None
    emergency: bool = False
    late: bool = False
    priority: int = Field(default=0, sa_type=SmallInteger)
    assignee: str | None = None
    escalated: bool = False
    due_at: datetime | None = None
    legal_due_at: datetime | None = None
    next_milestone_at: datetime | None = None
    paused_since: datetime | None = None
    waiting_on: str | None = None
    clock_offset_seconds: int = Field(default=0, sa_type=BigInteger)
    calendar_version: str | None = None
    requested_amount: int | None = Field(default=None, sa_type=BigInteger)
    decided_amount: int | None = Field(default=None, sa_type=BigInteger)
    opened_at: datetime
    closed_at: datetime | None = None
    updated_at: datetime
    history_object_key: str | None = None
    view: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    queue_at: datetime | None = Field(
        default=None,
        sa_column_args=(Computed("COALESCE(due_at, TIMESTAMPTZ '9999-12-31 00:00:00+00')", persisted=True),),
    )
