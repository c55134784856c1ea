"""What happened cannot be rewritten, not even by the owner of the tables."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, InternalError
from sqlmodel import Session

from models import CaseEvent, Decision, DecisionLine, PlanVersion
from rules.roles import Role
from rules.vocabulary import DecisionOutcome
from tests.builders import NOON, a_case, a_plan_version, a_policy


def run(session: Session, statement: str, *values: Any) -> None:
    """Run plain SQL on the session's connection."""
    session.connection().exec_driver_sql(statement, values)


def recorded_event(session: Session) -> CaseEvent:
    event = CaseEvent(
        case_number=a_case(session).case_number,
        sequence=1,
        at=NOON,
        kind="SUBMITTED",
        actor="guardian:1",
        actor_role=Role.GUARDIAN,
        hash="a" * 64,
    )
    session.add(event)
    session.commit()
    return event


@pytest.mark.parametrize(
    "statement",
    ["UPDATE case_event SET kind = 'OTHER'", "DELETE FROM case_event", "TRUNCATE case_event CASCADE"],
)
def test_an_event_is_neither_changed_nor_removed(engine: Engine, statement: str) -> None:
    with Session(engine) as session:
        recorded_event(session)

        with pytest.raises((IntegrityError, InternalError), match="case_event is append-only"):
            run(session, statement)


def test_a_line_can_lose_its_description_a_decision_its_reasoning_and_nothing_else(
    engine: Engine,
) -> None:
    with Session(engine) as session:
        decision = Decision(
            case_number=a_case(session).case_number,
            version=1,
            outcome=DecisionOutcome.APPROVED,
            decided_by="staff:1",
            decided_at=NOON,
        )
        line = DecisionLine(
            decision_id=decision.id,
            ordinal=1,
            item="MRI",
            description="头颅",
            asked_amount=100,
            approved_amount=100,
        )
        session.add_all([decision, line])
        session.commit()

        for change in ("description = '腹部'", "description = NULL, item = 'CT'"):
            with pytest.raises(IntegrityError, match="only its description may be erased"):
                run(session, f"UPDATE decision_line SET {change}")
            session.rollback()
        run(session, "UPDATE decision_line SET description = NULL")
        session.commit()
        for change in ("result = '{}'", "result = NULL, decided_by = 'staff:2'"):
            with pytest.raises(IntegrityError, match="only its result may be erased"):
                run(session, f"UPDATE decision SET {change}")
            session.rollback()
        run(session, "UPDATE decision SET result = NULL")


def test_terms_change_until_a_policy_is_sold_with_them(engine: Engine) -> None:
    with Session(engine) as session:
        unsold = a_plan_version()
        session.add(unsold)
        session.commit()

        unsold.content = {"benefits": {"INPATIENT": {}}}
        session.commit()
        sold = session.get_one(PlanVersion, a_policy(session).plan_version_id)
        session.commit()
        sold.content = {"benefits": {"INPATIENT": {}}}
        with pytest.raises(IntegrityError, match="is used by a policy: publish a new version"):
            session.commit()


def test_the_sale_of_used_terms_can_be_ended(engine: Engine) -> None:
    with Session(engine) as session:
        sold = session.get_one(PlanVersion, a_policy(session).plan_version_id)

        sold.in_force_to = NOON.date()
        session.commit()
