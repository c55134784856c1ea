"""A worker killed while a decision is taken back: it is taken back once, and no letter of it leaves."""

import signal

import pytest

from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Role
from rules.vocabulary import LetterStatus
from tests.faults.conftest import Mortal
from tests.faults.test_kills import heal, held
from tests.patience import PATIENCE_SECONDS
from tests.workflows.cases import actor
from tests.workflows.clinic import Clinic
from workflows.messages import CoSign, Decide, TakeBackDecision, Withdraw

pytestmark = [pytest.mark.usefixtures("alone"), pytest.mark.long]

APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
DECLINE = Decide(
    decision=DecisionInput(
        outcome=Outcome.DECLINE, reason_code="WAIT-120", clause="R-024", explanation="手术日在等待期内。"
    )
)
POINTS = [
    (point, when)
    for point in ("take_letters_back", "hold", "take_back", "cancel_letter")
    for when in ("before", "after")
]


@pytest.mark.parametrize(("point", "when"), POINTS)
def test_a_worker_killed_on_the_way_leaves_one_undo(
    ward: Clinic, mortal: Mortal, point: str, when: str
) -> None:
    held_before = held(ward)
    first = mortal(point, when)
    number = ward.open(undo_seconds=3600)
    ward.act(number, actor(Role.ADJUSTER), APPROVE)
    promised = ward.look(number)
    assert promised.guarantee

    undone = ward.act_later(number, actor(Role.ADJUSTER), TakeBackDecision())
    heal(ward, first, mortal, point, when, undone)
    if first.poll() is None:
        first.wait(timeout=PATIENCE_SECONDS)
        mortal(point, when)

    assert first.returncode == -signal.SIGKILL
    case = ward.look(number)
    assert (case.stage, case.guarantee, case.reserved) == (Stage.IN_REVIEW, None, 0)
    assert held(ward) == held_before
    ward.wait_until(lambda: cancelled(ward, number) == ["LT-GOP", "LT-PA-OK"], "the letters to be cancelled")
    assert [event.kind for event in ward.events(number)].count("DECISION_TAKEN_BACK") == 1
    assert not [each for each in ward.mails(number) if promised.guarantee.number in str(each["Subject"])]
    ward.act(number, actor(Role.HOSPITAL_DESK), Withdraw(reason="完成"))


@pytest.mark.parametrize(("point", "when"), [("take_letters_back", "after"), ("take_back", "before")])
def test_a_worker_killed_while_a_refusal_is_taken_back_leaves_the_case_open(
    ward: Clinic, mortal: Mortal, point: str, when: str
) -> None:
    first = mortal(point, when)
    number = ward.open(undo_seconds=3600)
    ward.act(number, actor(Role.ADJUSTER), DECLINE)
    ward.act(number, actor(Role.SUPERVISOR), CoSign())

    undone = ward.act_later(number, actor(Role.SUPERVISOR), TakeBackDecision())
    heal(ward, first, mortal, point, when, undone)

    case = ward.look(number)
    assert (case.stage, case.closed_at, case.decision) == (Stage.IN_REVIEW, None, None)
    ward.wait_until(
        lambda: cancelled(ward, number) == ["LT-PA-NO", "LT-PA-NO"], "the letters to be cancelled"
    )
    assert ward.row(number).closed_at is None
    assert [event.kind for event in ward.events(number)].count("DECISION_TAKEN_BACK") == 1
    ward.act(number, actor(Role.HOSPITAL_DESK), Withdraw(reason="完成"))


def cancelled(ward: Clinic, number: str) -> list[str]:
    return sorted(each.code for each in ward.letters(number) if each.status is LetterStatus.CANCELLED)
