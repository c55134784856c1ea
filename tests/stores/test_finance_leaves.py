"""Lists of money by the page, with totals and ages of all that there is and not of the page alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models.fund import Fund
from models.money_receipt import MoneyReceipt
from models.payment import Payment
from models.receivable import Receivable
from rules.china_time import shanghai_date
from rules.payments.ageing import AgeBand
from rules.payments.vocabulary import (
    PayeeKind,
    PaymentPurpose,
    PaymentStatus,
    ReceiptStatus,
    ReceivableKind,
    ReceivableStatus,
)
from stores.money import finance_views
from stores.money.finance_views import Total
from tests.builders import NOON, a_case

OWED = (ReceivableStatus.OPEN, ReceivableStatus.DISPUTED)


@pytest.fixture
def session(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A fund, and pages of two."""
    monkeypatch.setattr(finance_views, "PAGE", 2)
    with Session(engine) as session:
        session.add(Fund(code="leaf", name="备付金", account_number="310066", top_up_reference="TOP-LEAF"))
        session.flush()
        yield session


def a_debt(session: Session, reference: str, due_in_days: int, ahead_days: int = 0) -> None:
    debt = Receivable(
        reference=reference,
        key=reference,
        kind=ReceivableKind.COPAY,
        case_number=a_case(session).case_number,
        debtor="guardian:1",
        fund_code="leaf",
        amount=300_00,
        received=100_00,
        due_on=shanghai_date(NOON) + timedelta(days=due_in_days),
        opened_at=NOON,
        ahead_seconds=ahead_days * 86_400,
    )
    session.add(debt)
    session.flush()


def a_payment(session: Session, number: str, hours: int) -> None:
    order = Payment(
        number=number,
        key=number,
        fund_code="leaf",
        payee_kind=PayeeKind.HOSPITAL,
        payee_reference="hospital:LEAF",
        amount=100_00,
        purpose=PaymentPurpose.CLAIM,
        status=PaymentStatus.ORDERED,
        ordered_at=NOON + timedelta(hours=hours),
    )
    session.add(order)
    session.flush()


def test_debts_come_by_their_due_day_and_ages_are_of_all_of_them(session: Session) -> None:
    a_debt(session, "RV-1", -1)
    a_debt(session, "RV-2", -40)
    a_debt(session, "RV-3", -3)
    a_debt(session, "RV-4", 5, ahead_days=100)

    first, last = (finance_views.receivables_leaf(session, NOON, OWED, number) for number in (1, 2))

    assert [each.reference for each in first.rows] == ["RV-2", "RV-3"]
    assert [each.reference for each in last.rows] == ["RV-1", "RV-4"]
    assert (first.more, last.more) == (True, False)
    ages = finance_views.ageing(session, NOON, OWED)
    assert ages == {
        AgeBand.NOT_DUE: Total(0, 0),
        AgeBand.UP_TO_15: Total(2, 400_00),
        AgeBand.UP_TO_30: Total(0, 0),
        AgeBand.UP_TO_90: Total(1, 200_00),
        AgeBand.OVER_90: Total(1, 200_00),
    }
    assert [ages[each.band].count for each in last.rows if each.band] == [2, 1]


def test_payments_come_by_number_and_to_somebody_the_newest_first(session: Session) -> None:
    for number, hours in (("PY-1", 3), ("PY-2", 1), ("PY-3", 2)):
        a_payment(session, number, hours)
    waiting = (PaymentStatus.ORDERED,)

    first = finance_views.payments_leaf(session, waiting, 1)
    newest, oldest = (finance_views.payments_to(session, "hospital:LEAF", number) for number in (1, 2))

    assert ([each.number for each in first.rows], first.more) == (["PY-1", "PY-2"], True)
    assert [each.number for each in newest.rows] == ["PY-1", "PY-3"]
    assert ([each.number for each in oldest.rows], oldest.more) == (["PY-2"], False)
    assert finance_views.payments_total(session, waiting) == Total(3, 300_00)
    assert finance_views.payments_total(session, (PaymentStatus.SENT,)) == Total(0, 0)


def test_receipts_come_in_the_order_of_the_bank(session: Session) -> None:
    for sequence in (3, 1, 2):
        receipt = MoneyReceipt(
            bank_reference=f"BK-{sequence}",
            bank_sequence=sequence,
            fund_code="leaf",
            amount=100_00,
            remittance="",
            payer="林父",
            payer_account="6200000000000005",
            status=ReceiptStatus.UNMATCHED,
            booked_at=NOON,
        )
        session.add(receipt)
    session.flush()

    leaves = [finance_views.receipts_leaf(session, (ReceiptStatus.UNMATCHED,), number) for number in (1, 2)]

    assert [[each.reference for each in leaf.rows] for leaf in leaves] == [["BK-1", "BK-2"], ["BK-3"]]
    assert [leaf.more for leaf in leaves] == [True, False]
