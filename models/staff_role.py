"""A role that a member of staff holds."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.roles import Role


class StaffRole(SQLModel, table=True):
    """Families, hospital desks and machines are no staff."""

    __tablename__ = "staff_role"
    __table_args__ = (
        CheckConstraint("role NOT IN ('GUARDIAN', 'HOSPITAL_DESK', 'SYSTEM')", name="staff_only"),
    )

    staff_id: UUID = Field(primary_key=True, foreign_key="staff.id")
    role: Role = Field(primary_key=True, sa_type=choice(Role, "role"))
