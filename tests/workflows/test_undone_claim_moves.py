"""What can be taken back of a decision on a family's claim, told without server or database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from activities.claim_orders import JudgeAnswer
from rules.adjudication.result import Outcome
from rules.claims.case import ClaimSubject
from rules.claims.values import (
    ClaimAnswer,
    ClaimDecision,
    ClaimDecisionInput,
    ClaimFigures,
    ClaimProposal,
    JudgedClaim,
)
from rules.payments.values import OrderPayment, PaymentAnswer, WithdrawPayment
from rules.payments.vocabulary import PaymentStatus
from rules.permissions import Action
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Stage
from rules.roles import SYSTEM, Actor, Role
from rules.vocabulary import EncounterType
from tests.workflows import family_claims as family
from tests.workflows.cases import actor
from workflows.case_engine import (
    ALL_PATCHES,
    Fact,
    Happening,
    Refusal,
    RefusedError,
    Step,
    TakeLettersBack,
    TellCase,
    apply,
)
from workflows.claims.effects import ClaimFact, Judge
from workflows.messages import TakeBackDecision
from workflows.reimbursing.table import TABLE

NOW = datetime(2026, 9, 8, 2, 0, tzinfo=UTC)
MAKER, COLLEAGUE = actor(Role.ADJUSTER), actor(Role.ADJUSTER, "another")
NUMBER = "RC-260908-000001-0"
FIGURES = ClaimFigures(billed=500_00, payable=500_00)
POSTED = JudgedClaim(
    decision_id="d", version=2, outcome=Outcome.PAY, hold=None, figures=FIGURES, judged_at=NOW
)
MADE = ClaimProposal(
    entry=ClaimDecisionInput(answer=ClaimAnswer.PAY),
    made_by=MAKER.reference,
    made_as=Role.ADJUSTER,
    made_at=NOW,
    authority=20_000_00,
    payable=500_00,
)
EARLIER = ClaimDecision(
    ordinal=1, answer=ClaimAnswer.PAY, judged=POSTED, decided_by="staff:first", decided_at=NOW
)


def pending(**changes: object) -> ReimbursementCase:
    """A claim whose decision the ledger is asked for."""
    case = ReimbursementCase(
        case_number=NUMBER,
        opened_at=NOW,
        opened_by="guardian:1",
        stage=Stage.MANUAL,
        version=2,
        subject=ClaimSubject(member_id="m", policy_id="p", guardian_id="g", hospital_code="H"),
        claim=family.claim(500_00),
        pending=MADE,
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def step(
    case: ReimbursementCase, event: str, body: object, who: Actor = SYSTEM, at: datetime = NOW
) -> Step[ReimbursementCase]:
    happening = Happening[ReimbursementCase](event=event, now=at, body=body, actor=who)
    return apply(TABLE, case, case.stage, happening)


def decided(**changes: object) -> ReimbursementCase:
    """The ledger answered, and what the claim owes is ordered."""
    made = step(pending(**changes), ClaimFact.CLAIM_JUDGED, JudgeAnswer(judged=POSTED, recorded=1))
    for effect in made.effects:
        if isinstance(effect, OrderPayment):
            answer = PaymentAnswer(
                key=effect.key, attempt=1, number="PY-1", amount=effect.amount, status=PaymentStatus.ORDERED
            )
            return step(made.state, Fact.PAYMENT_ORDERED, answer).state
    return made.state


def ask(case: ReimbursementCase, who: Actor = MAKER, at: datetime = NOW) -> Step[ReimbursementCase]:
    return step(case, Action.TAKE_BACK_DECISION, TakeBackDecision(), who, at)


def test_the_payment_is_withdrawn_before_a_letter_is_asked() -> None:
    case = decided()

    first = ask(case)
    second = step(first.state, Fact.PAYMENT_WITHDRAWN, MAKER)

    assert case.stage is Stage.AGREED
    assert first.effects == (WithdrawPayment(number="PY-1", actor=MAKER),)
    assert [type(effect) for effect in second.effects] == [TakeLettersBack]
    assert first.state == second.state == case


def test_a_payment_that_leaves_changes_nothing() -> None:
    case = decided()

    kept = step(case, Fact.PAYMENT_LEAVES, MAKER)

    assert kept.state == case
    assert kept.refused and kept.refused.kind is Refusal.NOT_NOW


def test_the_claim_goes_back_to_a_person_and_its_money_to_the_limits() -> None:
    back = step(decided(), Fact.DECISION_TAKEN_BACK, MAKER)

    case = back.state
    assert (case.stage, case.decision, case.payouts, case.undone_decisions) == (Stage.MANUAL, None, (), 1)
    (judge,) = (effect for effect in back.effects if isinstance(effect, Judge))
    assert judge.reopen and judge.wants_person
    assert back.events[0].detail["decided_at"] == NOW.isoformat()


def test_the_next_decision_owes_under_another_key() -> None:
    case = decided()
    back = step(case, Fact.DECISION_TAKEN_BACK, MAKER).state

    again = step(replace(back, pending=MADE), ClaimFact.CLAIM_JUDGED, JudgeAnswer(judged=POSTED)).state

    assert again.payouts[0].key != case.payouts[0].key


@pytest.mark.parametrize(
    "case",
    [
        decided(pending=None, stage=Stage.AUTO),
        decided(undo_window_seconds=0),
        decided(decisions=(EARLIER,), stage=Stage.RECONSIDERATION),
    ],
    ids=["nobody decided", "no window", "it took the place of another"],
)
def test_what_nobody_can_take_back_is_not_remembered(case: ReimbursementCase) -> None:
    with pytest.raises(RefusedError) as refused:
        ask(case)

    assert case.fresh is case.before_decision is None
    assert refused.value.kind is Refusal.NOT_NOW


def test_neither_a_colleague_nor_anybody_after_the_window_takes_it_back() -> None:
    case = decided()

    with pytest.raises(RefusedError) as foreign:
        ask(case, COLLEAGUE)
    with pytest.raises(RefusedError) as late:
        ask(case, at=NOW + timedelta(seconds=case.undo_window_seconds))

    assert (foreign.value.kind, late.value.kind) == (Refusal.FORBIDDEN, Refusal.NOT_NOW)


def test_an_approval_that_a_stay_uses_up_ends_only_when_the_decision_stands() -> None:
    stay = family.claim(500_00, type=EncounterType.INPATIENT)
    subject = ClaimSubject(member_id="m", policy_id="p", guardian_id="g", authorized_by=("PA-1",))
    happening = Happening[ReimbursementCase](
        event=ClaimFact.CLAIM_JUDGED,
        now=NOW,
        body=JudgeAnswer(judged=POSTED),
        actor=SYSTEM,
        patches=ALL_PATCHES,
    )
    case = pending(claim=stay, subject=subject)

    made = apply(TABLE, case, case.stage, happening)
    stands = step(made.state, Fact.DECISION_STANDS, None)
    undone = step(made.state, Fact.DECISION_TAKEN_BACK, MAKER)

    told = [[each for each in one.effects if isinstance(each, TellCase)] for one in (made, stands, undone)]
    assert [len(each) for each in told] == [0, 1, 0]
    assert made.state.stands_at and stands.state.stands_at is undone.state.stands_at is None
    (judge,) = (effect for effect in undone.effects if isinstance(effect, Judge))
    assert judge.hold_again
