"""The statement of an account: every entry with what it changed, so that the balance is explained."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.vocabulary import Benefit, LedgerEntryKind


class AccountKind(StrEnum):
    """LIMIT: what the insurer may pay. DEDUCTIBLE: what the family bears first."""

    LIMIT = "LIMIT"
    DEDUCTIBLE = "DEDUCTIBLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBalance:
    """An account as it stands; fen. ``initial`` is granted for the year, ``consumed`` was paid or borne."""

    account_id: str
    kind: AccountKind
    benefit: Benefit
    initial: int
    reserved: int
    consumed: int

    @property
    def remaining(self) -> int:
        """What nobody holds or has had."""
        return self.initial - self.reserved - self.consumed


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the ledger with the balance that it left; fen."""

    id: int
    kind: LedgerEntryKind
    amount: int
    from_reserve: int
    visits: int
    checkups: int
    case_number: str
    episode_id: str | None
    key: str
    reverses_id: int | None
    reserved_after: int
    consumed_after: int
    available_after: int
    at: datetime

    @property
    def granted(self) -> int:
        """What the account granted when the entry was made."""
        return self.reserved_after + self.consumed_after + self.available_after

    @property
    def reserved_change(self) -> int:
        """What the entry did to what is held."""
        match self.kind:
            case LedgerEntryKind.RESERVE:
                return self.amount
            case LedgerEntryKind.RELEASE | LedgerEntryKind.EXPIRE:
                return -self.amount
            case _:
                return -self.from_reserve

    @property
    def consumed_change(self) -> int:
        """What the entry did to what is paid, or for a deductible borne."""
        match self.kind:
            case LedgerEntryKind.CONSUME:
                return self.amount
            case LedgerEntryKind.REVERSE:
                return -self.amount
            case _:
                return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedLine:
    """A line of the statement; ``entry`` is None where only the grant was changed, by a corrected policy.

    ``explained`` is false where the balance does not follow from the line before: that must never be.
    """

    entry: Entry | None
    granted_change: int
    reserved_change: int
    consumed_change: int
    granted: int
    reserved: int
    consumed: int
    explained: bool = True

    @property
    def remaining_change(self) -> int:
        """What the line did to what is left."""
        return self.granted_change - self.reserved_change - self.consumed_change

    @property
    def remaining(self) -> int:
        """What is left after the line."""
        return self.granted - self.reserved - self.consumed


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatement:
    """An account from what it first granted to its balance now."""

    balance: AccountBalance
    opening: int
    lines: tuple[ExplainedLine, ...]

    @property
    def adds_up(self) -> bool:
        """Whether opening and lines give the balance, each following from the one before."""
        last = self.lines[-1] if self.lines else None
        ends = (last.granted, last.reserved, last.consumed) if last else (self.opening, 0, 0)
        balance = (self.balance.initial, self.balance.reserved, self.balance.consumed)
        return ends == balance and all(line.explained for line in self.lines)


def account_statement(balance: AccountBalance, entries: Sequence[Entry]) -> AccountStatement:
    """The statement of an account with these entries, oldest first."""
    opening = entries[0].granted if entries else balance.initial
    return AccountStatement(balance=balance, opening=opening, lines=tuple(_lines(balance, opening, entries)))


def _lines(balance: AccountBalance, opening: int, entries: Sequence[Entry]) -> Iterator[ExplainedLine]:
    granted, reserved, consumed = opening, 0, 0
    for entry in entries:
        if entry.granted != granted:
            yield _grant(entry.granted, granted, reserved, consumed)
        granted = entry.granted
        reserved, consumed = reserved + entry.reserved_change, consumed + entry.consumed_change
        yield ExplainedLine(
            entry=entry,
            granted_change=0,
            reserved_change=entry.reserved_change,
            consumed_change=entry.consumed_change,
            granted=granted,
            reserved=entry.reserved_after,
            consumed=entry.consumed_after,
            explained=(reserved, consumed) == (entry.reserved_after, entry.consumed_after),
        )
        reserved, consumed = entry.reserved_after, entry.consumed_after
    if balance.initial != granted:
        yield _grant(balance.initial, granted, reserved, consumed)


def _grant(granted: int, before: int, reserved: int, consumed: int) -> ExplainedLine:
    return ExplainedLine(
        entry=None,
        granted_change=granted - before,
        reserved_change=0,
        consumed_change=0,
        granted=granted,
        reserved=reserved,
        consumed=consumed,
    )
