"""Whoever is killed, and whenever: the case goes on, and nothing is promised, numbered or held twice."""

import os
import signal
from concurrent.futures import Future

import pytest

from embedded import processes, stack
from embedded.stack import quietly
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.receipts import Receipt
from rules.roles import Role
from rules.vocabulary import Benefit
from tests.faults.conftest import Mortal
from tests.faults.mortal_worker import MortalWorker
from tests.patience import PATIENCE_SECONDS
from tests.workflows.cases import PLANNED_ON, actor
from tests.workflows.clinic import Clinic
from workflows.messages import Decide, Withdraw

pytestmark = pytest.mark.usefixtures("alone")

CHILD = "M2025000001"
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))

POINTS = [
    (activity, when)
    for activity in (
        "assess_preauthorization",
        "plan_clock",
        "record_case",
        "reserve_benefit",
        "issue_letter",
        "deliver_letter",
    )
    for when in ("before", "after")
]
SHORT = {("record_case", "after")}


@pytest.mark.parametrize(
    ("activity", "when"),
    [pytest.param(*point, marks=[] if point in SHORT else [pytest.mark.long]) for point in POINTS],
)
def test_a_worker_killed_at_any_point_leaves_one_of_everything(
    ward: Clinic, mortal: Mortal, activity: str, when: str
) -> None:
    held_before = held(ward)
    first = mortal(activity, when)
    number, opened = ward.open_later()
    heal(ward, first, mortal, activity, when, opened)
    decided = ward.act_later(number, actor(Role.ADJUSTER), APPROVE, version=2)
    heal(ward, first, mortal, activity, when, decided)
    if first.poll() is None:
        first.wait(timeout=PATIENCE_SECONDS)
        mortal(activity, when)

    ward.wait_until(lambda: all_sent(ward, number), "every letter")

    assert first.returncode == -signal.SIGKILL
    assert_one_of_everything(ward, number, held_before, kills=1)


def test_a_killed_temporal_server_forgets_nothing(ward: Clinic, mortal: Mortal) -> None:
    held_before = held(ward)
    mortal("none", "never")
    number, opened = ward.open_later()
    opened.result(timeout=PATIENCE_SECONDS)
    before = ward.look(number)

    kill_temporal(ward)
    stack.bring_up(ward.settings, ["temporal"], quietly)
    assert ward.look(number).clocks == before.clocks
    ward.act(number, actor(Role.ADJUSTER), APPROVE, version=before.version)

    ward.wait_until(lambda: all_sent(ward, number), "every letter")
    assert_one_of_everything(ward, number, held_before, kills=0)


def kill_temporal(ward: Clinic) -> None:
    program = processes.find(ward.settings.home, "temporal")
    assert program is not None
    os.kill(program.pid, signal.SIGKILL)
    ward.wait_until(lambda: not program.is_alive(), "the server's death")


def heal(
    ward: Clinic,
    first: MortalWorker,
    mortal: Mortal,
    activity: str,
    when: str,
    asked: Future[Receipt],
) -> None:
    """Wait for the answer; when the worker dies on the way, start one that lives."""

    def answered_or_dead() -> bool:
        return asked.done() or first.poll() is not None

    ward.wait_until(answered_or_dead, "an answer or a death")
    if first.poll() is not None and not asked.done():
        mortal(activity, when)
    asked.result(timeout=PATIENCE_SECONDS)


def held(ward: Clinic) -> int:
    return ward.balances(CHILD, PLANNED_ON).accounts[Benefit.INPATIENT].reserved


def all_sent(ward: Clinic, number: str) -> bool:
    return len(ward.look(number).letters) >= 3 and ward.all_sent(number)


def message_ids(ward: Clinic, number: str) -> list[str]:
    return [str(mail["Message-ID"]) for mail in ward.mails(number)]


def assert_one_of_everything(ward: Clinic, number: str, held_before: int, kills: int) -> None:
    case = ward.look(number)
    ward.wait_until(lambda: ward.row(number).state_version == case.event_count, "the record")
    assert case.stage is Stage.GUARANTEED
    assert case.guarantee
    assert held(ward) - held_before == case.guarantee.current.ceiling
    letters = ward.letters(number)
    assert sorted(letter.code for letter in letters) == ["LT-ACK", "LT-GOP", "LT-PA-OK"]
    assert [event.sequence for event in ward.events(number)] == list(range(1, case.event_count + 1))
    assert ward.row(number).stage == Stage.GUARANTEED
    deliveries = {delivery.message_id for delivery in ward.deliveries(number) if delivery.address}
    ward.wait_until(lambda: set(message_ids(ward, number)) == deliveries, "every mail, and no other")
    ids = message_ids(ward, number)
    assert len(ids) <= len(deliveries) + kills
    ward.act(number, actor(Role.HOSPITAL_DESK), Withdraw(reason="完成"))
