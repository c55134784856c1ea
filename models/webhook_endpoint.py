"""Where a hospital, insurer or administrator wants to hear of its letters by machine."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import RecipientRole


class WebhookEndpoint(SQLModel, table=True):
    """Both secrets are sealed; the earlier one signs beside the present one until ``earlier_until``."""

    __tablename__ = "webhook_endpoint"
    __table_args__ = (
        UniqueConstraint("owner", "owner_code", "url"),
        CheckConstraint("owner IN ('HOSPITAL', 'INSURER', 'ADMINISTRATOR')", name="owned"),
        CheckConstraint("(earlier_secret IS NULL) = (earlier_until IS NULL)", name="earlier"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    owner: RecipientRole = Field(sa_type=choice(RecipientRole, "owner"))
    owner_code: str
    url: str
    secret: bytes
    earlier_secret: bytes | None = None
    earlier_until: datetime | None = None
    made_at: datetime
    made_by: str
    off_at: datetime | None = None
