"""The clinic brand that a family chose by telephone before its first visit."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import Benefit


class BrandChoice(SQLModel, table=True):
    """One a policy and benefit; it may change until a visit locks a brand (R-047)."""

    __tablename__ = "brand_choice"

    policy_id: UUID = Field(primary_key=True, foreign_key="policy.id")
    benefit: Benefit = Field(primary_key=True, sa_type=choice(Benefit, "benefit"))
    brand: str
    chosen_by: str
    chosen_at: datetime
