"""A settled case is reopened: its money goes back whole, so that it can be judged anew."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from sqlmodel import Session

from rules.cases import CaseEvent
from stores.benefits import ledger
from stores.benefits.claim_orders import CaseToReopen, NothingToReopen, Reopened
from stores.benefits.ledger import Movement, Reversed
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
_DECISIONS = """
SELECT array_agg(id ORDER BY id) FROM decision JOIN settled_visit ON decision_id = id
WHERE case_number = %s AND reversed_at = %s
"""


def reopen(session: Session, order: CaseToReopen) -> Reopened | NothingToReopen:
    """Reverse every settlement of the case that stands; once a key. What was released stays released.

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
    reopened = Reopened(given_back=given_back, decisions=decisions, later_cases=tuple(later))
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
    movement = Movement(
        account_id=posting["account_id"],
        episode_id=posting["episode_id"],
        case_number=order.case_number,
        key=f"{order.key}/{posting['key']}",
        at=order.at,
    )
    answer = ledger.reverse(connection, movement, posting["key"])
    # Read under the case's lock, which every posting of the case takes: it cannot have been undone since.
    assert isinstance(answer, Reversed), f"{order.case_number}: posting {posting['key']} is gone"
    return answer


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
