"""A word that staff hang on a case to find it again."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class CaseTag(SQLModel, table=True):
    """One row a case and word; it changes nothing about the case."""

    __tablename__ = "case_tag"

    case_number: str = Field(primary_key=True, foreign_key="cases.case_number")
    tag: str = Field(primary_key=True, index=True, max_length=40)
    tagged_by: str
    tagged_at: datetime
