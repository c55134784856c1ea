"""What is known of a dose of a vaccine for a child."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import DoseState


class VaccineDose(SQLModel, table=True):
    """One a child and dose, so that nobody is reminded twice (R-015); ``case_number`` is the reminder's."""

    __tablename__ = "vaccine_dose"

    member_id: UUID = Field(primary_key=True, foreign_key="member.id")
    dose: str = Field(primary_key=True)
    state: DoseState = Field(sa_type=choice(DoseState, "state"))
    at: datetime
    policy_id: UUID | None = Field(default=None, foreign_key="policy.id")
    case_number: str | None = Field(default=None, unique=True)
