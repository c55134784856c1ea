"""One movement of a benefit or deductible account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlmodel import Field, SQLModel

from models.columns import choice
from rules.vocabulary import LedgerEntryKind

_ZERO = {"server_default": "0"}


class LedgerEntry(SQLModel, table=True):
    """Append-only. ``amount`` (fen) moves as ``kind`` says; the ``*_after`` columns explain the balance.

    ``from_reserve`` is the part of a consumed amount that had been reserved. ``key`` is unique over the
    whole ledger: a step that runs twice posts once. A movement that reverses another names it. On a
    deductible account CONSUME uses it up and ``consumed_after`` is what is used.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("from_reserve BETWEEN 0 AND amount", name="from_reserve"),
        CheckConstraint("num_nonnulls(account_id, deductible_account_id) = 1", name="one_account"),
        CheckConstraint("(kind = 'REVERSE') = (reverses_id IS NOT NULL)", name="reverses"),
        Index("ix_ledger_entry_account", "account_id", "id"),
        Index(
            "ix_ledger_entry_deductible",
            "deductible_account_id",
            "id",
            postgresql_where=text("deductible_account_id IS NOT NULL"),
        ),
        Index(
            "uq_ledger_entry_reverses_id",
            "reverses_id",
            unique=True,
            postgresql_where=text("reverses_id IS NOT NULL"),
        ),
        Index("ix_ledger_entry_case", "case_number"),
    )

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),)
    )
    account_id: UUID | None = Field(default=None, foreign_key="benefit_account.id")
    deductible_account_id: UUID | None = Field(default=None, foreign_key="deductible_account.id")
    kind: LedgerEntryKind = Field(sa_type=choice(LedgerEntryKind, "kind"))
    amount: int = Field(sa_type=BigInteger)
    from_reserve: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=_ZERO)
    visits: int = Field(default=0, sa_type=SmallInteger, sa_column_kwargs=_ZERO)
    checkups: int = Field(default=0, sa_type=SmallInteger, sa_column_kwargs=_ZERO)
    case_number: str
    episode_id: UUID | None = Field(default=None, foreign_key="episode.id")
    key: str
    reverses_id: int | None = Field(default=None, foreign_key="ledger_entry.id", sa_type=BigInteger)
    reserved_after: int = Field(sa_type=BigInteger)
    consumed_after: int = Field(sa_type=BigInteger)
    available_after: int = Field(sa_type=BigInteger)
    at: datetime
    recorded_at: datetime | None = Field(
        default=None, nullable=False, sa_column_kwargs={"server_default": func.now()}
    )
