"""Who has the page of a case open just now."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class CasePresence(SQLModel, table=True):
    """One row a person and case; old ``seen_at`` means that they left. ``editing``: with something unsent."""

    __tablename__ = "case_presence"

    case_number: str = Field(primary_key=True, foreign_key="cases.case_number")
    person: str = Field(primary_key=True)
    seen_at: datetime
    editing: bool = False
