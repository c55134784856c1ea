"""The electronic insurance card shown at a direct-billing desk."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import CardStatus


class ECard(SQLModel, table=True):
    """电子保险卡: one a policy (domain 5.5)."""

    __tablename__ = "e_card"
    __table_args__ = (
        UniqueConstraint("policy_id"),
        UniqueConstraint("number"),
        CheckConstraint("(status = 'SUSPENDED') = (suspended_at IS NOT NULL)", name="suspended_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    policy_id: UUID = Field(foreign_key="policy.id")
    number: str
    status: CardStatus = Field(default=CardStatus.PENDING, sa_type=choice(CardStatus, "status"))
    activated_at: datetime | None = None
    suspended_at: datetime | None = None
    suspension_reason: str | None = None
