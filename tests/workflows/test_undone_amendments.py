"""On the running stack: the answer to an amendment is taken back, and the letter stands as it stood."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select
from temporalio.client import WorkflowUpdateFailedError
from temporalio.testing import TimeSkipper

from models import GuaranteeVersion
from rules.preauthorization.decisions import AmendmentInput
from rules.roles import Role
from rules.vocabulary import GuaranteeVersionState, LetterStatus
from tests.workflows.cases import actor
from tests.workflows.children import new_child
from tests.workflows.clinic import Clinic
from tests.workflows.test_undone_decisions import (
    APPROVE,
    MAKER,
    SIGNER,
    WINDOW,
    held,
    let_window_pass,
    letters,
    refused,
)
from workflows.case_engine import Refusal
from workflows.messages import DecideAmendment, RequestAmendment, TakeBackDecision

DESK = actor(Role.HOSPITAL_DESK)
YES = DecideAmendment(decision=AmendmentInput(approve=True))
NO = DecideAmendment(
    decision=AmendmentInput(approve=False, reason_code="LIMIT", explanation="无新的诊断依据。")
)
UNDO = TakeBackDecision()


def versions(clinic: Clinic, root: str) -> list[tuple[int, GuaranteeVersionState]]:
    """Ordinals and states of the letter's versions, as they are on record."""
    with Session(clinic.engine) as session:
        query = select(GuaranteeVersion).where(GuaranteeVersion.guarantee_number == root)
        rows = session.exec(query.order_by(col(GuaranteeVersion.ordinal))).all()
        return [(row.ordinal, row.state) for row in rows]


def test_a_raise_and_a_refusal_are_taken_back_and_only_the_last_letters_leave(clinic: Clinic) -> None:
    child = new_child(clinic.engine)
    number = clinic.open(member_id=child.member_id, policy_id=child.policy_id, undo_seconds=WINDOW)
    clinic.act(number, MAKER, APPROVE)
    clinic.letters(number)
    let_window_pass(clinic, number)
    was_held = held(clinic, child)
    clinic.act(number, DESK, RequestAmendment(ceiling=19_000_00, reason="病情加重"))
    asked = clinic.look(number)
    clinic.act(number, MAKER, YES)
    assert (clinic.look(number).reserved, held(clinic, child)) == (19_000_00, 19_000_00)

    clinic.act(number, MAKER, UNDO)

    case = clinic.look(number)
    promise = case.guarantee
    assert promise and asked.guarantee
    assert (case.amendment, promise.versions) == (asked.amendment, asked.guarantee.versions)
    assert (case.reserved, held(clinic, child)) == (asked.reserved, was_held)
    clinic.act(number, MAKER, YES)
    clinic.act(number, DESK, RequestAmendment(ceiling=99_000_00, reason="再次申请"))
    clinic.act(number, MAKER, NO)
    clinic.act(number, SIGNER, UNDO)
    assert clinic.look(number).amendment is not None
    clinic.act(number, MAKER, NO)
    assert versions(clinic, promise.root) == [
        (1, GuaranteeVersionState.SUPERSEDED),
        (2, GuaranteeVersionState.ENDED),
        (3, GuaranteeVersionState.IN_FORCE),
        (4, GuaranteeVersionState.ENDED),
        (5, GuaranteeVersionState.DECLINED),
    ]
    skipper = TimeSkipper(clinic.client)
    for letter in clinic.letters(number):
        if letter.number in (f"{promise.root}-V3", f"{promise.root}-V5"):
            handle = clinic.client.get_workflow_handle(letter.number)
            clinic.loop.run(skipper.fast_forward(handle, timedelta(seconds=WINDOW)))
    clinic.wait_until(lambda: clinic.all_sent(number), "the letters")
    named = [f"{promise.root}-V{ordinal}" for ordinal in range(1, 6)]
    sent = set(letters(clinic, number, LetterStatus.SENT))
    assert [each in sent for each in named] == [True, False, True, False, True]
    clinic.wait_until(
        lambda: sorted(letters(clinic, number, LetterStatus.CANCELLED)) == [named[1], named[3]],
        "what was taken back to be cancelled",
    )


def test_an_answer_of_the_hospital_lets_the_amendment_stand(clinic: Clinic) -> None:
    child = new_child(clinic.engine)
    number = clinic.open(member_id=child.member_id, policy_id=child.policy_id, undo_seconds=WINDOW)
    clinic.act(number, MAKER, APPROVE)
    clinic.act(number, DESK, RequestAmendment(ceiling=19_000_00, reason="病情加重"))
    clinic.act(number, MAKER, YES)

    def refusal() -> tuple[str, str]:
        with pytest.raises(WorkflowUpdateFailedError) as late:
            clinic.act(number, MAKER, UNDO)
        return refused(late.value), str(late.value.cause)

    clinic.act(number, DESK, RequestAmendment(approved_days=9, reason="延长住院"))

    kind, why = refusal()
    assert kind == Refusal.NOT_NOW
    assert "Something has happened on the case" in why
