"""An approval that another letter of the same stay outran."""

from activities.orders import ReserveAnswer
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Finding, Outcome, Stage, Weight
from rules.reasons import ReasonCode
from rules.roles import Role
from tests.workflows.cases import Story, actor, assessment, in_review
from workflows.case_engine import Assess, Fact, Reserve
from workflows.messages import Decide

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
