"""A worker killed around every side effect of a direct bill: one visit counted, one decision, one payment."""

import signal
from datetime import timedelta

import pytest

from commands.lived.stage import insist
from rules.direct_billing.values import Stage
from rules.payments.vocabulary import ReceivableKind
from rules.vocabulary import CardStatus
from tests.faults.conftest import Mortal
from tests.patience import PATIENCE_SECONDS
from tests.workflows.clinic import Clinic
from tests.workflows.desks import Visits, line
from tests.workflows.owing import SUPERVISOR, at_a_public_hospital
from workflows.messages_debts import WaiveDebt

CHILD = "M2025000002"
POINTS = [
    (activity, when)
    for activity in ("open_visit", "weigh_bill", "judge_claim", "order_payment")
    for when in ("before", "after")
]


@pytest.mark.long
@pytest.mark.parametrize(("activity", "when"), POINTS)
def test_a_visit_outlives_its_worker_and_is_decided_and_paid_once(
    ward: Clinic, mortal: Mortal, activity: str, when: str
) -> None:
    visits = Visits(ward)
    pair = [mortal(activity, when), mortal(activity, when)]
    number, opening = visits.opening(child=CHILD)
    ward.loop.start(insist(lambda: ward.cases.open(opening))).result(timeout=PATIENCE_SECONDS)
    assert visits.look(number).stage is Stage.VISIT_OPEN

    visits.send(number, line("1", 300_00))
    case = visits.until(number, Stage.ADJUDICATED, Stage.HOSPITAL_PAID, Stage.CLOSED)

    ward.wait_until(lambda: visits.look(number).payment is not None, "the payment order")
    ward.wait_until(lambda: any(each.poll() == -signal.SIGKILL for each in pair), "a death")
    events = ward.events(number)
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert sum(event.to_stage == Stage.ADJUDICATED != event.from_stage for event in events) == 1
    assert len(case.decisions) == 1


@pytest.mark.long
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_card_is_grayed_once_and_works_again_whoever_dies(ward: Clinic, mortal: Mortal, when: str) -> None:
    visits = Visits(ward)
    pair = [mortal("change_card", when), mortal("change_card", when)]
    number = at_a_public_hospital(visits)
    ward.skip(number, timedelta(days=12))

    ward.wait_until(lambda: "LT-SUSP" in visits.codes(number), "the suspension")
    ward.wait_until(lambda: any(each.poll() == -signal.SIGKILL for each in pair), "a death")
    assert visits.card(CHILD) is CardStatus.SUSPENDED
    waiver = WaiveDebt(debt=ReceivableKind.COPAY, reason="系统曾显示无需自付")
    visits.act(number, SUPERVISOR, waiver)

    visits.until(number, Stage.CLOSED)
    assert visits.card(CHILD) is CardStatus.ACTIVE
    codes = visits.codes(number)
    assert (codes.count("LT-SUSP"), codes.count("LT-REACT")) == (1, 1)
