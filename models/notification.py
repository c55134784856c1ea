"""Something that a member of staff is told about a case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.notices import NoticeKind


class Notification(SQLModel, table=True):
    """``made_at`` is when it became true, ``deliver_at`` when the recipient works next: case time, both.

    ``subject`` is the milestone of a clock, ``in_place_of`` who is away and stood in for.
    """

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_unread", "recipient", "deliver_at", postgresql_where=text("read_at IS NULL")),
    )

    id: UUID = Field(primary_key=True)
    case_number: str = Field(foreign_key="cases.case_number", index=True)
    recipient: str
    kind: NoticeKind = Field(sa_type=choice(NoticeKind, "kind"))
    clock: str | None = None
    subject: str | None = None
    in_place_of: str | None = None
    due_at: datetime | None = None
    made_at: datetime
    deliver_at: datetime
    read_at: datetime | None = None
