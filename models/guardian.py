"""The adult who acts for a child."""

from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import IdentityKind, Language


class Guardian(SQLModel, table=True):
    """监护人. ``language`` is the one that letters to the family use."""

    __tablename__ = "guardian"
    __table_args__ = (UniqueConstraint("identity_kind", "identity_number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    phone: str
    email: str | None = None
    identity_kind: IdentityKind = Field(sa_type=choice(IdentityKind, "identity_kind"))
    identity_number: str
    language: Language = Field(default=Language.CHINESE, sa_type=choice(Language, "language"))
