"""Money of a benefit that is held for one stay."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, SmallInteger
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import ReserveState

_ZERO = {"server_default": "0"}


class BenefitReserve(SQLModel, table=True):
    """One an episode and benefit, whoever asks. ``amount`` (fen) is held while the state is OPEN, else 0."""

    __tablename__ = "benefit_reserve"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("visits >= 0", name="visits"),
        CheckConstraint("state = 'OPEN' OR (amount = 0 AND visits = 0)", name="resolved_holds_nothing"),
        CheckConstraint("(state = 'OPEN') = (resolved_at IS NULL)", name="resolved_at"),
    )

    episode_id: UUID = Field(foreign_key="episode.id", primary_key=True)
    account_id: UUID = Field(foreign_key="benefit_account.id", primary_key=True)
    amount: int = Field(sa_type=BigInteger)
    visits: int = Field(default=0, sa_type=SmallInteger, sa_column_kwargs=_ZERO)
    state: ReserveState = Field(sa_type=choice(ReserveState, "state"))
    opened_at: datetime
    resolved_at: datetime | None = None
