"""What is owed back after too much was paid, and whether less came than was agreed."""

from datetime import date

import pytest

from rules.cases import Side
from rules.claims.overpayment import Overpayment, OverpaymentState
from rules.payments.values import Instalment

FIRST, SECOND = date(2026, 11, 10), date(2026, 12, 10)


def owed(received: int) -> Overpayment:
    """Of 1,000 yuan paid 400 were due: 600 come back, 100 at once and twice 250."""
    return Overpayment(
        key="overpayment",
        ordinal=1,
        state=OverpaymentState.INSTALMENT_AGREED,
        paid=1_000_00,
        due=400_00,
        debtor="guardian:1",
        side=Side.GUARDIAN,
        proposed_by="staff:ma",
        received=received,
        instalments=(
            Instalment(amount=250_00, due_on=FIRST),
            Instalment(amount=250_00, due_on=SECOND),
        ),
    )


def test_what_was_paid_above_what_is_due_is_owed_until_it_came() -> None:
    assert (owed(150_00).amount, owed(150_00).owed) == (600_00, 450_00)


@pytest.mark.parametrize(
    ("today", "received", "behind"),
    [
        (FIRST, 99_99, True),
        (FIRST, 100_00, False),
        (date(2026, 11, 11), 349_99, True),
        (date(2026, 11, 11), 350_00, False),
        (date(2026, 12, 11), 599_99, True),
        (date(2026, 12, 11), 600_00, False),
    ],
)
def test_a_part_is_late_from_the_day_after_its_own_on(today: date, received: int, behind: bool) -> None:
    assert owed(received).behind(today) is behind
