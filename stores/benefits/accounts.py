"""The accounts of a policy year: open them, lock them, read their balances and statements."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import LiteralString
from uuid import UUID

import psycopg
from psycopg.errors import CheckViolation
from psycopg.rows import dict_row

from rules.vocabulary import Benefit, LedgerEntryKind
from stores.database import nested


@dataclass(frozen=True, slots=True)
class Balance:
    """A benefit account; fen. ``available`` is what nobody holds or has had."""

    account_id: UUID
    limit: int
    reserved: int
    consumed: int

    @property
    def available(self) -> int:
        """Limit less what is reserved and consumed."""
        return self.limit - self.reserved - self.consumed


@dataclass(frozen=True, slots=True)
class DeductibleBalance:
    """A deductible account; fen."""

    account_id: UUID
    limit: int
    used: int

    @property
    def left(self) -> int:
        """What the family still bears before the insurer pays."""
        return self.limit - self.used


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBalances:
    """One child's policy year; ``version`` moves with every movement, so a decision can name what it saw."""

    member_year_id: UUID
    version: int
    counted_visits: int
    reserved_visits: int
    checkups_used: int
    accounts: Mapping[Benefit, Balance]
    deductibles: Mapping[Benefit, DeductibleBalance]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyYear:
    """Whose year is opened, and what it grants; fen by benefit. Both dates are inclusive."""

    member_id: UUID
    policy_id: UUID
    starts_on: date
    ends_on: date
    limits: Mapping[Benefit, int]
    deductibles: Mapping[Benefit, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One entry of an account and the balance after it; fen."""

    id: int
    kind: LedgerEntryKind
    amount: int
    from_reserve: int
    visits: int
    checkups: int
    case_number: str
    episode_id: UUID | None
    key: str
    reverses_id: int | None
    reserved_after: int
    consumed_after: int
    available_after: int
    at: datetime


_OPEN_YEAR = """
INSERT INTO member_year (id, member_id, policy_id, starts_on, ends_on)
VALUES (gen_random_uuid(), %(member_id)s, %(policy_id)s, %(starts_on)s, %(ends_on)s)
ON CONFLICT (policy_id) DO UPDATE SET starts_on = excluded.starts_on, ends_on = excluded.ends_on
WHERE (member_year.starts_on, member_year.ends_on) <> (excluded.starts_on, excluded.ends_on)
"""
_LOCK_POLICY_YEAR = """
SELECT id FROM member_year WHERE policy_id = %(policy_id)s FOR NO KEY UPDATE
"""
_OPEN_ACCOUNTS = """
INSERT INTO benefit_account (id, member_year_id, benefit, limit_amount)
SELECT gen_random_uuid(), %s, benefit, limit_amount
FROM unnest(%s::text[], %s::bigint[]) AS opened (benefit, limit_amount)
ON CONFLICT (member_year_id, benefit) DO UPDATE
SET limit_amount = excluded.limit_amount, version = benefit_account.version + 1
WHERE benefit_account.limit_amount <> excluded.limit_amount
"""
_OPEN_DEDUCTIBLES = """
INSERT INTO deductible_account (id, member_year_id, benefit, limit_amount)
SELECT gen_random_uuid(), %s, benefit, limit_amount
FROM unnest(%s::text[], %s::bigint[]) AS opened (benefit, limit_amount)
ON CONFLICT (member_year_id, benefit) DO UPDATE
SET limit_amount = excluded.limit_amount, version = deductible_account.version + 1
WHERE deductible_account.limit_amount <> excluded.limit_amount
"""
_FIND_YEAR = """
SELECT id FROM member_year
WHERE policy_id = %(policy_id)s AND %(on)s BETWEEN starts_on AND ends_on
"""
_LOCK_YEAR = "SELECT FROM member_year WHERE id = %s FOR NO KEY UPDATE"
_COUNTERS = """
SELECT year_version(id), counted_visits, reserved_visits, checkups_used FROM member_year WHERE id = %s
"""
_BENEFITS = """
SELECT benefit, id, limit_amount, reserved, consumed FROM benefit_account WHERE member_year_id = %s
"""
_DEDUCTIBLES = "SELECT benefit, id, limit_amount, used FROM deductible_account WHERE member_year_id = %s"
_STATEMENT = """
SELECT id, kind, amount, from_reserve, visits, checkups, case_number, episode_id, key, reverses_id,
    reserved_after, consumed_after, available_after, at
FROM ledger_entry WHERE account_id = %(account)s OR deductible_account_id = %(account)s
ORDER BY id
"""


def open_year(connection: psycopg.Connection, year: PolicyYear) -> YearBalances:
    """Make the year's accounts, or bring its days and limits to what it now grants; safe to repeat.

    A policy has one year, whatever its length (A-39): corrected days never grant its limits a second time.
    ValueError: an account has more reserved and consumed than its limit would be.
    """
    with nested(connection):
        values = asdict(year)
        connection.execute(_OPEN_YEAR, values)
        row = connection.execute(_LOCK_POLICY_YEAR, values).fetchone()
        assert row is not None
        _grant(connection, _OPEN_ACCOUNTS, row[0], year.limits)
        _grant(connection, _OPEN_DEDUCTIBLES, row[0], year.deductibles)
        return balances(connection, row[0])


def find_year(connection: psycopg.Connection, policy_id: UUID, on: date) -> UUID | None:
    """The member-year of a policy that a day falls into, if it has been opened."""
    row = connection.execute(_FIND_YEAR, {"policy_id": policy_id, "on": on}).fetchone()
    return row[0] if row else None


def lock_year(connection: psycopg.Connection, member_year_id: UUID) -> YearBalances:
    """Balances that nobody else can move before the transaction ends: adjudicate and post under it."""
    if connection.execute(_LOCK_YEAR, [member_year_id]).fetchone() is None:
        raise LookupError(f"there is no member-year {member_year_id}: open it first")
    return balances(connection, member_year_id)


def balances(connection: psycopg.Connection, member_year_id: UUID) -> YearBalances:
    """What each account of the year has left; LookupError: there is no such year."""
    counters = connection.execute(_COUNTERS, [member_year_id]).fetchone()
    if counters is None:
        raise LookupError(f"there is no member-year {member_year_id}: open it first")
    version, counted_visits, reserved_visits, checkups_used = counters
    benefits = connection.execute(_BENEFITS, [member_year_id])
    deductibles = connection.execute(_DEDUCTIBLES, [member_year_id])
    return YearBalances(
        member_year_id=member_year_id,
        version=version,
        counted_visits=counted_visits,
        reserved_visits=reserved_visits,
        checkups_used=checkups_used,
        accounts={Benefit(benefit): Balance(*figures) for benefit, *figures in benefits},
        deductibles={Benefit(benefit): DeductibleBalance(*figures) for benefit, *figures in deductibles},
    )


def statement(connection: psycopg.Connection, account_id: UUID) -> list[StatementLine]:
    """Every entry of a benefit or deductible account, in order: together they explain its balance."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_STATEMENT, {"account": account_id})
        return [StatementLine(**{**row, "kind": LedgerEntryKind(row["kind"])}) for row in rows]


def _grant(
    connection: psycopg.Connection,
    statement: LiteralString,
    member_year_id: UUID,
    amounts: Mapping[Benefit, int],
) -> None:
    try:
        connection.execute(statement, [member_year_id, list(amounts), list(amounts.values())])
    except CheckViolation as error:
        raise ValueError(
            f"member-year {member_year_id} has used more than one of the limits {dict(amounts)} would allow"
        ) from error
