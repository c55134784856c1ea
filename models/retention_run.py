"""What a run of the retention erased."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class RetentionRun(SQLModel, table=True):
    """``erased`` names cases and counts the rest; ``at`` is the instant that it was judged as of."""

    __tablename__ = "retention_run"

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),)
    )
    at: datetime
    erased: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
