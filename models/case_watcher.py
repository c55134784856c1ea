"""Who hears of every escalation of a case."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class CaseWatcher(SQLModel, table=True):
    """Added by a milestone, once."""

    __tablename__ = "case_watcher"

    case_number: str = Field(primary_key=True, foreign_key="cases.case_number")
    person: str = Field(primary_key=True, index=True)
    since: datetime
