"""Whoever is killed on the way of a payment: it leaves once by the bank's own journal, and the case hears."""

import os
import signal
from collections.abc import Iterator

import pytest

from embedded import processes, stack
from embedded.stack import quietly
from rules.payments.vocabulary import PaymentStatus
from tests.faults.conftest import Mortal
from tests.money.treasury import Treasury, paying
from tests.workflows.clinic import Clinic

POINTS = [
    (activity, when)
    for activity in (
        "order_payment",
        "act_on_payments",
        "form_batches",
        "write_batch",
        "send_batch",
        "ask_about_batch",
        "mark_told",
        "fetch_receipts",
        "mark_receipts_told",
    )
    for when in ("before", "after")
]
SHORT = {("send_batch", "after")}


@pytest.fixture
def till(ward: Clinic) -> Iterator[Treasury]:
    """Payments with no worker but those that a test starts."""
    with paying(ward.loop, ward.client):
        treasury = Treasury(ward.settings, ward.loop, ward.client, ward.engine)
        yield treasury
        treasury.behave_well()


@pytest.mark.parametrize(
    ("activity", "when"),
    [pytest.param(*point, marks=[] if point in SHORT else [pytest.mark.long]) for point in POINTS],
)
def test_a_worker_killed_on_the_way_pays_and_collects_once(
    till: Treasury, mortal: Mortal, activity: str, when: str
) -> None:
    pair = [mortal(activity, when), mortal(activity, when)]
    till.behave(manner="LATE", seconds=0.3, times=2)
    case = till.case()

    by_itself = case.order(
        500_00, key=f"{case.number}/small", payee=case.to_guardian(), automatic=True, deciders=()
    )
    by_people = case.order(40_000_00)
    till.sign(by_people.number)
    owed = case.owe(70_00)
    till.pay_in(70_00, owed.reference)
    till.look()

    case.wait_for_news(2)
    till.wait_for(lambda: any(each.poll() is not None for each in pair), "the death")
    assert [each.returncode for each in pair if each.poll() is not None] == [-signal.SIGKILL]
    assert sorted(each["amount"] for each in till.debits(case.number)) == [500_00, 40_000_00]
    till.wait_for(lambda: bool(case.look().receipts), "news of what the family paid")
    heard = case.look()
    assert sorted(each.number for each in heard.payments) == sorted([by_itself.number, by_people.number])
    assert [each.came for each in heard.receipts] == [70_00]


@pytest.mark.parametrize("manner", ["SILENT_DONE", "SILENT_LOST", "ACCEPT"])
def test_a_bank_killed_on_the_way_pays_once(till: Treasury, mortal: Mortal, manner: str) -> None:
    mortal("none", "never")
    till.behave(manner=manner, times=2)
    case = till.case()
    ordered = case.order()
    if manner == "ACCEPT":
        kill_bank(till)
    till.sign(ordered.number)
    if manner != "ACCEPT":
        till.wait_for(lambda: till.payment(ordered.number).status is PaymentStatus.SENT, "the order to leave")
        kill_bank(till)

    stack.bring_up(till.settings, ["bank"], quietly)

    assert case.wait_for_news().payments[0].settled
    assert len(till.debits(case.key)) == 1


def kill_bank(till: Treasury) -> None:
    program = processes.find(till.settings.home, "bank")
    assert program is not None
    os.kill(program.pid, signal.SIGKILL)
    till.wait_for(lambda: not program.is_alive(), "the bank's death")
