"""The bond between a guardian and a child."""

from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import DocumentKind, GuardianRelation


class Guardianship(SQLModel, table=True):
    """``proof`` is the kind of paper that showed the relation; a child has one primary guardian."""

    __tablename__ = "guardianship"
    __table_args__ = (
        Index("uq_guardianship_primary", "member_id", unique=True, postgresql_where=text("is_primary")),
    )

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    guardian_id: UUID = Field(foreign_key="guardian.id", primary_key=True, index=True)
    relation: GuardianRelation = Field(sa_type=choice(GuardianRelation, "relation"))
    proof: DocumentKind | None = Field(default=None, sa_type=choice(DocumentKind, "proof"))
    is_primary: bool = True
