"""A breach of personal data, and what was done about it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, String
from sqlmodel import Field, SQLModel

from models.columns import new_id


class Incident(SQLModel, table=True):
    """Found, contained, reported, families told (L-33); ``members`` are numbers of the children concerned.

    ``measures_at`` is when they were taken, ``measures_by`` who put them on record; None on old records.
    ``telling_since``: from then on their guardians are written to, each in a case of its own.
    """

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("found_at >= happened_at", name="found_after_happened"),
        CheckConstraint("closed_at IS NULL OR measures <> ''", name="closed_with_measures"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    happened_at: datetime
    found_at: datetime
    recorded_by: str
    what: str
    data_concerned: str
    measures: str = ""
    measures_at: datetime | None = None
    measures_by: str | None = None
    members: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    reported_at: datetime | None = None
    guardians_told_at: datetime | None = None
    closed_at: datetime | None = None
    telling_since: datetime | None = None
