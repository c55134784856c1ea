"""An approval, or a raise of it, that other movements of the policy year outran."""

import pytest

from activities.orders import ReserveAnswer
from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.preauthorization.values import Finding, Outcome, Stage, Weight
from rules.reasons import ReasonCode
from rules.roles import Role
from tests.workflows.cases import Story, actor, assessment, in_review
from workflows.case_engine import Assess, Fact, Reserve
from workflows.messages import CoSign, Decide, DecideAmendment, RequestAmendment

ADJUSTER = actor(Role.ADJUSTER)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
OTHER_LETTER = Finding(
    code=ReasonCode.LIMIT, weight=Weight.REFERS, clause="A-29", detail="PA-260515-000001-7 12000.00"
)


def outrun() -> Story:
    """Both requests were judged before the first approval, so this one says nothing of the other."""
    story = in_review().act(ADJUSTER, APPROVE)
    moved = ReserveAnswer(
        granted=False, amount=0, asked=18_000_00, available=18_000_00, version=5, moved=True
    )
    return story.fact(Fact.RESERVE_SHORT, moved)


def test_it_comes_back_and_is_judged_anew_with_the_other_letter_for_a_person() -> None:
    story = outrun()
    assert story.last.effects == (Assess(),)

    story.fact(Fact.ASSESSED, assessment(findings=(OTHER_LETTER,), accumulator_version=5))

    assert story.case.stage is Stage.IN_REVIEW
    assert story.case.decision is None
    assert story.case.assessment and story.case.assessment.findings == (OTHER_LETTER,)


def test_what_was_settled_about_the_request_stays_settled() -> None:
    story = outrun()
    assert story.case.assessment
    stay = story.case.assessment.episode_id

    story.fact(Fact.ASSESSED, assessment(accumulator_version=5, required=None, episode_id="another"))

    assert story.case.assessment.required
    assert story.case.assessment.episode_id == stay


def test_whoever_saw_the_other_letter_may_approve_after_all() -> None:
    story = outrun()
    story.fact(Fact.ASSESSED, assessment(findings=(OTHER_LETTER,), accumulator_version=5))

    story.act(ADJUSTER, APPROVE)

    assert story.last.effects == (Reserve(amount=18_000_00, seen_version=5),)


def test_an_approval_that_names_no_figures_rests_on_those_that_the_case_showed() -> None:
    """Nothing had moved yet in the year: its version 0 is a figure like any other."""
    story = in_review()
    story.fact(Fact.ASSESSED, assessment(accumulator_version=0))

    story.act(ADJUSTER, APPROVE)

    assert story.last.effects == (Reserve(amount=18_000_00, seen_version=0),)


def raise_to(ceiling: int) -> Story:
    """A letter of 18,000 yuan stands (the accounts were at 5 then), and another ceiling is asked for."""
    story = in_review().act(ADJUSTER, APPROVE).reserve()
    return story.act(actor(Role.HOSPITAL_DESK), RequestAmendment(ceiling=ceiling, reason="病情加重"))


@pytest.mark.parametrize(("shown", "rests_on"), [(9, 9), (0, 0), (None, 5)])
def test_a_raise_rests_on_the_figures_that_were_shown(shown: int | None, rests_on: int) -> None:
    answer = AmendmentInput(approve=True, accumulator_version=shown)

    story = raise_to(19_000_00).act(ADJUSTER, DecideAmendment(decision=answer))

    assert story.last.effects == (Reserve(amount=19_000_00, seen_version=rests_on),)


def test_a_raise_above_authority_rests_on_what_its_maker_saw() -> None:
    answer = AmendmentInput(approve=True, accumulator_version=9)
    story = raise_to(30_000_00).act(ADJUSTER, DecideAmendment(decision=answer))

    story.act(actor(Role.SUPERVISOR), CoSign())

    assert story.last.effects == (Reserve(amount=30_000_00, seen_version=9),)


@pytest.mark.parametrize(("ceiling", "rests_on"), [(18_000_01, 9), (18_000_00, None), (17_999_99, None)])
def test_what_draws_no_more_than_the_letter_holds_stands_though_the_accounts_moved(
    ceiling: int, rests_on: int | None
) -> None:
    answer = AmendmentInput(approve=True, accumulator_version=9)

    story = raise_to(ceiling).act(ADJUSTER, DecideAmendment(decision=answer))

    assert story.last.effects == (Reserve(amount=ceiling, seen_version=rests_on),)


def test_an_outrun_raise_stays_open_and_is_decided_again_by_the_new_figures() -> None:
    story = raise_to(19_000_00).act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True)))
    moved = ReserveAnswer(
        granted=False, amount=0, asked=19_000_00, available=80_000_00, version=12, moved=True
    )
    story.fact(Fact.RESERVE_SHORT, moved)
    assert story.case.amendment

    story.act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True)))

    assert story.last.effects == (Reserve(amount=19_000_00, seen_version=12),)
