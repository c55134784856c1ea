"""Visits on the running stack: from the card on the desk to a paid hospital."""

from datetime import timedelta

import pytest

from rules.direct_billing.values import Stage
from rules.items import ItemCode
from rules.vocabulary import Benefit, ClockState
from tests.workflows.clinic import Clinic
from tests.workflows.desks import Visits, line

ADULT = "M2025000002"


@pytest.fixture
def visits(clinic: Clinic) -> Visits:
    return Visits(clinic)


def test_a_visit_holds_its_place_and_amount_until_it_expires(visits: Visits) -> None:
    number = visits.open(child=ADULT)
    case = visits.look(number)

    assert case.stage is Stage.VISIT_OPEN
    assert case.desk is not None and case.desk.visit_number is not None
    assert case.reserved == 600_00
    held = visits.clinic.balances(ADULT, case.visit.on)

    visits.clinic.skip(number, timedelta(days=31))
    visits.until(number, Stage.EXPIRED)
    free = visits.clinic.balances(ADULT, case.visit.on)
    account = Benefit.OUTPATIENT_EMERGENCY
    assert held.accounts[account].reserved - free.accounts[account].reserved == 600_00
    assert held.reserved_visits - free.reserved_visits == 1


def test_a_clear_small_bill_is_paid_with_nobody_deciding(visits: Visits) -> None:
    number = visits.open(child=ADULT)

    visits.send(number, line("1", 300_00), line("2", 250_00, ItemCode.DRUG))

    case = visits.until(number, Stage.CLOSED)
    assert case.decision is not None and case.decision.automatic
    assert case.paid == 550_00
    assert {letter.code for letter in case.letters} == {"LT-REM", "LT-EOB"}
    assert all(clock.state is ClockState.MET for clock in case.clocks if clock.kind != "VISIT_RESERVE_EXPIRY")
