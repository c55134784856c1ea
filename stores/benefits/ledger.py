"""Money against limits: reserve, consume, release, expire and reverse.

Each verb is one function of the database that first locks the member-year, so no two movements of a child's
year cross; the constraints of the tables are the second line. Each is safe to repeat with its key, and
says no with a value. Amounts are fen. ``connection`` may be in a larger transaction, at the default
isolation (read committed).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from rules.vocabulary import LedgerEntryKind, ReserveState
from stores.benefits.ledger_statements import AVAILABLE, CONSUME, HELD, LATER_CASES, RESERVE, RESOLVE, REVERSE
from stores.benefits.posting import Posted, post


@dataclass(frozen=True, slots=True)
class InsufficientBenefit:
    """The account cannot give what was asked; ``available`` counts what the stay already holds."""

    asked: int
    available: int


@dataclass(frozen=True, slots=True)
class NothingHeld:
    """The stay has no open reserve on this account: it was never made, or has been resolved."""


@dataclass(frozen=True, slots=True)
class NothingToReverse:
    """No posting with this key stands: it never was, or has been reversed."""


@dataclass(frozen=True, slots=True)
class Reversed:
    """A posting that was undone, and the cases settled after it in the same year (A-50)."""

    posted: Posted
    later_cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Who moves money of which stay, and when; ``key`` names the movement for ever."""

    account_id: UUID
    episode_id: UUID | None
    case_number: str
    key: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a settled claim takes from its year: the payment, the deductible borne, and the counters.

    ``keep_rest`` leaves what was not drawn in the reserve, as for an interim bill. ``authorized_by`` are the
    cases whose letters the claim bills; none: its own case, or the only one of its stay that needs anything.
    """

    payable: int
    deductible: int = 0
    deductible_account_id: UUID | None = None
    visits: int = 0
    checkups: int = 0
    keep_rest: bool = False
    authorized_by: tuple[str, ...] = ()


def reserve(
    connection: psycopg.Connection, movement: Movement, amount: int, visits: int = 0
) -> Posted | InsufficientBenefit:
    """Hold at least ``amount`` for the stay: raises what an earlier case holds, never adds a second.

    ``visits`` are places in the visit count that are held with it. A resolved reserve opens again.
    """
    values = _values(movement, LedgerEntryKind.RESERVE, amount=amount, visits=visits)
    return post(connection, RESERVE, values) or _insufficient(connection, values)


def release(connection: psycopg.Connection, movement: Movement, keep: int = 0) -> Posted | NothingHeld:
    """Give back what the stay holds beyond ``keep``; keeping nothing resolves the reserve."""
    state = ReserveState.OPEN if keep else ReserveState.RELEASED
    values = _values(movement, LedgerEntryKind.RELEASE, keep=keep, state=state)
    return post(connection, RESOLVE, values) or NothingHeld()


def expire(connection: psycopg.Connection, movement: Movement) -> Posted | NothingHeld:
    """Give back all that the stay holds, because its time ran out."""
    values = _values(movement, LedgerEntryKind.EXPIRE, keep=0, state=ReserveState.EXPIRED)
    return post(connection, RESOLVE, values) or NothingHeld()


def consume(
    connection: psycopg.Connection, movement: Movement, settlement: Settlement
) -> Posted | InsufficientBenefit:
    """Post a settled claim: draw on the stay's reserve, then on what is available; release the rest.

    What is left stays reserved up to what the other cases of the stay still need (A-29); the cases that the
    claim bills need nothing more.

    psycopg CheckViolation: the deductible was not read under the lock of the same transaction.
    """
    values = _values(
        movement,
        LedgerEntryKind.CONSUME,
        amount=settlement.payable,
        deductible=settlement.deductible,
        deductible_account=settlement.deductible_account_id,
        visits=settlement.visits,
        checkups=settlement.checkups,
        keep_rest=settlement.keep_rest,
        authorized_by=list(settlement.authorized_by),
    )
    if settlement.deductible and settlement.deductible_account_id is None:
        raise ValueError(f"a deductible of {settlement.deductible} fen needs the account that bears it")
    return post(connection, CONSUME, values) or _insufficient(connection, values)


def reverse(
    connection: psycopg.Connection, movement: Movement, posting_key: str
) -> Reversed | NothingToReverse:
    """Undo a settled claim whole: payment, deductible and counters. What it had released stays released.

    Later claims keep their tier; they are listed so that a person can look at them again (A-50).
    """
    values = _values(movement, LedgerEntryKind.REVERSE, posting_key=posting_key)
    posted = post(connection, REVERSE, values)
    if posted is None:
        return NothingToReverse()
    rows = connection.execute(LATER_CASES, {"posting_key": posting_key, "case_number": movement.case_number})
    return Reversed(posted, tuple(case_number for (case_number,) in rows))


def held(connection: psycopg.Connection, episode_id: UUID, account_id: UUID) -> int:
    """What a stay holds of an account now."""
    row = connection.execute(HELD, {"episode": episode_id, "account": account_id}).fetchone()
    return int(row[0]) if row else 0


def is_posted(connection: psycopg.Connection, key: str) -> bool:
    """Whether a movement with this key was made."""
    return connection.execute("SELECT FROM ledger_entry WHERE key = %s", [key]).fetchone() is not None


def _values(movement: Movement, kind: LedgerEntryKind, **figures: Any) -> dict[str, Any]:
    negative = {name: figure for name, figure in figures.items() if isinstance(figure, int) and figure < 0}
    if negative:
        raise ValueError(f"a {kind} takes no negative figure, not {negative}")
    return {
        "account": movement.account_id,
        "episode": movement.episode_id,
        "case_number": movement.case_number,
        "key": movement.key,
        "at": movement.at,
        "kind": kind,
        **figures,
    }


def _insufficient(connection: psycopg.Connection, values: dict[str, Any]) -> InsufficientBenefit:
    row = connection.execute(AVAILABLE, values).fetchone()
    if row is None:
        raise LookupError(f"there is no benefit account {values['account']}: open the year's accounts first")
    return InsufficientBenefit(values["amount"], row[0])
