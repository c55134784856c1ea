"""A visit or stay as one settled claim left it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, text
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import Benefit, EncounterType


class SettledVisit(SQLModel, table=True):
    """Later bills of the same place, day and type join it (A-06), whichever claim they come with.

    ``number`` is its place on the visit counter, none where it does not count; ``counted`` says that this
    claim moved the counter. ``copay_taken`` is fen. ``brand`` is set where the visit can lock one (R-047).
    """

    __tablename__ = "settled_visit"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("number IS NOT NULL OR NOT counted", name="counted"),
        CheckConstraint("copay_taken >= 0", name="copay_taken"),
        Index(
            "ix_settled_visit_standing",
            "member_year_id",
            "visited_on",
            postgresql_where=text("reversed_at IS NULL"),
        ),
    )

    decision_id: UUID = Field(primary_key=True, foreign_key="decision.id")
    type: EncounterType = Field(primary_key=True, sa_type=choice(EncounterType, "type"))
    member_year_id: UUID = Field(foreign_key="member_year.id")
    benefit: Benefit = Field(sa_type=choice(Benefit, "benefit"))
    facility: str
    visited_on: date
    number: int | None = Field(default=None, sa_type=SmallInteger)
    counted: bool
    counter_group: str
    copay_taken: int = Field(sa_type=BigInteger)
    brand: str | None = None
    reversed_at: datetime | None = None
