"""How one movement is written to the ledger: in one statement, once a key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.errors import UniqueViolation

from rules.vocabulary import LedgerEntryKind


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

    ``values`` hold the key, the kind and the account. ValueError: the key belongs to another movement; where
    it is one of another year, the transaction is lost with it.
    """
    try:
        row = connection.execute(statement, values).fetchone()
    except UniqueViolation as violation:
        raise _used(values, "movement of another year") from violation
    assert row is not None  # a function answers with one row
    account_id, kind, *figures = row
    if account_id is None:
        return None
    if (account_id, kind) != (values["account"], values["kind"]):
        raise _used(values, f"{kind} of account {account_id}")
    entry_id, amount, from_reserve, reserved, consumed, available = figures
    return Posted(
        entry_id=entry_id,
        kind=LedgerEntryKind(kind),
        amount=amount,
        from_reserve=from_reserve,
        reserved=reserved,
        consumed=consumed,
        available=available,
    )


def _used(values: Mapping[str, Any], what: str) -> ValueError:
    return ValueError(f"the key {values['key']!r} was used for a {what}: give each movement its own key")
