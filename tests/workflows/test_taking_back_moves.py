"""What taking a decision back does to a pre-authorization, told without server or database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.cases import LetterItem, LetterState, Side
from rules.deadlines import ClockKind
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Actor, Role
from rules.vocabulary import ClockState, GuaranteeStatus
from tests.workflows.cases import Story, actor, in_review
from workflows.case_engine import Assess, Fact, Refusal, RefusedError, Release, TakeLettersBack, WriteDown
from workflows.messages import CoSign, Decide, RequestAmendment, TakeBackDecision

MAKER, COLLEAGUE = actor(Role.ADJUSTER), actor(Role.ADJUSTER, "another")
SUPERVISOR = actor(Role.SUPERVISOR)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
REDIRECT = Decide(decision=DecisionInput(outcome=Outcome.REDIRECT, network_hospitals=("MEIHUA-FUER",)))
DECLINE = Decide(
    decision=DecisionInput(
        outcome=Outcome.DECLINE, reason_code="WAIT-120", clause="R-024", explanation="手术日在等待期内。"
    )
)
UNDO = TakeBackDecision()


def guaranteed(**changes: object) -> Story:
    """Approved, with the letters that the shell orders of it."""
    return with_letters(reviewed(**changes).act(MAKER, APPROVE).reserve())


def reviewed(**changes: object) -> Story:
    return with_letters(in_review(**changes))


def with_letters(story: Story) -> Story:
    until = story.now + timedelta(seconds=story.case.undo_window_seconds)
    letters = tuple(
        LetterItem(code=code, ordinal=1, to=to, ordered_at=story.now, send_after=until, number=f"{code}-1")
        for code, to in story.letters
    )
    story.case = replace(story.case, letters=letters)
    return story


def undone(story: Story, who: Actor = MAKER) -> Story:
    return story.act(who, UNDO).fact(Fact.DECISION_TAKEN_BACK, who)


def refusal(story: Story, who: Actor) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        story.act(who, UNDO)
    return caught.value


def test_the_letters_are_asked_before_anything_changes() -> None:
    story = guaranteed()
    before = story.case

    story.act(MAKER, UNDO)

    assert story.case == before
    (asked,) = story.last.effects
    assert asked == TakeLettersBack(numbers=("LT-PA-OK-1", "LT-GOP-1"), actor=MAKER)


def test_the_case_stands_where_it_stood_and_its_clock_runs_on() -> None:
    before = in_review().case.clock(ClockKind.PREAUTH_DECISION)
    story = guaranteed()
    reserved = story.case.reserved

    undone(story)

    case, clock = story.case, story.case.clock(ClockKind.PREAUTH_DECISION)
    assert (case.stage, case.decision, case.guarantee, case.reserved) == (Stage.IN_REVIEW, None, None, 0)
    assert before and clock
    assert (clock.state, clock.due_at, clock.ended_at) == (ClockState.RUNNING, before.due_at, None)
    assert clock.started_at == before.started_at
    assert clock.reopened == (story.now,)
    assert {each.kind for each in case.clocks if each.open} == {ClockKind.PREAUTH_DECISION}
    assert {letter.code for letter in case.letters if letter.state is LetterState.CANCELLED} == {
        "LT-PA-OK",
        "LT-GOP",
    }
    assert reserved
    assert {type(each) for each in story.last.effects} >= {Release, WriteDown, Assess}
    (event,) = story.last.events
    assert (event.kind, event.actor, event.to_stage) == ("DECISION_TAKEN_BACK", MAKER.reference, "IN_REVIEW")


def test_the_next_promise_goes_on_with_the_number_and_never_with_the_version() -> None:
    story = guaranteed()
    first = story.case.guarantee

    undone(story)
    assert story.case.undone and story.case.undone.status is GuaranteeStatus.CANCELLED
    story.act(MAKER, APPROVE).reserve()

    second = story.case.guarantee
    assert first and second
    assert (second.root, second.current.ordinal) == (first.root, 2)


def test_a_redirect_is_taken_back_without_money() -> None:
    story = with_letters(reviewed().act(MAKER, REDIRECT))

    undone(story)

    assert (story.case.stage, story.case.redirected) == (Stage.IN_REVIEW, False)
    assert story.case.clock(ClockKind.REDIRECT_WAIT) is None
    assert not any(isinstance(each, Release) for each in story.last.effects)


@pytest.mark.parametrize("who", [MAKER, SUPERVISOR])
def test_who_decided_or_a_supervisor_takes_it_back(who: Actor) -> None:
    assert undone(guaranteed(), who).case.stage is Stage.IN_REVIEW


def test_a_colleague_does_not() -> None:
    assert refusal(guaranteed(), COLLEAGUE).kind is Refusal.FORBIDDEN


def test_a_signed_decision_waits_for_its_signature_again() -> None:
    junior = Actor("staff:junior", (Role.ADJUSTER,), 1)
    story = reviewed().act(junior, APPROVE)
    proposal = story.case.proposal
    story = with_letters(story.act(SUPERVISOR, CoSign()).reserve())

    undone(story, SUPERVISOR)

    assert proposal and story.case.proposal
    assert (story.case.stage, story.case.proposal.made_by) == (Stage.IN_REVIEW, proposal.made_by)


@pytest.mark.parametrize("who", [MAKER, SUPERVISOR])
def test_a_refusal_ends_nothing_as_long_as_it_can_be_taken_back(who: Actor) -> None:
    story = reviewed().act(MAKER, DECLINE)
    before = story.case
    story = with_letters(story.act(SUPERVISOR, CoSign()))
    assert (story.case.stage, story.case.closed_at) == (Stage.DECLINED, story.now)

    undone(story, who)

    case = story.case
    assert (case.stage, case.closed_at, case.decision) == (Stage.IN_REVIEW, None, None)
    assert [clock.kind for clock in case.clocks if clock.open] == [ClockKind.PREAUTH_DECISION]
    assert case.proposal and before.proposal
    assert case.proposal.made_by == before.proposal.made_by


def test_what_is_signed_again_is_another_decision() -> None:
    story = reviewed().act(MAKER, DECLINE)
    story = with_letters(story.act(SUPERVISOR, CoSign()))
    first = story.case.decision
    story.now += timedelta(seconds=1)
    undone(story)

    story.act(SUPERVISOR, CoSign())

    second = story.case.decision
    assert first and second
    assert replace(second, decided_at=first.decided_at) == first
    assert second.decided_at != first.decided_at


def test_after_the_window_the_refusal_says_why() -> None:
    story = guaranteed()
    story.now += timedelta(seconds=story.case.undo_window_seconds)

    refused = refusal(story, MAKER)

    assert refused.kind is Refusal.NOT_NOW
    assert "has left" in refused.why


def test_an_act_of_somebody_else_ends_the_window() -> None:
    story = guaranteed()
    story.act(actor(Role.HOSPITAL_DESK), RequestAmendment(approved_days=9, reason="longer"))

    assert refusal(story, MAKER).kind is Refusal.NOT_NOW


def test_a_letter_that_has_left_keeps_the_decision() -> None:
    story = guaranteed()
    before = story.case

    story.act(MAKER, UNDO).fact(Fact.LETTERS_GONE)

    assert story.case == before
    assert story.last.refused and story.last.refused.kind is Refusal.NOT_NOW


def test_without_a_window_nothing_is_remembered() -> None:
    story = guaranteed(undo_window_seconds=0)

    assert story.case.fresh is None
    assert refusal(story, MAKER).kind is Refusal.NOT_NOW


def test_the_letters_of_the_next_decision_are_others() -> None:
    story = undone(guaranteed())
    story.act(MAKER, APPROVE).reserve()

    assert story.case.fresh
    assert story.case.fresh.letters == len(story.case.letters) == 3
    assert Side.HOSPITAL in {letter.to for letter in story.case.letters}
