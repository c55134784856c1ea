"""How one movement is written to the ledger: in one statement, once a key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.errors import UniqueViolation

from rules.vocabulary import LedgerEntryKind
from stores.benefits.direct_call import DirectCall, number


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


def post(connection: psycopg.Connection, call: DirectCall, values: Mapping[str, Any]) -> Posted | None:
    """The entry that the call wrote, or that an earlier run with the same key did; None: it may not.

    ``values`` hold the key, the kind and the account. ValueError: the key belongs to another movement; where
    it is one of another year, the transaction is lost with it.
    """
    try:
        account, kind, *figures = call.row(connection, values)
    except UniqueViolation as violation:
        raise _used(values, "movement of another year") from violation
    if account is None or kind is None:
        return None
    if (account, kind) != (values["account"].bytes, values["kind"].encode()):
        raise _used(values, f"{kind.decode()} of account {UUID(bytes=account)}")
    entry_id, amount, from_reserve, reserved, consumed, available = map(number, figures)
    return Posted(
        entry_id=entry_id,
        kind=LedgerEntryKind(kind.decode()),
        amount=amount,
        from_reserve=from_reserve,
        reserved=reserved,
        consumed=consumed,
        available=available,
    )


def _used(values: Mapping[str, Any], what: str) -> ValueError:
    return ValueError(f"the key {values['key']!r} was used for a {what}: give each movement its own key")
