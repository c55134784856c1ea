"""What a family says of a dose of a vaccine, beside any reminder."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import DoseState


class VaccineWord(SQLModel, table=True):
    """One a child and dose, the newest word; written by the web, as reminders are by the worker."""

    __tablename__ = "vaccine_word"

    member_id: UUID = Field(primary_key=True, foreign_key="member.id")
    dose: str = Field(primary_key=True)
    state: DoseState = Field(sa_type=choice(DoseState, "state"))
    at: datetime
