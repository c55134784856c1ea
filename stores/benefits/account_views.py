"""A policy year's accounts and their statements, as people may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from rules.account_statement import AccountBalance, AccountKind, AccountStatement, Entry, account_statement
from rules.vocabulary import Benefit, LedgerEntryKind
from stores.benefits.accounts import statement
from stores.casework.case_queries import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """One policy year: whose, when, its counters, and every account as it stands."""

    policy_number: str
    member_number: str
    member_id: UUID
    starts_on: date
    ends_on: date
    version: int
    counted_visits: int
    reserved_visits: int
    checkups_used: int
    accounts: tuple[AccountBalance, ...]

    def account(self, account_id: UUID) -> AccountBalance:
        """The balance of one of its accounts."""
        return next(balance for balance in self.accounts if balance.account_id == str(account_id))


_YEAR = """
SELECT policy.number AS policy_number, member.number AS member_number, member.id AS member_id,
    year.id AS year_id, year.starts_on, year.ends_on, year_version(year.id) AS version,
    year.counted_visits, year.reserved_visits, year.checkups_used
FROM member_year AS year
JOIN policy ON policy.id = year.policy_id
JOIN member ON member.id = year.member_id
WHERE (policy.number = %(policy)s OR year.id = %(year)s)
    AND (%(everything)s OR EXISTS (
        SELECT FROM guardianship
        WHERE guardianship.member_id = year.member_id AND guardianship.guardian_id = %(guardian)s
    ))
"""
_ACCOUNTS = """
SELECT id, 'LIMIT' AS kind, benefit, limit_amount, reserved, consumed
FROM benefit_account WHERE member_year_id = %(year)s
UNION ALL
SELECT id, 'DEDUCTIBLE', benefit, limit_amount, 0, used
FROM deductible_account WHERE member_year_id = %(year)s
"""
_YEAR_OF_ACCOUNT = """
SELECT member_year_id FROM benefit_account WHERE id = %(account)s
UNION ALL SELECT member_year_id FROM deductible_account WHERE id = %(account)s
"""


def year_of_policy(connection: psycopg.Connection, policy_number: str, sight: Sight) -> YearView | None:
    """The accounts of a policy, where this person sees them."""
    return _year(connection, sight, policy=policy_number)


def year_of_account(connection: psycopg.Connection, account_id: UUID, sight: Sight) -> YearView | None:
    """The year that an account belongs to, where this person sees it."""
    row = connection.execute(_YEAR_OF_ACCOUNT, {"account": account_id}).fetchone()
    return _year(connection, sight, year=row[0]) if row else None


def statement_of(connection: psycopg.Connection, account: AccountBalance) -> AccountStatement:
    """Every entry of the account, each with what it changed."""
    lines = statement(connection, UUID(account.account_id))
    entries = [
        Entry(
            id=line.id,
            kind=LedgerEntryKind(line.kind),
            amount=line.amount,
            from_reserve=line.from_reserve,
            visits=line.visits,
            checkups=line.checkups,
            case_number=line.case_number,
            episode_id=str(line.episode_id) if line.episode_id else None,
            key=line.key,
            reverses_id=line.reverses_id,
            reserved_after=line.reserved_after,
            consumed_after=line.consumed_after,
            available_after=line.available_after,
            at=line.at,
        )
        for line in lines
    ]
    return account_statement(account, entries)


def _year(
    connection: psycopg.Connection, sight: Sight, *, policy: str | None = None, year: UUID | None = None
) -> YearView | None:
    asked = {
        "policy": policy,
        "year": year,
        "everything": sight.everything,
        "guardian": sight.guardian_id,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_YEAR, asked).fetchone()
        if row is None:
            return None
        accounts = cursor.execute(_ACCOUNTS, {"year": row.pop("year_id")}).fetchall()
    return YearView(accounts=_ordered(accounts), **row)


def _ordered(rows: Sequence[dict[str, Any]]) -> tuple[AccountBalance, ...]:
    """Limits before deductibles, in the order of the benefits."""
    balances = [
        AccountBalance(
            account_id=str(row["id"]),
            kind=AccountKind(row["kind"]),
            benefit=Benefit(row["benefit"]),
            initial=row["limit_amount"],
            reserved=row["reserved"],
            consumed=row["consumed"],
        )
        for row in rows
    ]
    kinds, benefits = list(AccountKind), list(Benefit)
    return tuple(sorted(balances, key=lambda each: (kinds.index(each.kind), benefits.index(each.benefit))))
