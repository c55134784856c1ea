"""What was done to people, places and settings of the house."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.administration import HouseAct


class HouseChange(SQLModel, table=True):
    """Append-only. ``subject`` is a reference or a code, ``said`` codes, dates and amounts: never names."""

    __tablename__ = "house_change"
    __table_args__ = (Index("ix_house_change_subject", "subject", "id"),)

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),)
    )
    at: datetime | None = Field(default=None, nullable=False, sa_column_kwargs={"server_default": func.now()})
    actor: str
    act: HouseAct = Field(sa_type=choice(HouseAct, "act"))
    subject: str
    said: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
