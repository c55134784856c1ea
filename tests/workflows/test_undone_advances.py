"""On the running stack: the answer to an advance is taken back before its letters leave."""

from datetime import timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError

from rules.advances.vocabulary import Stage
from rules.deadlines import ClockKind
from rules.preauthorization.values import Coded
from rules.vocabulary import LetterStatus
from tests.workflows.advances import APPROVE, REFUSAL, sign
from tests.workflows.advancing import ADJUSTER, CHILD, SPECIALIST, SUPERVISOR, Advances, reviewed
from tests.workflows.clinic import Clinic
from tests.workflows.test_reimbursement_paths import refused_with
from workflows.case_engine import Refusal
from workflows.messages import CoSign, TakeBackDecision
from workflows.messages_advance import DecideAdvance, PayAdvance

WINDOW = 3600
"""Longer than any machine is slow."""
UNDO = TakeBackDecision()
OF_ITS_OWN = (Coded(code="J15.7", name="支原体肺炎"),)
"""An illness that no other test has: cases of one illness share what is held for the stay."""


@pytest.fixture
def advances(clinic: Clinic) -> Advances:
    return Advances(clinic)


def codes(advances: Advances, number: str, status: LetterStatus) -> list[str]:
    return sorted(each.code for each in advances.clinic.letters(number) if each.status is status)


def test_an_approval_is_taken_back_and_decided_otherwise(advances: Advances) -> None:
    number = reviewed(advances, undo_seconds=WINDOW, diagnoses=OF_ITS_OWN)
    before, was_held = advances.look(number), advances.clinic.held_for(number)
    advances.act(number, SPECIALIST, APPROVE)
    advances.act(number, SUPERVISOR, CoSign())
    assert advances.look(number).stage is Stage.APPROVED
    assert advances.clinic.held_for(number) > was_held

    advances.act(number, SPECIALIST, UNDO)

    case = advances.look(number)
    assert (case.stage, case.decision, case.mandate) == (Stage.DOCS_COMPLETE, None, None)
    assert case.proposal and case.proposal.made_by == SPECIALIST.reference
    assert (case.statement.promised, case.reserved, advances.clinic.held_for(number)) == (0, 0, was_held)
    review, was = (each.clock(ClockKind.ADVANCE_REVIEW) for each in (case, before))
    assert review and was and review.due_at == was.due_at
    advances.clinic.wait_until(
        lambda: codes(advances, number, LetterStatus.CANCELLED) == ["LT-AD-MAND", "LT-AD-OK"], "the letters"
    )
    advances.act(number, ADJUSTER, DecideAdvance(decision=REFUSAL))
    advances.act(number, SUPERVISOR, CoSign())
    assert advances.look(number).stage is Stage.TERMINATED

    advances.act(number, SUPERVISOR, UNDO)

    again = advances.look(number)
    assert (again.stage, again.closed_at, again.decision) == (Stage.DOCS_COMPLETE, None, None)
    assert again.proposal
    advances.act(number, ADJUSTER, APPROVE)
    approved = advances.look(number)
    assert (approved.stage, approved.reserved) == (Stage.APPROVED, approved.statement.promised)
    numbers = [letter.number for letter in approved.letters]
    assert len(set(numbers)) == len(numbers)


def test_a_letter_that_has_left_keeps_the_approval(advances: Advances) -> None:
    """The case thinks that the window is open; the letter knows better."""
    number = reviewed(advances, undo_seconds=WINDOW)
    advances.act(number, ADJUSTER, APPROVE)
    advances.clinic.letters(number)
    (approval,) = (each for each in advances.look(number).letters if each.code == "LT-AD-OK")
    advances.clinic.skip(approval.number, timedelta(seconds=WINDOW))
    advances.clinic.wait_until(
        lambda: "LT-AD-OK" in codes(advances, number, LetterStatus.SENT), "the letter to leave"
    )

    with pytest.raises(WorkflowUpdateFailedError) as late:
        advances.act(number, ADJUSTER, UNDO)

    assert refused_with(late) == Refusal.NOT_NOW
    case = advances.look(number)
    assert (case.stage, case.reserved) == (Stage.APPROVED, case.statement.promised)
    assert codes(advances, number, LetterStatus.CANCELLED) == []


def test_nobody_takes_an_approval_back_that_is_signed_for(advances: Advances) -> None:
    number = reviewed(advances, undo_seconds=WINDOW)
    advances.act(number, ADJUSTER, APPROVE)

    def refusal() -> str:
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            advances.act(number, SPECIALIST, UNDO)
        return refused_with(refused)

    assert refusal() == Refusal.FORBIDDEN
    advances.act(number, advances.guardian(CHILD), sign())
    with pytest.raises(WorkflowUpdateFailedError) as late:
        advances.act(number, ADJUSTER, UNDO)
    assert refused_with(late) == Refusal.NOT_NOW
    advances.act(number, SPECIALIST, PayAdvance(account_checked="与医院财务电话核对"))
    advances.finance_signs(number)
    assert advances.until(number, Stage.ADVANCED).statement.paid
