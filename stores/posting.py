"""How one movement is written to the ledger: in one statement, once a key."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.errors import UniqueViolation
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row

from rules.vocabulary import LedgerEntryKind
from stores.database import nested
from stores.ledger_statements import RECORDED

ATTEMPTS = 5
"""A statement that lost a race runs again and then sees what the winner wrote; more than once is rare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """An entry of the ledger and the balance of its account right after it; amounts are fen."""

    entry_id: int
    kind: LedgerEntryKind
    amount: int
    from_reserve: int
    reserved: int
    consumed: int
    available: int


def post(connection: psycopg.Connection, statement: bytes, values: Mapping[str, Any]) -> Posted | None:
    """The entry that the statement wrote, or that an earlier run with the same key did; None: it may not.

    ``values`` hold the key, the kind and the account. ValueError: the key belongs to another movement.
    """
    for _ in range(ATTEMPTS):
        try:
            with _atomic(connection), connection.cursor(row_factory=dict_row) as cursor:
                entry = cursor.execute(statement, values).fetchone()
                entry = entry or cursor.execute(RECORDED, values).fetchone()
                return _posted(entry, values) if entry else None
        except UniqueViolation as violation:
            rival = violation
    raise rival


def _posted(entry: Mapping[str, Any], values: Mapping[str, Any]) -> Posted:
    if (entry["account_id"], entry["kind"]) != (values["account"], values["kind"]):
        raise ValueError(
            f"the key {values['key']!r} was used for a {entry['kind']} of account {entry['account_id']}:"
            " give each movement its own key"
        )
    return Posted(
        entry_id=entry["id"],
        kind=LedgerEntryKind(entry["kind"]),
        amount=entry["amount"],
        from_reserve=entry["from_reserve"],
        reserved=entry["reserved_after"],
        consumed=entry["consumed_after"],
        available=entry["available_after"],
    )


def _atomic(connection: psycopg.Connection) -> AbstractContextManager[object]:
    """Nothing where the statement is a transaction of its own, a savepoint inside a larger one."""
    alone = connection.autocommit and connection.info.transaction_status == TransactionStatus.IDLE
    return nullcontext() if alone else nested(connection)
