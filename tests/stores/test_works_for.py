"""Staff of one insurer: whose they are, and that the database shows them nothing of another."""

from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from models import Case, Decision, Fund, Member, Notification, Payment, Policy, Receivable, SupervisorTask
from models.insurer import Insurer
from models.money_receipt import MoneyReceipt
from models.payment_batch import PaymentBatch
from models.staff import Staff
from rules.vocabulary import PrincipalKind
from stores.import_ import import_rows
from stores.trust import tokens
from stores.trust.works_for import not_for_case, see_only
from tests.builders import NOON, a_case

CUT = (Case, Decision, Fund, Member, MoneyReceipt, Notification, Payment, PaymentBatch, Policy, Receivable)


@pytest.fixture
def ma(engine: Engine) -> UUID:
    """An adjuster of the first team, beside a case of JDAZ."""
    with Session(engine) as session:
        a_case(session)
        session.add_all([Insurer(code="HAIDE", name="海德"), Staff(account="ma", name="马理算", team="一组")])
        session.commit()
        return session.exec(select(Staff.id).where(Staff.account == "ma")).one()


def bind(engine: Engine, *rows: str) -> None:
    """Say who works for which insurers."""
    with Session(engine) as session:
        import_rows(session, "insurer-staff", "\n".join(["kind,subject,insurers", *rows]).encode())
        session.commit()


def insurers(engine: Engine, ma: UUID) -> frozenset[str] | None:
    with Session(engine) as session:
        found = tokens.principal_of(session, PrincipalKind.STAFF, str(ma), ma, NOON)
        assert found
        return found.insurers


def test_staff_work_for_every_insurer_unless_they_or_their_team_are_bound(engine: Engine, ma: UUID) -> None:
    assert insurers(engine, ma) is None

    bind(engine, "团队,一组,HAIDE", "TEAM,二组,JDAZ")
    assert insurers(engine, ma) == {"HAIDE"}

    bind(engine, "PERSON,ma,JDAZ")
    assert insurers(engine, ma) == {"JDAZ"}

    bind(engine, "PERSON,ma,", "TEAM,一组,HAIDE;JDAZ")
    assert insurers(engine, ma) == {"HAIDE", "JDAZ"}


def test_a_case_falls_to_nobody_who_works_for_another_insurer(engine: Engine, ma: UUID) -> None:
    with Session(engine) as session:
        number = session.exec(select(Case.case_number)).one()
        assert not_for_case(session, number) == set()
    bind(engine, "TEAM,一组,HAIDE")
    with Session(engine) as session:
        assert not_for_case(session, number) == {ma}
    bind(engine, "TEAM,一组,HAIDE;JDAZ")
    with Session(engine) as session:
        assert not_for_case(session, number) == set()


def seen(session: Session, table: type[SQLModel]) -> int:
    return len(session.exec(select(table)).all())


def test_the_web_sees_nothing_of_another_insurer_and_in_the_next_transaction_all(engine: Engine) -> None:
    with Session(engine) as session:
        a_case(session)
        session.commit()
    for insurer, cases in (("HAIDE", 0), ("JDAZ", 1)):
        with Session(engine) as session, session.begin():
            session.connection().exec_driver_sql("SET LOCAL ROLE lipei_web")
            see_only(session, {insurer})
            assert [seen(session, table) for table in (Case, Member, Policy)] == [cases] * 3
            assert all(seen(session, table) == 0 for table in (*CUT, SupervisorTask) if not cases)
        with Session(engine) as session, session.begin():
            session.connection().exec_driver_sql("SET LOCAL ROLE lipei_web")
            assert seen(session, Case) == 1
    with Session(engine) as session, session.begin():
        session.connection().exec_driver_sql("SET LOCAL ROLE lipei_activities")
        assert seen(session, Case) == 1
