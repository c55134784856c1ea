"""A worker killed while a claim is judged or its payment ordered: one decision, one payment, one record."""

import signal

import pytest

from commands.lived.stage import insist
from rules.reimbursement.values import Stage
from tests.faults.conftest import Mortal
from tests.patience import PATIENCE_SECONDS
from tests.workflows.clinic import Clinic
from tests.workflows.family_claims import FamilyClaims

POINTS = [
    (activity, when)
    for activity in ("check_file", "keep_account", "judge_claim", "order_payment")
    for when in ("before", "after")
]


@pytest.mark.long
@pytest.mark.parametrize(("activity", "when"), POINTS)
def test_a_claim_outlives_its_worker_and_is_paid_once(
    ward: Clinic, mortal: Mortal, activity: str, when: str
) -> None:
    claims = FamilyClaims(ward)
    first = mortal(activity, when)
    number, opening = claims.opening(300_00)
    asked = ward.loop.start(insist(lambda: ward.cases.open(opening)))
    first.wait(timeout=PATIENCE_SECONDS)
    mortal(activity, when)
    asked.result(timeout=PATIENCE_SECONDS)

    case = claims.until(number, Stage.AGREED, Stage.PAID, Stage.CLOSED)

    assert first.returncode == -signal.SIGKILL
    assert len(case.decisions) == 1
    assert [payout.attempt for payout in case.payouts] == [1]
    events = ward.events(number)
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert sum(event.kind == "ADJUDICATED" for event in events) == 1
