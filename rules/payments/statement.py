"""The daily statement of a fund: what it opened with, paid, received, was topped up by, and closes with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from rules.payments.vocabulary import FundMovementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One movement with the balance after it; fen. ``about`` is the payment's or the receipt's number."""

    kind: FundMovementKind
    amount: int
    about: str
    case_number: str
    at: datetime
    balance: int

    @property
    def change(self) -> int:
        """What the movement did to the float."""
        return -self.amount if self.kind is FundMovementKind.PAID else self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyStatement:
    """A day of a fund; fen. ``under_way`` has left us and is not settled yet: no part of the balance."""

    fund: str
    name: str
    on: date
    opening: int
    paid: int
    received: int
    topped_up: int
    closing: int
    under_way: int
    lines: tuple[StatementLine, ...]

    @property
    def balances(self) -> bool:
        """Whether the figures and the lines explain the closing balance to the fen."""
        by_figures = self.opening + self.topped_up + self.received - self.paid == self.closing
        by_lines = (self.lines[-1].balance if self.lines else self.opening) == self.closing
        return by_figures and by_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A movement of a fund as it was recorded; fen."""

    kind: FundMovementKind
    amount: int
    about: str
    case_number: str
    at: datetime


def daily_statement(
    *, fund: str, name: str, on: date, opening: int, movements: Iterable[Movement], under_way: int = 0
) -> DailyStatement:
    """The statement of a day from its movements, in their order."""
    lines: list[StatementLine] = []
    balance = opening
    sums = dict.fromkeys(FundMovementKind, 0)
    for each in movements:
        balance += -each.amount if each.kind is FundMovementKind.PAID else each.amount
        sums[each.kind] += each.amount
        lines.append(
            StatementLine(
                kind=each.kind,
                amount=each.amount,
                about=each.about,
                case_number=each.case_number,
                at=each.at,
                balance=balance,
            )
        )
    return DailyStatement(
        fund=fund,
        name=name,
        on=on,
        opening=opening,
        paid=sums[FundMovementKind.PAID],
        received=sums[FundMovementKind.RECEIVED],
        topped_up=sums[FundMovementKind.TOP_UP],
        closing=balance,
        under_way=under_way,
        lines=tuple(lines),
    )
