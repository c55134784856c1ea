"""What is usual is learned from decisions that stand."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from models import Case, Decision, DecisionLine
from rules.cases import CaseEvent
from rules.roles import SYSTEM
from rules.vocabulary import DecisionOutcome, Process
from stores.benefits.usual_prices import FEWEST, usual_amounts
from stores.casework import case_events
from stores.database import driver_connection
from tests.builders import NOON, a_case


def decided(session: Session, case: Case, item: str, asked: int, at: datetime = NOON) -> None:
    """One more decision of the case, of one line."""
    version = int((at - NOON).total_seconds()) + 1
    made = Decision(
        case_number=case.case_number,
        version=version,
        outcome=DecisionOutcome.APPROVED,
        decided_by="staff:1",
        decided_at=at,
    )
    session.add(made)
    session.flush()
    session.add(
        DecisionLine(decision_id=made.id, ordinal=1, item=item, asked_amount=asked, approved_amount=0)
    )
    session.flush()


def taken_back(session: Session, case: Case, decided_at: datetime) -> None:
    event = CaseEvent(
        sequence=1,
        kind="DECISION_TAKEN_BACK",
        at=NOON,
        actor=SYSTEM.reference,
        role=SYSTEM.roles[0],
        from_stage="GUARANTEED",
        to_stage="IN_REVIEW",
        detail={"decided_at": decided_at.isoformat()},
    )
    case_events.append(session, case.case_number, [event])


def test_a_decision_that_was_taken_back_is_no_example(engine: Engine) -> None:
    item, later = uuid4().hex, NOON + timedelta(seconds=1)
    with Session(engine) as session:
        for _ in range(FEWEST):
            case = a_case(session)
            decided(session, case, item, 1_000_000_00)
            taken_back(session, case, NOON)
        connection = driver_connection(session)
        assert usual_amounts(connection, Process.PREAUTHORIZATION, [item]) == {}

        decided(session, case, item, 100_00, later)
        for _ in range(FEWEST - 1):
            decided(session, a_case(session), item, 100_00)

        assert usual_amounts(connection, Process.PREAUTHORIZATION, [item]) == {item: 100_00}
