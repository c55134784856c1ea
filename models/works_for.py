"""Whose insurers somebody here works for."""

from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import InsurerStaff


class WorksFor(SQLModel, table=True):
    """派驻. Who has no row, and whose team has none, works for every insurer.

    ``subject`` is the account of a person or the name of a team; a person's rows go before the team's.
    """

    __tablename__ = "works_for"

    kind: InsurerStaff = Field(primary_key=True, sa_type=choice(InsurerStaff, "kind"))
    subject: str = Field(primary_key=True)
    insurer_code: str = Field(primary_key=True, foreign_key="insurer.code")
