"""What can be taken back of the answer to an advance, told without server or database."""

from datetime import timedelta

import pytest

from activities.orders import ReserveAnswer
from rules.advances.vocabulary import Stage
from rules.cases import LetterState
from rules.deadlines import ClockKind
from rules.roles import Actor, Role
from tests.workflows.advances import (
    ADJUSTER,
    APPROVE,
    GUARDIAN,
    REFUSAL,
    SUPERVISOR,
    AdvanceStory,
    advanced,
    approved,
    refusal,
    under_review,
)
from tests.workflows.cases import actor
from workflows.advances.draft import AssessAdvance
from workflows.case_engine import Fact, Refusal, Release, Reserve, TakeLettersBack, WriteDown
from workflows.messages import CoSign, TakeBackDecision
from workflows.messages_advance import DecideAdvance, DecideTopUp, RequestTopUp

UNDO = TakeBackDecision()
TOP_UP = RequestTopUp(amount=5_000_00, estimate=25_000_00, reason="转入重症监护")


def undone(story: AdvanceStory, who: Actor = ADJUSTER) -> AdvanceStory:
    return story.act(who, UNDO).fact(Fact.DECISION_TAKEN_BACK, who)


def topped_up() -> AdvanceStory:
    """More was asked for and approved; the advance that stands is paid."""
    story = advanced().act(GUARDIAN, TOP_UP).later(hours=1)
    return story.act(ADJUSTER, DecideTopUp(decision=APPROVE.decision)).grant()


def open_clocks(story: AdvanceStory) -> set[ClockKind]:
    return {clock.kind for clock in story.case.clocks if clock.open}


def test_an_approval_is_taken_back_with_its_mandate_and_its_money() -> None:
    before = under_review()
    story = approved()
    assert story.case.reserved and story.case.mandate

    undone(story)

    case = story.case
    assert (case.stage, case.decision, case.mandate, case.reserved) == (Stage.DOCS_COMPLETE, None, None, 0)
    assert (case.statement.promised, case.estimate) == (0, before.case.estimate)
    assert open_clocks(story) == open_clocks(before)
    assert [
        effect for effect in story.last.effects if effect in (Release(), WriteDown(), AssessAdvance())
    ] == [
        Release(),
        WriteDown(),
        AssessAdvance(),
    ]
    (event,) = story.last.events
    assert (event.actor, event.to_stage) == (ADJUSTER.reference, Stage.DOCS_COMPLETE)


def test_the_letters_are_asked_before_anything_changes() -> None:
    story = approved()
    before = story.case

    story.act(ADJUSTER, UNDO)

    assert story.case == before
    assert [type(effect) for effect in story.last.effects] == [TakeLettersBack]


def test_a_refusal_that_ended_the_case_waits_for_its_signature_again() -> None:
    before = under_review()
    story = under_review().act(ADJUSTER, DecideAdvance(decision=REFUSAL)).act(SUPERVISOR, CoSign())
    assert story.case.final

    undone(story, SUPERVISOR)

    assert (story.case.stage, story.case.closed_at, story.case.decision) == (Stage.DOCS_COMPLETE, None, None)
    assert story.case.proposal and not story.case.proposal.recall
    assert open_clocks(story) == open_clocks(before)
    story.act(SUPERVISOR, CoSign())
    assert story.case.stage is Stage.TERMINATED


def test_a_top_up_is_taken_back_and_the_advance_that_stands_keeps_its_money() -> None:
    before = advanced().act(GUARDIAN, TOP_UP)
    story = topped_up()
    assert story.case.statement.unpaid and story.case.top_up is None

    undone(story)

    assert story.last.effects[-1] == Reserve(amount=before.case.reserved)
    asked = before.case.reserved
    story.fact(Fact.RESERVED, ReserveAnswer(granted=True, amount=asked, asked=asked, available=0, version=9))
    case = story.case
    assert (case.stage, case.top_up, case.reserved) == (Stage.ADVANCED, before.case.top_up, asked)
    assert (case.statement, case.mandate) == (before.case.statement, before.case.mandate)
    assert case.decisions == before.case.decisions
    assert open_clocks(story) == open_clocks(before)


def test_a_refused_top_up_is_open_again_and_moves_no_money() -> None:
    story = advanced().act(GUARDIAN, TOP_UP)
    reserved = story.case.reserved
    story.act(ADJUSTER, DecideTopUp(decision=REFUSAL)).act(SUPERVISOR, CoSign())
    assert story.case.top_up is None

    undone(story, SUPERVISOR)

    assert story.case.top_up and story.case.proposal
    assert story.case.reserved == reserved
    assert not any(isinstance(effect, (Reserve, Release)) for effect in story.last.effects)


def test_a_decision_that_the_ledger_refused_leaves_nothing_to_take_back() -> None:
    story = under_review().act(ADJUSTER, APPROVE)
    short = ReserveAnswer(granted=False, amount=0, asked=1, available=0, version=7)

    story.fact(Fact.RESERVE_SHORT, short)

    assert story.case.fresh is story.case.before_decision is None


@pytest.mark.parametrize(
    ("who", "seconds", "kind"),
    [
        (actor(Role.ADJUSTER, "another"), 0, Refusal.FORBIDDEN),
        (ADJUSTER, 30, Refusal.NOT_NOW),
        (SUPERVISOR, 30, Refusal.NOT_NOW),
    ],
)
def test_neither_a_colleague_nor_anybody_after_the_window_takes_it_back(
    who: Actor, seconds: int, kind: Refusal
) -> None:
    story = approved()
    story.now += timedelta(seconds=seconds)

    assert refusal(story, who, UNDO).kind is kind


def test_a_letter_that_has_left_keeps_the_approval() -> None:
    story = approved()
    before = story.case

    story.act(ADJUSTER, UNDO).fact(Fact.LETTERS_GONE)

    assert story.case == before
    assert all(letter.state is not LetterState.CANCELLED for letter in story.case.letters)
    assert story.last.refused
