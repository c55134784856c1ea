"""A person who has a child's card on the own phone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import new_id


class CardBinding(SQLModel, table=True):
    """Whoever knows name and purchase number may bind it (R-005, R-006); it makes nobody a guardian."""

    __tablename__ = "card_binding"
    __table_args__ = (
        CheckConstraint("unbound_at >= bound_at", name="unbound_after_bound"),
        Index(
            "uq_card_binding_standing",
            "policy_id",
            "holder",
            unique=True,
            postgresql_where=text("unbound_at IS NULL"),
        ),
        Index("ix_card_binding_holder", "holder"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    policy_id: UUID = Field(foreign_key="policy.id")
    holder: str
    bound_at: datetime
    unbound_at: datetime | None = None
