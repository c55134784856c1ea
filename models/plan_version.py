"""One dated version of a product's terms."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlmodel import Field, SQLModel

from models.columns import new_id


class PlanVersion(SQLModel, table=True):
    """Terms as sold. Once a policy uses it a trigger forbids every change but ending its sale.

    Sale dates are inclusive; two versions of one plan are never on sale on the same day.
    """

    __tablename__ = "plan_version"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("in_force_to >= in_force_from", name="in_force_order"),
        ExcludeConstraint(
            ("code", "="),
            (text("daterange(in_force_from, in_force_to, '[]')"), "&&"),
            name="ex_plan_version_in_force",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str
    version: str
    content: dict[str, Any] = Field(sa_type=JSONB)
    content_hash: str
    in_force_from: date
    in_force_to: date | None = None
    published_at: datetime | None = None
