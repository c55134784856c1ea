"""What a family allowed to be done with a child's data."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import ConsentPurpose


class Consent(SQLModel, table=True):
    """One standing consent a child, purpose and recipient; withdrawing keeps the row."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("withdrawn_at >= given_at", name="withdrawn_after_given"),
        Index(
            "uq_consent_standing",
            "member_id",
            "purpose",
            "recipient",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id")
    guardian_id: UUID = Field(foreign_key="guardian.id")
    purpose: ConsentPurpose = Field(sa_type=choice(ConsentPurpose, "purpose"))
    recipient: str
    form_version: str
    given_at: datetime
    withdrawn_at: datetime | None = None
