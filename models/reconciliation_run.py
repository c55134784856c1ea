"""What a comparison of projections with workflows found."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models import columns as columns


class ReconciliationRun(SQLModel, table=True):
    """``findings`` names each case that differed, how, and what was done; ids and codes only."""

    __tablename__ = "reconciliation_run"

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),)
    )
    began_at: datetime
    ended_at: datetime
    compared: int
    healed: int
    findings: list[Any] = Field(default_factory=list, sa_type=JSONB)
