"""A hospital advance from the request to the answer, told without server or database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from activities.orders import ReserveAnswer
from commands.lived.stage import papers
from rules.advances.decisions import AdvanceInput
from rules.advances.vocabulary import AdvanceAnswer, AdvanceFact, Stage
from rules.cases import Side
from rules.deadlines import ClockKind, MilestoneKind
from rules.reasons import ReasonCode
from rules.vocabulary import ClockState
from tests.workflows.advances import (
    ADJUSTER,
    APPROVE,
    CLERK,
    GUARDIAN,
    REFUSAL,
    REVIEWED,
    SPECIALIST,
    SUPERVISOR,
    AdvanceStory,
    called,
    entitlement,
    refusal,
    under_review,
)
from workflows.advances.draft import AssessAdvance, OpenPreauthorization
from workflows.case_engine import Fact, Refusal, Reserve
from workflows.messages import (
    AcceptAsComplete,
    Answer,
    Ask,
    CoSign,
    Reply,
    SendBack,
    SubmitDocuments,
)
from workflows.messages_advance import (
    CheckEntitlement,
    DecideAdvance,
    OpenInvestigation,
    PayAdvance,
    RecallAdvance,
    RequestTopUp,
)

PAY = PayAdvance(account_checked="与医院财务电话核对")
TOP_UP = RequestTopUp(amount=5_000_00, estimate=25_000_00, reason="转入重症监护")
RECALL = RecallAdvance(reason_code="FRAUD-FALSE-PART", clause="R-157", explanation="诊断证明系伪造。")


# Entitlement.


def test_a_clear_request_is_entitled_without_anybody_and_called_within_a_day() -> None:
    story = AdvanceStory().fact(Fact.ASSESSED, entitlement())

    assert story.case.stage is Stage.VERIFIED
    assert story.case.clock(ClockKind.ADVANCE_CONTACT)
    assert story.letters == ["LT-ACK"]


def test_an_obstacle_is_confirmed_by_a_person_and_never_passed() -> None:
    found = entitlement(obstacles=(ReasonCode.ADVANCE_DEPOSIT,))
    story = AdvanceStory().fact(Fact.ASSESSED, found)

    assert story.case.stage is Stage.REQUESTED
    assert refusal(story, CLERK, CheckEntitlement(entitled=True)).kind is Refusal.INVALID
    other = CheckEntitlement(entitled=False, reason_code="ADV-LITIGATION")
    assert "ADV-DEPOSIT" in refusal(story, CLERK, other).why
    story.act(CLERK, CheckEntitlement(entitled=False, reason_code="ADV-DEPOSIT"))

    assert story.case.stage is Stage.REJECTED
    assert story.letters[-1] == "LT-AD-NO"


def test_a_hospital_on_the_direct_list_opens_a_preauthorization_instead() -> None:
    found = entitlement(obstacles=(ReasonCode.ADVANCE_DIRECT_BILLING_FIRST,))
    story = AdvanceStory().fact(Fact.ASSESSED, found)
    story.act(CLERK, CheckEntitlement(entitled=False, reason_code="ADV-DB-FIRST"))

    assert OpenPreauthorization() in story.last.effects
    story.fact(AdvanceFact.PREAUTHORIZATION_OPENED, "PA-260930-000019-1")
    assert story.case.preauthorization == "PA-260930-000019-1"


# Documents.


def test_one_list_of_what_is_missing_then_the_review_starts_with_the_last_paper() -> None:
    story = called()
    assert story.case.stage is Stage.CONTACTED
    assert story.letters == ["LT-ACK", "LT-SUPP"]

    story.act(GUARDIAN, SubmitDocuments(documents=papers(*REVIEWED[:2])))
    assert story.case.stage is Stage.CONTACTED
    assert story.case.clock(ClockKind.ADVANCE_REVIEW) is None
    story.act(GUARDIAN, SubmitDocuments(documents=papers(REVIEWED[2])))

    assert story.case.stage is Stage.DOCS_COMPLETE
    assert story.case.clock(ClockKind.ADVANCE_REVIEW)
    assert story.case.clock(ClockKind.ADVANCE_DOCUMENT_WAIT) is None
    assert AssessAdvance() in story.last.effects
    assert story.letters.count("LT-SUPP") == 1


def test_what_is_not_needed_is_waived_with_a_reason() -> None:
    story = called().act(CLERK, AcceptAsComplete(reason="医院已在档案中"))

    assert story.case.stage is Stage.DOCS_COMPLETE
    assert story.case.missing == ()


def test_documents_that_never_come_remind_and_lapse() -> None:
    story = called().reach(ClockKind.ADVANCE_DOCUMENT_WAIT, MilestoneKind.REMINDER)
    assert story.letters.count("LT-SUPP") == 2

    story.reach(ClockKind.ADVANCE_DOCUMENT_WAIT, MilestoneKind.LAPSE)

    assert story.case.stage is Stage.LAPSED
    assert story.letters[-1] == "LT-LAPSE"


# Review.


def test_an_approval_within_authority_holds_the_benefit_and_offers_the_mandate() -> None:
    story = under_review().act(ADJUSTER, APPROVE)
    assert Reserve(amount=14_400_00, seen_version=4) in story.last.effects
    story.grant()

    assert story.case.stage is Stage.APPROVED
    assert story.case.statement.promised == 14_400_00
    assert story.letters[-2:] == ["LT-AD-OK", "LT-AD-MAND"]
    assert story.case.clock(ClockKind.ADVANCE_REVIEW) is None
    assert story.case.clock(ClockKind.MANDATE_WAIT)


def test_the_ceiling_is_the_most_that_is_approved() -> None:
    story = under_review()
    above = DecideAdvance(decision=AdvanceInput(answer=AdvanceAnswer.APPROVE, amount=14_400_01))

    assert refusal(story, ADJUSTER, above).details == {"field": "amount"}
    at = DecideAdvance(decision=AdvanceInput(answer=AdvanceAnswer.APPROVE, amount=14_400_00))
    story.act(ADJUSTER, at)

    assert Reserve(amount=14_400_00, seen_version=4) in story.last.effects


def test_the_specialist_proposes_and_somebody_with_authority_signs() -> None:
    story = under_review().act(SPECIALIST, APPROVE)
    assert story.case.proposed_by == SPECIALIST.reference

    assert refusal(story, SPECIALIST, CoSign()).kind is Refusal.FORBIDDEN
    story.act(SUPERVISOR, CoSign()).grant()

    assert story.case.stage is Stage.APPROVED
    assert story.case.deciders == (SPECIALIST.reference, SUPERVISOR.reference)


@pytest.mark.parametrize(("estimate", "waits"), [(25_000_00, False), (25_000_02, True)])
def test_above_the_authority_a_second_person_signs(estimate: int, waits: bool) -> None:
    entry = AdvanceInput(answer=AdvanceAnswer.APPROVE, estimate=estimate)
    story = under_review().act(ADJUSTER, DecideAdvance(decision=entry))

    assert bool(story.case.proposed_by) is waits


def test_a_decline_waits_for_a_second_person_and_ends_the_advance() -> None:
    story = under_review().act(ADJUSTER, DecideAdvance(decision=REFUSAL))
    assert story.case.stage is Stage.DOCS_COMPLETE

    story.act(SUPERVISOR, SendBack(reason="请补充病史依据"))
    assert not story.case.proposed_by
    story.act(ADJUSTER, DecideAdvance(decision=REFUSAL)).act(SUPERVISOR, CoSign())

    assert story.case.stage is Stage.TERMINATED
    assert story.letters[-1] == "LT-AD-NO"


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (replace(REFUSAL, reason_code=""), "reason_code"),
        (replace(REFUSAL, reason_code="NEEDS_PLAN"), "reason_code"),
        (replace(REFUSAL, clause=" "), "clause"),
        (replace(REFUSAL, explanation=""), "explanation"),
    ],
)
def test_a_decline_names_reason_clause_and_why(entry: AdvanceInput, field: str) -> None:
    assert refusal(under_review(), ADJUSTER, DecideAdvance(decision=entry)).details == {"field": field}


def test_an_investigation_counts_from_the_complete_file() -> None:
    story = under_review()
    complete_at = story.now
    story.later(days=2).act(SPECIALIST, OpenInvestigation(reason="核实首诊病史"))

    clock = story.case.clock(ClockKind.ADVANCE_INVESTIGATION)
    assert story.case.stage is Stage.INVESTIGATING
    assert clock and clock.started_at == complete_at
    assert story.case.clock(ClockKind.ADVANCE_REVIEW) is None
    assert story.letters[-1] == "LT-AD-DELAY"
    story.act(ADJUSTER, APPROVE).grant()
    assert story.case.stage is Stage.APPROVED


def test_an_investigation_is_opened_before_the_five_days_end_or_not_at_all() -> None:
    story = under_review()
    clock = story.case.clock(ClockKind.ADVANCE_REVIEW)
    assert clock
    story.now = clock.due_at + timedelta(seconds=1)

    assert refusal(story, SPECIALIST, OpenInvestigation(reason="核实")).kind is Refusal.NOT_NOW
    story.now = clock.due_at
    story.act(SPECIALIST, OpenInvestigation(reason="核实"))

    assert story.case.stage is Stage.INVESTIGATING


def test_a_benefit_that_moved_decides_nothing_and_reads_the_figures_anew() -> None:
    story = under_review().act(ADJUSTER, APPROVE)
    short = ReserveAnswer(granted=False, amount=0, asked=14_400_00, available=9_000_00, version=9, moved=True)
    story.fact(Fact.RESERVE_SHORT, short)
    assert AssessAdvance() in story.last.effects
    story.fact(Fact.ASSESSED, entitlement(remaining=9_000_00, accumulator_version=9))

    assert story.case.stage is Stage.DOCS_COMPLETE
    assert not story.case.decisions
    story.act(ADJUSTER, APPROVE)
    assert Reserve(amount=9_000_00, seen_version=9) in story.last.effects


def test_a_query_stops_the_review_until_it_is_answered() -> None:
    story = under_review().act(SPECIALIST, Ask(asked_of=Side.GUARDIAN, items=("既往住院?",)))
    clock = story.case.clock(ClockKind.ADVANCE_REVIEW)
    assert clock and clock.state is ClockState.PAUSED
    assert story.case.waiting_on is Side.GUARDIAN

    story.act(GUARDIAN, Reply(answers=(Answer(item_id="Q1.1", text="无"),)))

    clock = story.case.clock(ClockKind.ADVANCE_REVIEW)
    assert clock and clock.state is ClockState.RUNNING
    assert story.case.waiting_on is Side.US
