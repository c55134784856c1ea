"""What a second look at the case changes: new facts, longer stays, who is told, whose authority it takes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commands.lived.stage import papers
from rules.cases import Side
from rules.deadlines import ClockKind, MilestoneKind
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import EstimateItem, Outcome, Stage
from rules.roles import Role
from tests.workflows.cases import PLANNED_ON, REQUIRED, Story, actor, assessment, case, in_review, request
from workflows.case_engine import Fact
from workflows.messages import Ask, Decide, SubmitDocuments, Withdraw

ADJUSTER = actor(Role.ADJUSTER)
DESK = actor(Role.HOSPITAL_DESK)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
DECLINE = Decide(
    decision=DecisionInput(
        outcome=Outcome.DECLINE, reason_code="WAIT-120", clause="R-024", explanation="手术日在等待期内。"
    )
)


def test_a_query_takes_back_a_proposal_made_before_the_new_facts() -> None:
    story = in_review().act(ADJUSTER, DECLINE)
    assert story.case.proposal

    story.act(actor(Role.MEDICAL_REVIEWER), Ask(items=("手术日期?",)))

    assert story.case.proposal is None


@pytest.mark.parametrize("direct", [True, False])
def test_a_withdrawal_tells_whoever_held_a_promise(direct: bool) -> None:
    story = Story(case(documents=papers(*REQUIRED))).fact(Fact.ASSESSED, assessment(direct_billing=direct))
    story.act(ADJUSTER, APPROVE).reserve().act(DESK, Withdraw(reason="改期"))

    told = [side for code, side in story.letters if code == "LT-GOP-CXL"]
    assert told == ([Side.HOSPITAL, Side.GUARDIAN] if direct else [Side.GUARDIAN])


@pytest.mark.parametrize(("days", "valid_for"), [(13, 14), (14, 14), (15, 15), (30, 30)])
def test_a_letter_holds_for_the_whole_of_a_long_stay(days: int, valid_for: int) -> None:
    story = in_review(request=request(expected_days=days)).act(ADJUSTER, APPROVE).reserve()

    assert story.case.guarantee
    assert story.case.guarantee.current.valid_until == PLANNED_ON + timedelta(days=valid_for)


def test_authority_is_measured_on_what_is_approved_not_on_what_is_left_to_pay() -> None:
    story = Story(case(documents=papers(*REQUIRED), request=request(items=(_costly(),))))
    story.fact(Fact.ASSESSED, assessment(deductible_left=10_000_00))

    story.act(ADJUSTER, APPROVE)

    assert story.case.proposal
    assert story.case.proposal.decision
    assert story.case.proposal.decision.ceiling == 15_000_00


def _costly() -> EstimateItem:
    return replace(request().items[0], amount=25_000_00)


@pytest.mark.parametrize(
    "milestone", [MilestoneKind.REMINDER, MilestoneKind.SUPERVISOR, MilestoneKind.BREACH]
)
def test_a_milestone_does_not_outdate_what_people_saw(milestone: MilestoneKind) -> None:
    story = in_review()
    seen, written = story.case.version, story.case.event_count

    story.reach(ClockKind.PREAUTH_DECISION, milestone)

    assert story.case.version == seen
    assert story.case.event_count == written + 1


def test_the_same_document_handed_in_twice_is_held_once() -> None:
    story = Story().fact(Fact.ASSESSED, assessment())
    paper = papers(REQUIRED[0])

    story.act(DESK, SubmitDocuments(documents=paper)).act(DESK, SubmitDocuments(documents=paper))

    assert story.case.documents == paper
    assert story.case.stage is Stage.AWAITING_DOCS
