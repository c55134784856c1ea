"""What one case needs of the reserve of its stay."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel


class ReserveNeed(SQLModel, table=True):
    """Cases of one stay share its reserve, which holds what the neediest of them has promised.

    ``amount`` is fen; 0 once the case promises nothing any more.
    """

    __tablename__ = "reserve_need"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount"),)

    episode_id: UUID = Field(foreign_key="episode.id", primary_key=True)
    account_id: UUID = Field(foreign_key="benefit_account.id", primary_key=True)
    case_number: str = Field(primary_key=True)
    amount: int = Field(sa_type=BigInteger)
