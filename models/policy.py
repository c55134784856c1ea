"""A year of cover for one child."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship, SQLModel

from models.columns import choice, new_id
from models.member import Member
from models.plan_version import PlanVersion
from rules.vocabulary import PolicyStatus, Purchase


class Policy(SQLModel, table=True):
    """保单. ``schedule`` holds the values that its plan leaves to the policy; both dates are inclusive."""

    __tablename__ = "policy"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("id", "member_id"),
        CheckConstraint("expires_on >= effective_on", name="period_order"),
        CheckConstraint("(status = 'TERMINATED') = (terminated_on IS NOT NULL)", name="terminated_on"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str
    insurer_code: str = Field(foreign_key="insurer.code")
    tpa_code: str = Field(foreign_key="tpa.code")
    plan_version_id: UUID = Field(foreign_key="plan_version.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    effective_on: date
    expires_on: date
    purchase: Purchase = Field(sa_type=choice(Purchase, "purchase"))
    options: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    schedule: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    paid_at: datetime | None = None
    status: PolicyStatus = Field(default=PolicyStatus.IN_FORCE, sa_type=choice(PolicyStatus, "status"))
    terminated_on: date | None = None

    member: Member = Relationship(sa_relationship_kwargs={"lazy": "raise"})
    plan_version: PlanVersion = Relationship(sa_relationship_kwargs={"lazy": "raise"})
