"""Something that a leader has to see to on a case that is late."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel


class SupervisorTask(SQLModel, table=True):
    """Opened by a milestone in case time, closed by a person with what came of it."""

    __tablename__ = "supervisor_task"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by"),
        CheckConstraint("closed_at IS NULL OR outcome IS NOT NULL", name="outcome"),
        Index("ix_supervisor_task_open", "owner", "opened_at", postgresql_where=text("closed_at IS NULL")),
    )

    id: UUID = Field(primary_key=True)
    case_number: str = Field(foreign_key="cases.case_number", index=True)
    owner: str
    clock: str | None = None
    subject: str
    due_at: datetime | None = None
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    outcome: str | None = None
