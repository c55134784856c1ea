"""What one case did to the accounts of a policy year: as they stood before it, after it, and now."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from rules.account_statement import AccountKind
from rules.vocabulary import Benefit


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedAccount:
    """Fen. Of a deductible nothing is reserved; ``used`` is what was paid, or what the family bore."""

    account_id: UUID
    kind: AccountKind
    benefit: Benefit
    granted: int
    reserved_before: int
    used_before: int
    reserved_after: int
    used_after: int
    reserved_now: int
    used_now: int

    @property
    def left(self) -> tuple[int, int, int]:
        """What was left before the case, what after it, what is left now."""
        return (
            self.granted - self.reserved_before - self.used_before,
            self.granted - self.reserved_after - self.used_after,
            self.granted - self.reserved_now - self.used_now,
        )


_MOVED = """
WITH touched AS (
    SELECT DISTINCT account_id, deductible_account_id FROM ledger_entry WHERE case_number = %(case_number)s
), moves AS (
    SELECT entry.id, entry.case_number, coalesce(entry.account_id, entry.deductible_account_id) AS account_id,
        entry.reserved_after, entry.consumed_after,
        lag(entry.reserved_after, 1, 0::bigint) OVER accounts AS reserved_before,
        lag(entry.consumed_after, 1, 0::bigint) OVER accounts AS used_before
    FROM ledger_entry AS entry JOIN touched ON entry.account_id = touched.account_id
        OR entry.deductible_account_id = touched.deductible_account_id
    WINDOW accounts AS (PARTITION BY entry.account_id, entry.deductible_account_id ORDER BY entry.id)
), own AS (
    SELECT account_id,
        (array_agg(reserved_before ORDER BY id))[1] AS reserved_before,
        (array_agg(used_before ORDER BY id))[1] AS used_before,
        (array_agg(reserved_after ORDER BY id DESC))[1] AS reserved_after,
        (array_agg(consumed_after ORDER BY id DESC))[1] AS used_after
    FROM moves WHERE case_number = %(case_number)s GROUP BY account_id
), account AS (
    SELECT id, 'LIMIT' AS kind, benefit, limit_amount AS granted,
        reserved AS reserved_now, consumed AS used_now FROM benefit_account
    UNION ALL SELECT id, 'DEDUCTIBLE', benefit, limit_amount, 0, used FROM deductible_account
)
SELECT own.*, kind, benefit, granted, reserved_now, used_now
FROM own JOIN account ON account.id = own.account_id
ORDER BY benefit, kind DESC, own.account_id
"""


def of_case(connection: psycopg.Connection, case_number: str) -> Sequence[MovedAccount]:
    """Every account that the case moved, its own movements in between; none where it moved nothing."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_MOVED, {"case_number": case_number}).fetchall()
    return [
        MovedAccount(**row | {"kind": AccountKind(row["kind"]), "benefit": Benefit(row["benefit"])})
        for row in rows
    ]
