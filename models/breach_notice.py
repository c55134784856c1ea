"""The case in which a family is told of a breach."""

from uuid import UUID

from sqlmodel import Field, SQLModel


class BreachNotice(SQLModel, table=True):
    """One a breach and child, so that nobody is told twice (L-33)."""

    __tablename__ = "breach_notice"

    incident_id: UUID = Field(primary_key=True, foreign_key="incident.id")
    member_id: UUID = Field(primary_key=True, foreign_key="member.id")
    policy_id: UUID = Field(foreign_key="policy.id")
    case_number: str = Field(unique=True)
