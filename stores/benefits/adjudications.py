"""A claim is judged and its money moved in one transaction, under the lock of the child's policy year."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row
from sqlmodel import Session

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.canonical import canonical, plain
from rules.adjudication.holding import Hold, hold
from rules.adjudication.postings import Leavings, Posting, leavings
from rules.adjudication.record import record_of
from rules.adjudication.result import AdjudicationResult
from rules.vocabulary import DecisionOutcome
from stores.benefits import ledger
from stores.benefits.adjudication_rows import NOTHING_LEFT, Judged, row_values
from stores.benefits.claim_facts import ClaimFacts, Occasion, OpenYear, claim_facts
from stores.benefits.claim_orders import Adjudicated, AlreadySettled, ClaimToJudge, YearMoved
from stores.benefits.ledger import Movement, Settlement
from stores.benefits.policy_years import open_policy_year
from stores.benefits.posting import Posted
from stores.casework.case_events import LastEvent
from stores.cover.parties import PartyMissingError
from stores.database import driver_connection

_SQL = Path(__file__).parent.parent / "sql"
_STANDING = (_SQL / "case_standing.sql").read_bytes()
_RECORD = (_SQL / "record_adjudication.sql").read_bytes()
_LOCK_CASE = "SELECT FROM cases WHERE case_number = %s FOR NO KEY UPDATE"
_LOCK_YEAR = """
SELECT FROM member_year WHERE policy_id = %s AND %s BETWEEN starts_on AND ends_on FOR NO KEY UPDATE
"""
_LOCK_BILLS = """
SELECT pg_advisory_xact_lock(number)
FROM (SELECT DISTINCT hashtextextended('bill/' || key, 0) AS number FROM unnest(%s::text[]) AS key ORDER BY 1)
"""


def adjudicate_and_post(session: Session, order: ClaimToJudge) -> Adjudicated | YearMoved | AlreadySettled:
    """Judge the claim by its policy year as it stands, post what it takes and record all of it; once a key.

    PartyMissingError: no such case or policy. ValueError: the key made another claim's decision, or more was
    used in the year than its terms now allow.
    """
    connection = driver_connection(session)
    locked = _lock(connection, order)
    standing = _standing(connection, order)
    if standing["made_for"] is not None:
        return _made_before(standing, order)
    if standing["settled_by"] is not None:
        return AlreadySettled(standing["settled_by"])
    facts = _facts(session, connection, order, locked=locked)
    result = adjudicate(facts.plan, facts.policy, facts.before, order.claim)
    version = facts.year.version if facts.year else 0
    if order.seen_version is not None and order.seen_version != version:
        return YearMoved(seen_version=order.seen_version, version=version, result=result)
    judged = _judged(order, facts, result)
    _post(connection, order, facts.year, judged.moved)
    connection.execute(_RECORD, row_values(order, judged, LastEvent.read(standing["last_event"])))
    return _adjudicated(order, judged)


def foresee(session: Session, order: ClaimToJudge) -> Adjudicated:
    """What judging the claim would come to by the accounts as they stand; nothing is posted or recorded."""
    facts = claim_facts(driver_connection(session), _occasion(order))
    result = adjudicate(facts.plan, facts.policy, facts.before, order.claim)
    return _adjudicated(order, _judged(order, facts, result))


def _judged(order: ClaimToJudge, facts: ClaimFacts, result: AdjudicationResult) -> Judged:
    held = _hold(order, facts, result)
    return Judged(
        result=result,
        record={"interim": order.interim, "hold": held, **record_of(facts.policy, facts.before, result)},
        hold=held,
        year=facts.year,
        moved=NOTHING_LEFT if held else leavings(result, facts.terms, facts.before, facts.uncounted),
    )


def _adjudicated(order: ClaimToJudge, judged: Judged) -> Adjudicated:
    return Adjudicated(
        decision_id=order.decision_id,
        outcome=judged.outcome,
        hold=judged.hold,
        accumulator_version=judged.year.version if judged.year else None,
        record=judged.record,
    )


def _hold(order: ClaimToJudge, facts: ClaimFacts, result: AdjudicationResult) -> Hold | None:
    if order.refused_for is not None:
        return Hold.REFUSED
    co_signed = order.co_signed_by is not None
    return hold(result, order.actor, facts.status, co_signed=co_signed, wants_person=order.wants_person)


def _lock(connection: psycopg.Connection, order: ClaimToJudge) -> bool:
    """First the case, then the year, then the bills: everybody locks in this order.

    Whether there was a year to lock: its first claim opens it.
    """
    if connection.execute(_LOCK_CASE, [order.case_number]).fetchone() is None:
        raise PartyMissingError(f"there is no case {order.case_number}: open it before its claim is judged")
    locked = connection.execute(_LOCK_YEAR, [order.policy_id, order.claim.encounter.on]).fetchone()
    if order.claim.invoices:
        connection.execute(_LOCK_BILLS, [[invoice.key for invoice in order.claim.invoices]])
    return locked is not None


def _standing(connection: psycopg.Connection, order: ClaimToJudge) -> dict[str, Any]:
    asked = {"case_number": order.case_number, "decision": order.decision_id}
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_STANDING, asked).fetchone()
    assert row is not None
    return row


def _made_before(made: Mapping[str, Any], order: ClaimToJudge) -> Adjudicated:
    record = made["result"]
    same = canonical(record["inputs"]["claim"]) == canonical(plain(order.claim))
    if made["made_for"] != order.case_number or not same:
        raise ValueError(
            f"the key {order.key!r} was used for another claim, of case {made['made_for']}:"
            " give each decision its own key"
        )
    return Adjudicated(
        decision_id=order.decision_id,
        outcome=DecisionOutcome(made["outcome"]),
        hold=Hold(record["hold"]) if record["hold"] else None,
        accumulator_version=made["accumulator_version"],
        record=record,
    )


def _facts(
    session: Session, connection: psycopg.Connection, order: ClaimToJudge, *, locked: bool
) -> ClaimFacts:
    """The facts under lock, with the year's accounts opened or brought to what the day's terms state.

    A year that was not there to lock may have been opened by another claim since: lock it, read anew.
    """
    on, occasion = order.claim.encounter.on, _occasion(order)
    facts = claim_facts(connection, occasion)
    in_period = facts.policy.effective_on <= on <= facts.policy.expires_on
    if not in_period or (locked and facts.year_is_as_stated):
        return facts
    open_policy_year(session, order.policy_id, on)
    connection.execute(_LOCK_YEAR, [order.policy_id, on])
    return claim_facts(connection, occasion)


def _occasion(order: ClaimToJudge) -> Occasion:
    return Occasion(
        policy_id=order.policy_id,
        on=order.claim.encounter.on,
        facility=order.claim.provider.name,
        episode_id=order.episode_id,
        invoices=tuple(invoice.key for invoice in order.claim.invoices),
        channel=order.claim.channel,
    )


def _post(
    connection: psycopg.Connection, order: ClaimToJudge, year: OpenYear | None, moved: Leavings
) -> None:
    for posting in moved.postings:
        assert year is not None, "a claim outside every policy year is never payable"
        movement = Movement(
            account_id=year.accounts[posting.account].account_id,
            episode_id=order.episode_id,
            case_number=order.case_number,
            key=f"{order.key}/{posting.account}",
            at=order.at,
        )
        answer = ledger.consume(connection, movement, _settlement(posting, year, order))
        # It was priced under the lock by the same balances: anything else is a fault of ours.
        assert isinstance(answer, Posted), f"{order.case_number}: {answer} for a payment that was priced"


def _settlement(posting: Posting, year: OpenYear, order: ClaimToJudge) -> Settlement:
    bearing = posting.deductible_account if posting.deductible else None
    return Settlement(
        payable=posting.payable,
        deductible=posting.deductible,
        deductible_account_id=year.deductibles[bearing].account_id if bearing else None,
        visits=posting.visits,
        checkups=posting.checkups,
        keep_rest=order.interim,
        authorized_by=order.authorized_by,
    )
