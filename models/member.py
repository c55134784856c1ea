"""The insured child."""

from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import choice, new_id
from rules.vocabulary import IdentityKind, Sex


class Member(SQLModel, table=True):
    """被保险人. ``number`` is printed on the card; ``id`` is the opaque reference for machines."""

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("identity_kind", "identity_number"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str
    name: str
    sex: Sex = Field(sa_type=choice(Sex, "sex"))
    born_on: date
    identity_kind: IdentityKind = Field(sa_type=choice(IdentityKind, "identity_kind"))
    identity_number: str
