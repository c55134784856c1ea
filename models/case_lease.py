"""Who works on a case just now."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models import columns as columns


class CaseLease(SQLModel, table=True):
    """One holder a case until ``expires_at``; then anybody may take it. Wall-clock instants."""

    __tablename__ = "case_lease"

    case_number: str = Field(primary_key=True, foreign_key="cases.case_number")
    holder: str = Field(index=True)
    taken_at: datetime
    expires_at: datetime
