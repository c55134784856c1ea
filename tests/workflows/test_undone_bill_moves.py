"""What can be taken back of a decision on a bill, and what it holds back, told without server or database."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from activities.claim_orders import JudgeAnswer
from rules.adjudication.holding import Hold
from rules.adjudication.result import Outcome
from rules.cases import LetterItem, Side
from rules.claims.case import ClaimSubject
from rules.claims.values import ClaimAnswer, ClaimDecision, ClaimFigures, JudgedClaim
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.values import BillKind, BillSummary, Stage
from rules.payments.values import OpenReceivable, OrderPayment
from rules.permissions import Action
from rules.reasons import ReasonCode
from rules.roles import SYSTEM, Actor, Role
from tests.rules.direct_billing.desk import visit
from tests.workflows.cases import actor
from tests.workflows.family_claims import claim
from tests.workflows.test_undone_claim_moves import MADE, MAKER, NOW
from workflows.case_engine import (
    ALL_PATCHES,
    Fact,
    Happening,
    OrderLetter,
    Refusal,
    RefusedError,
    Release,
    Step,
    TakeLettersBack,
    TellCase,
    apply,
    due_by_time,
    next_by_time,
)
from workflows.claims.effects import ClaimFact, Judge
from workflows.direct_billing.table import TABLE
from workflows.messages import TakeBackDecision

POSTED = JudgedClaim(
    decision_id="d",
    version=2,
    outcome=Outcome.PAY,
    hold=None,
    figures=ClaimFigures(billed=600_00, excluded=100_00, payable=500_00),
    judged_at=NOW,
)
HELD = replace(POSTED, outcome=Outcome.REFER, hold=Hold.REFERRED)
EARLIER = ClaimDecision(
    ordinal=1, answer=ClaimAnswer.PAY, judged=POSTED, decided_by="staff:first", decided_at=NOW
)
REFUSED = replace(
    MADE,
    entry=replace(MADE.entry, answer=ClaimAnswer.REFUSE, reason_code=ReasonCode.EXCLUDED_TCM, clause="2.5.1"),
)
LEAVES = (TellCase, OpenReceivable, OrderPayment, Release)
"""Effects that reach somebody outside the case at once."""


def pending(**changes: object) -> DirectBillingCase:
    """A bill whose decision the ledger is asked for."""
    asked = replace(visit(), authorization="PA-260908-000001-0")
    case = DirectBillingCase(
        case_number="DB-260908-000001-0",
        opened_at=NOW,
        opened_by="hospital:H",
        stage=Stage.BILLED,
        version=2,
        subject=ClaimSubject(member_id="m", policy_id="p", guardian_id="g", hospital_code="H"),
        visit=asked,
        claim=claim(600_00),
        bills=(BillSummary(version=1, kind=BillKind.VISIT, billed=600_00, line_count=1, paid_at_desk=0),),
        reserved=600_00,
        pending=MADE,
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def step(
    case: DirectBillingCase,
    event: str,
    body: object,
    who: Actor = SYSTEM,
    at: datetime = NOW,
    patches: frozenset[str] = ALL_PATCHES,
) -> Step[DirectBillingCase]:
    happening = Happening[DirectBillingCase](event=event, now=at, body=body, actor=who, patches=patches)
    return apply(TABLE, case, case.stage, happening)


def judged(patches: frozenset[str] = ALL_PATCHES, **changes: object) -> Step[DirectBillingCase]:
    answer = JudgeAnswer(judged=POSTED, recorded=1)
    return step(pending(**changes), ClaimFact.CLAIM_JUDGED, answer, patches=patches)


def ask(case: DirectBillingCase, who: Actor = MAKER, at: datetime = NOW) -> Step[DirectBillingCase]:
    return step(case, Action.TAKE_BACK_DECISION, TakeBackDecision(), who, at)


def leaving(made: Step[DirectBillingCase]) -> list[type]:
    return [type(effect) for effect in made.effects if isinstance(effect, LEAVES)]


def codes(made: Step[DirectBillingCase]) -> list[str]:
    return [effect.code for effect in made.effects if isinstance(effect, OrderLetter)]


def test_a_person_s_decision_sends_nothing_but_its_letters_before_its_window_is_over() -> None:
    made = judged()
    until = NOW + timedelta(seconds=made.state.undo_window_seconds)

    assert (made.state.stage, made.state.payment, made.state.reserved) == (Stage.ADJUDICATED, None, 600_00)
    assert (leaving(made), codes(made)) == ([], ["LT-EOB"])
    assert next_by_time(made.state) == (until, "undo window")
    assert due_by_time(made.state, until - timedelta(milliseconds=1)) is None
    assert due_by_time(made.state, until) == (Fact.DECISION_STANDS, None)


def test_what_was_held_back_follows_once_when_the_decision_stands() -> None:
    case = judged().state

    made = step(case, Fact.DECISION_STANDS, None, at=NOW + timedelta(seconds=30))

    assert sorted(kind.__name__ for kind in leaving(made)) == ["OrderPayment", "TellCase"]
    assert made.state.payment and made.state.payment.amount == 500_00
    assert (made.state.fresh, made.state.reserved) == (None, 0)
    assert due_by_time(made.state, NOW + timedelta(seconds=31)) is None


def test_a_refusal_frees_what_is_held_only_when_it_stands() -> None:
    made = judged(pending=replace(REFUSED, co_signed_by="staff:second"))
    assert (made.state.stage, made.state.reserved, leaving(made)) == (Stage.REFUSED, 600_00, [])
    assert codes(made) == ["LT-REF"]

    stands = step(made.state, Fact.DECISION_STANDS, None)

    assert leaving(stands) == [Release, TellCase]
    assert stands.state.reserved == 0


def test_a_refusal_notice_that_left_first_does_not_close_the_case_before_all_is_done() -> None:
    case = judged(pending=replace(REFUSED, co_signed_by="staff:second")).state
    letter = LetterItem(code="LT-REF", ordinal=1, to=Side.GUARDIAN, ordered_at=NOW, send_after=NOW)
    clock = RunningClock(kind=ClockKind.REFUSAL_NOTICE, started_at=NOW, due_at=NOW + timedelta(days=3))
    told = step(replace(case, clocks=(clock,)), Fact.LETTER_SENT, letter).state
    assert told.stage is Stage.REFUSED

    assert step(told, Fact.DECISION_STANDS, None).state.stage is Stage.CLOSED


@pytest.mark.parametrize(
    "made",
    [
        judged(pending=None),
        judged(undo_window_seconds=0),
        judged(decisions=(EARLIER,)),
        judged(patches=frozenset()),
    ],
    ids=["nobody decided", "no window", "it took the place of another", "from before the release"],
)
def test_what_nobody_can_take_back_leaves_at_once(made: Step[DirectBillingCase]) -> None:
    assert made.state.fresh is None
    assert next_by_time(made.state) is None
    assert {OrderPayment, TellCase} <= set(leaving(made)) or made.state.stage is Stage.BILLED
    with pytest.raises(RefusedError) as refused:
        ask(replace(made.state, stage=Stage.ADJUDICATED))
    assert refused.value.kind is Refusal.NOT_NOW


def test_the_bill_waits_for_a_person_again_and_what_was_held_is_held_again() -> None:
    case = judged().state

    asked = ask(case)
    back = step(asked.state, Fact.DECISION_TAKEN_BACK, MAKER)

    assert [type(effect) for effect in asked.effects] == [TakeLettersBack]
    assert (back.state.stage, back.state.decision, back.state.undone_decisions) == (Stage.BILLED, None, 1)
    (judge,) = (effect for effect in back.effects if isinstance(effect, Judge))
    assert judge.reopen and judge.wants_person and judge.hold_again
    assert back.events[0].actor == MAKER.reference
    again = step(back.state, ClaimFact.CLAIM_JUDGED, JudgeAnswer(judged=HELD, recorded=2, held_again=550_00))
    assert (again.state.stage, again.state.reserved) == (Stage.BILLED, 550_00)


def test_a_letter_that_has_left_lets_the_decision_stand() -> None:
    case = judged().state

    kept = step(case, Fact.LETTERS_GONE, None)

    assert kept.state == case
    assert kept.refused and kept.refused.kind is Refusal.NOT_NOW
    assert due_by_time(kept.state, NOW + timedelta(hours=1)) == (Fact.DECISION_STANDS, None)


def test_neither_a_colleague_nor_anybody_after_the_window_takes_a_bill_back() -> None:
    case = judged().state

    with pytest.raises(RefusedError) as foreign:
        ask(case, actor(Role.ADJUSTER, "another"))
    with pytest.raises(RefusedError) as late:
        ask(case, at=NOW + timedelta(seconds=case.undo_window_seconds))

    assert (foreign.value.kind, late.value.kind) == (Refusal.FORBIDDEN, Refusal.NOT_NOW)


def test_the_next_decision_owes_under_another_key() -> None:
    first = step(judged().state, Fact.DECISION_STANDS, None).state
    again = judged(undone_decisions=1).state

    second = step(again, Fact.DECISION_STANDS, None).state

    assert first.payment and second.payment
    assert first.payment.key != second.payment.key
