"""Who may take back or overrule what."""

import pytest

from commands.lived.stage import papers
from rules.permissions import Relation
from rules.preauthorization.decisions import DecisionInput, LineInput
from rules.preauthorization.values import Finding, Outcome, Stage, Weight
from rules.roles import Role
from tests.workflows.cases import REQUIRED, Story, actor, assessment, case, in_review
from workflows.case_engine import Fact, Refusal, RefusedError
from workflows.messages import Decide, Withdraw

ADJUSTER, DESK, FAMILY = actor(Role.ADJUSTER), actor(Role.HOSPITAL_DESK), actor(Role.GUARDIAN)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
TAKE_BACK = Withdraw(reason="不再需要")
BLOCKED = (Finding(code="WAIT-120", weight=Weight.BLOCKS, clause="R-024"),)


def test_a_hospital_does_not_take_back_what_the_family_asked_for() -> None:
    story = in_review(opened_by="guardian:1")

    with pytest.raises(RefusedError) as caught:
        story.act(DESK, TAKE_BACK, Relation.OWN_HOSPITAL)

    assert caught.value.kind is Refusal.FORBIDDEN
    assert story.act(FAMILY, TAKE_BACK, Relation.OWN_FAMILY).case.stage is Stage.WITHDRAWN


def blocked() -> Story:
    """A complete file against which a plain clause stands."""
    story = Story(case(documents=papers(*REQUIRED)))
    return story.fact(Fact.ASSESSED, assessment(findings=BLOCKED))


def test_who_overrules_a_plain_clause_says_why() -> None:
    with pytest.raises(RefusedError, match=r"WAIT-120 \(R-024\)") as caught:
        blocked().act(ADJUSTER, APPROVE)
    assert caught.value.details["field"] == "explanation"

    explained = DecisionInput(outcome=Outcome.APPROVE, explanation="急性损伤，不受等待期限制。")
    assert blocked().act(ADJUSTER, Decide(decision=explained)).reserve().case.stage is Stage.GUARANTEED


def test_a_line_that_is_cut_for_the_clause_has_said_why() -> None:
    lines = (LineInput(approved=8_000_00), LineInput(approved=0, reason_code="WAIT-120", clause="R-024"))
    cut = DecisionInput(outcome=Outcome.APPROVE_IN_PART, lines=lines)

    assert blocked().act(ADJUSTER, Decide(decision=cut)).reserve().case.stage is Stage.GUARANTEED
