"""A settled case is reopened: its money goes back whole, so that it can be judged anew."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from sqlmodel import Session

from rules.cases import CaseEvent
from stores.benefits import ledger, reserve_needs
from stores.benefits.claim_orders import CaseToReopen, NothingToReopen, Reopened
from stores.benefits.ledger import InsufficientBenefit, Movement, Reversed
from stores.casework import case_events
from stores.cover.parties import PartyMissingError
from stores.database import driver_connection

EVENT = "REOPENED"
_SQL = Path(__file__).parent.parent / "sql"
_POSTINGS = (_SQL / "standing_postings.sql").read_bytes()
_TAKE_BACK = (_SQL / "take_back.sql").read_bytes()
_LOCK_NEXT_BRAND = (_SQL / "lock_next_brand.sql").read_bytes()
_LOCK_CASE = "SELECT FROM cases WHERE case_number = %s FOR NO KEY UPDATE"
_LOCK_YEARS = """
SELECT FROM member_year AS year
WHERE year.id IN (SELECT member_year_id FROM benefit_account WHERE id = ANY(%s)) ORDER BY year.id
FOR NO KEY UPDATE
"""
_HELD_BEFORE = """
SELECT drawn.from_reserve + coalesce(rest.amount, 0), coalesce(rest.visits, 0)
FROM ledger_entry AS drawn LEFT JOIN ledger_entry AS rest ON rest.key = drawn.key || '/rest'
WHERE drawn.key = %s AND drawn.kind = 'CONSUME'
"""
_DECISIONS = """
SELECT array_agg(id ORDER BY id) FROM decision JOIN settled_visit ON decision_id = id
WHERE case_number = %s AND reversed_at = %s
"""


def reopen(session: Session, order: CaseToReopen) -> Reopened | NothingToReopen:
    """Reverse every settlement of the case that stands; once a key. What was released stays released, but for
    a case that is to hold it again (``hold_for``).

    Judge the case anew in the same transaction where nobody else may draw on the limits in between.
    PartyMissingError: no such case.
    """
    connection = driver_connection(session)
    if connection.execute(_LOCK_CASE, [order.case_number]).fetchone() is None:
        raise PartyMissingError(f"there is no case {order.case_number}: check the number")
    postings = _postings(connection, order)
    if not postings:
        return NothingToReopen()
    connection.execute(_LOCK_YEARS, [[posting["account_id"] for posting in postings]])
    reversals = [_reverse(connection, order, posting) for posting in postings]
    later = sorted({case for reversal in reversals for case in reversal.later_cases})
    given_back = sum(posting["amount"] for posting in postings)
    repeated = postings[0]["undone_by"] is not None
    decisions = _decisions(connection, order) if repeated else _take_back(connection, order)
    held = sum(_hold_again(connection, order, posting) for posting in postings) if order.hold_for else None
    reopened = Reopened(given_back=given_back, decisions=decisions, later_cases=tuple(later), held_again=held)
    if not repeated:
        _note(session, order, reopened)
    return reopened


def _postings(connection: psycopg.Connection, order: CaseToReopen) -> Sequence[dict[str, Any]]:
    """What this key undid before, else what stands: a late repeat never touches a newer settlement."""
    asked = {"case_number": order.case_number, "key": order.key}
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_POSTINGS, asked).fetchall()
    return [row for row in rows if row["undone_by"]] or rows


def _reverse(connection: psycopg.Connection, order: CaseToReopen, posting: dict[str, Any]) -> Reversed:
    answer = ledger.reverse(connection, _movement(order, posting), posting["key"])
    # Read under the case's lock, which every posting of the case takes: it cannot have been undone since.
    assert isinstance(answer, Reversed), f"{order.case_number}: posting {posting['key']} is gone"
    return answer


def _hold_again(connection: psycopg.Connection, order: CaseToReopen, posting: dict[str, Any]) -> int:
    """Hold what the posting had drawn from the stay's reserve, and what it had freed; fen that it holds then.

    Somebody may have taken of what was freed: then what is left of it is held.
    """
    row = connection.execute(_HELD_BEFORE, [posting["key"]]).fetchone()
    amount, visits = (int(figure) for figure in row or (0, 0))
    if not (amount or visits):
        return 0
    movement = _movement(order, posting, "held")
    wanted = ledger.held(connection, posting["episode_id"], posting["account_id"]) + amount
    if ledger.is_posted(connection, movement.key):
        return wanted - amount
    answer = ledger.reserve(connection, movement, wanted, visits)
    if isinstance(answer, InsufficientBenefit):
        wanted = answer.available
        ledger.reserve(connection, movement, wanted, visits)
    for case_number in order.hold_for:
        reserve_needs.keep(connection, replace(movement, case_number=case_number), wanted)
    return wanted


def _movement(order: CaseToReopen, posting: dict[str, Any], what: str = "") -> Movement:
    return Movement(
        account_id=posting["account_id"],
        episode_id=posting["episode_id"],
        case_number=order.case_number,
        key="/".join(filter(None, (order.key, posting["key"], what))),
        at=order.at,
    )


def _take_back(connection: psycopg.Connection, order: CaseToReopen) -> tuple[UUID, ...]:
    asked = {"case_number": order.case_number, "at": order.at}
    row = connection.execute(_TAKE_BACK, asked).fetchone()
    assert row is not None
    decisions, unlocked = row
    if unlocked:
        connection.execute(_LOCK_NEXT_BRAND, {"years": unlocked})
    return tuple(decisions or ())


def _decisions(connection: psycopg.Connection, order: CaseToReopen) -> tuple[UUID, ...]:
    row = connection.execute(_DECISIONS, [order.case_number, order.at]).fetchone()
    return tuple(row[0] or ()) if row else ()


def _note(session: Session, order: CaseToReopen, reopened: Reopened) -> None:
    last = case_events.last(session, order.case_number)
    event = CaseEvent(
        sequence=last.sequence + 1 if last else 1,
        kind=EVENT,
        at=order.at,
        actor=order.actor.reference,
        role=order.actor.roles[0],
        from_stage=order.stage,
        to_stage=order.stage,
        reason_code=order.reason_code,
        detail={
            "version": order.case_version,
            "given_back": reopened.given_back,
            "later_cases": " ".join(reopened.later_cases),
        },
    )
    case_events.append(session, order.case_number, [event])
