"""A worker killed around every side effect of a direct bill: one visit counted, one decision, one payment."""

import signal

import pytest

from rules.direct_billing.values import Stage
from tests.faults.conftest import Mortal
from tests.workflows.clinic import Clinic, insist
from tests.workflows.desks import Visits, line

CHILD = "M2025000002"
POINTS = [
    (activity, when)
    for activity in ("open_visit", "weigh_bill", "judge_claim", "order_payment")
    for when in ("before", "after")
]
SHORT = {("open_visit", "after")}


@pytest.mark.parametrize(
    ("activity", "when"),
    [pytest.param(*point, marks=[] if point in SHORT else [pytest.mark.long]) for point in POINTS],
)
def test_a_visit_outlives_its_worker_and_is_decided_and_paid_once(
    ward: Clinic, mortal: Mortal, activity: str, when: str
) -> None:
    visits = Visits(ward)
    pair = [mortal(activity, when), mortal(activity, when)]
    number, opening = visits.opening(child=CHILD)
    ward.loop.start(insist(lambda: ward.cases.open(opening))).result(timeout=150)
    assert visits.look(number).stage is Stage.VISIT_OPEN

    visits.send(number, line("1", 300_00))
    case = visits.until(number, Stage.ADJUDICATED, Stage.HOSPITAL_PAID, Stage.CLOSED, seconds=60)

    ward.wait_until(lambda: visits.look(number).payment is not None, "the payment order")
    ward.wait_until(lambda: any(each.poll() == -signal.SIGKILL for each in pair), "a death")
    events = ward.events(number)
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert sum(event.to_stage == Stage.ADJUDICATED != event.from_stage for event in events) == 1
    assert len(case.decisions) == 1
