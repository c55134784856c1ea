"""The clinic brand that a child keeps for the year."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import Benefit


class BrandLock(SQLModel, table=True):
    """The first attended brand of a benefit and policy year (R-047, R-174); one stands at a time."""

    __tablename__ = "brand_lock"
    __table_args__ = (
        Index(
            "uq_brand_lock_standing",
            "member_year_id",
            "benefit",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_year_id: UUID = Field(foreign_key="member_year.id")
    benefit: Benefit = Field(sa_type=choice(Benefit, "benefit"))
    brand: str
    locked_on: date
    decision_id: UUID = Field(foreign_key="decision.id")
    ended_at: datetime | None = None
