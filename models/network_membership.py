"""What a hospital is to a plan, and from when to when."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import Benefit, NetworkKind


class NetworkMembership(SQLModel, table=True):
    """``network_list`` is a plan's list, or its code where it names none; no benefit means all.

    Dates are inclusive. The same membership never holds twice on one day.
    """

    __tablename__ = "network_membership"
    __table_args__ = (
        CheckConstraint("to_on >= from_on", name="period_order"),
        ExcludeConstraint(
            ("hospital_code", "="),
            ("network_list", "="),
            ("kind", "="),
            (text("COALESCE(benefit, '')"), "="),
            (text("daterange(from_on, to_on, '[]')"), "&&"),
            name="ex_network_membership_period",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    hospital_code: str = Field(foreign_key="hospital.code")
    network_list: str
    benefit: Benefit | None = Field(default=None, sa_type=choice(Benefit, "benefit"))
    kind: NetworkKind = Field(sa_type=choice(NetworkKind, "kind"))
    from_on: date
    to_on: date | None = None
