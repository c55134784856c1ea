"""What each act does to a pre-authorization, told without server or database."""

from dataclasses import replace
from datetime import date

import pytest

from activities.orders import ReserveAnswer
from commands.lived.stage import papers
from rules.cases import CaseNews, Side
from rules.deadlines import ClockKind, MilestoneKind
from rules.preauthorization.decisions import AmendmentInput, DecisionInput, LineInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Role
from rules.vocabulary import ClockState, DocumentKind, GuaranteeStatus
from tests.workflows.cases import REQUIRED, Story, actor, assessment, case, in_review, request
from workflows.case_engine import Fact, Refusal, RefusedError, Release, Reserve
from workflows.messages import (
    Answer,
    Ask,
    CancelGuarantee,
    CoSign,
    Decide,
    DecideAmendment,
    FlagFraud,
    NameHospital,
    ReleaseHold,
    Reply,
    ReportBilled,
    RequestAmendment,
    RequestDocuments,
    SendBack,
    SubmitDocuments,
    Triage,
    Withdraw,
)

ADJUSTER, SUPERVISOR = actor(Role.ADJUSTER), actor(Role.SUPERVISOR)
DESK = actor(Role.HOSPITAL_DESK)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
DECLINE = Decide(
    decision=DecisionInput(
        outcome=Outcome.DECLINE, reason_code="WAIT-120", clause="R-024", explanation="手术日在等待期内。"
    )
)


def guaranteed() -> Story:
    return in_review().act(ADJUSTER, APPROVE).reserve()


def refusal(story: Story, *args: object) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        story.act(*args)  # type: ignore[arg-type]
    return caught.value


def test_a_complete_file_goes_to_review_and_starts_the_decision_clock() -> None:
    story = in_review()

    assert story.case.stage is Stage.IN_REVIEW
    assert story.case.clock(ClockKind.PREAUTH_DECISION)
    assert story.codes == ["LT-ACK"]


def test_an_incomplete_file_gets_one_list_and_no_decision_clock() -> None:
    story = Story(case(documents=papers(REQUIRED[0]))).fact(Fact.ASSESSED, assessment())

    assert story.case.stage is Stage.AWAITING_DOCS
    assert story.case.missing == REQUIRED[1:]
    assert story.codes == ["LT-ACK", "LT-SUPP"]
    assert story.case.clock(ClockKind.PREAUTH_DECISION) is None


def test_the_clock_starts_only_when_the_last_document_is_there() -> None:
    story = Story().fact(Fact.ASSESSED, assessment())

    story.act(DESK, SubmitDocuments(documents=papers(*REQUIRED[:2])))
    assert story.case.stage is Stage.AWAITING_DOCS
    story.act(DESK, SubmitDocuments(documents=papers(REQUIRED[2])))

    assert story.case.stage is Stage.IN_REVIEW
    assert story.case.clock(ClockKind.SUPPLEMENT_WAIT) is None


def test_a_second_list_needs_a_supervisor_and_a_reason() -> None:
    story = Story(case(documents=papers(*REQUIRED[:2]))).fact(Fact.ASSESSED, assessment())
    wanted = RequestDocuments(kinds=(DocumentKind.EXAMINATION_REPORT,), reason="new finding")

    assert refusal(story, actor(Role.INTAKE_CLERK), wanted).kind is Refusal.FORBIDDEN
    assert refusal(story, SUPERVISOR, replace(wanted, reason=" ")).kind is Refusal.INVALID
    story.act(SUPERVISOR, wanted)

    assert DocumentKind.EXAMINATION_REPORT in story.case.missing
    assert story.codes.count("LT-SUPP") == 2


def test_what_needs_no_approval_is_answered_at_once() -> None:
    story = Story().fact(Fact.ASSESSED, assessment(required=False))

    assert story.case.stage is Stage.NOT_REQUIRED
    assert story.case.closed_at
    assert story.codes[-1] == "LT-PA-NR"


def test_a_plan_that_does_not_say_is_triaged_by_a_person() -> None:
    story = Story(case(documents=papers(*REQUIRED))).fact(Fact.ASSESSED, assessment(required=None))
    assert story.case.stage is Stage.TRIAGED

    story.act(actor(Role.INTAKE_CLERK), Triage(required=True, reason="inpatient"))

    assert story.case.stage is Stage.IN_REVIEW


def test_a_policy_not_in_force_is_not_accepted_and_offers_a_person() -> None:
    story = Story().fact(Fact.ASSESSED, assessment(accepted=False))

    assert story.case.stage is Stage.NOT_ACCEPTED
    assert story.codes[-1] == "LT-PA-NA"


def test_a_query_pauses_the_clock_and_only_a_full_answer_resumes_it() -> None:
    story = in_review().act(
        actor(Role.MEDICAL_REVIEWER), Ask(items=("体温记录?", "既往住院?"), asked_of=Side.HOSPITAL)
    )
    paused = story.case.clock(ClockKind.PREAUTH_DECISION)
    assert story.case.stage is Stage.AWAITING_INFO
    assert paused and paused.state is ClockState.PAUSED

    story.act(DESK, Reply(answers=(Answer(item_id="Q1.1", text="38.5 度"),)))
    assert story.case.stage is Stage.AWAITING_INFO
    story.act(DESK, Reply(answers=(Answer(item_id="Q1.2", text="无"),)))

    resumed = story.case.clock(ClockKind.PREAUTH_DECISION)
    assert story.case.stage is Stage.IN_REVIEW
    assert resumed and resumed.state is ClockState.RUNNING
    assert resumed.pauses[0].to_at is not None


def test_an_answer_to_what_was_not_asked_is_refused_by_name() -> None:
    story = in_review().act(ADJUSTER, Ask(items=("体温记录?",)))

    refused = refusal(story, DESK, Reply(answers=(Answer(item_id="Q9.1", text="x"),)))

    assert "Q9.1" in refused.why
    assert "Q1.1" in refused.why


def test_an_approval_reserves_first_and_then_guarantees() -> None:
    story = in_review().act(ADJUSTER, APPROVE)
    assert story.case.stage is Stage.IN_REVIEW
    assert story.last.effects == (Reserve(amount=18_000_00, seen_version=4),)

    story.reserve()

    assert story.case.stage is Stage.GUARANTEED
    assert story.case.guarantee and story.case.guarantee.number == "GOP-20260929-000042-V1"
    assert {event.actor for event in story.last.events} == {"staff:adjuster"}
    assert story.letters[-2:] == [("LT-PA-OK", Side.GUARDIAN), ("LT-GOP", Side.HOSPITAL)]
    assert story.case.clock(ClockKind.PREAUTH_DECISION) is None


def test_a_hospital_without_direct_billing_gets_no_letter_but_the_approval_stands() -> None:
    story = Story(case(documents=papers(*REQUIRED)))
    story.fact(Fact.ASSESSED, assessment(direct_billing=False)).act(ADJUSTER, APPROVE).reserve()

    assert story.case.stage is Stage.AUTHORIZED
    assert "LT-GOP" not in story.codes


def test_a_short_benefit_decides_nothing() -> None:
    story = in_review().act(ADJUSTER, APPROVE)

    short = ReserveAnswer(granted=False, amount=0, asked=18_000_00, available=5_000_00, version=6)
    story.fact(Fact.RESERVE_SHORT, short)

    assert story.case.stage is Stage.IN_REVIEW
    assert story.case.decision is None
    assert story.case.accumulator_version == 6


def test_the_ceiling_leaves_out_what_the_family_bears() -> None:
    story = Story(case(documents=papers(*REQUIRED)))
    story.fact(Fact.ASSESSED, assessment(deductible_left=10_000_00)).act(ADJUSTER, APPROVE)

    assert story.last.effects == (Reserve(amount=8_000_00, seen_version=4),)


@pytest.mark.parametrize(("estimate", "alone"), [(20_000_00, True), (20_000_01, False)])
def test_an_adjuster_decides_alone_up_to_his_authority(estimate: int, alone: bool) -> None:
    story = in_review()
    item = replace(story.case.request.items[0], amount=estimate)
    story.case = replace(story.case, request=replace(story.case.request, items=(item,)))

    story.act(ADJUSTER, APPROVE)

    assert (story.case.proposal is None) is alone
    assert bool(story.last.effects) is alone


def test_a_decline_needs_a_second_person_who_is_not_the_first() -> None:
    boss = actor(Role.SUPERVISOR, "boss")
    story = in_review().act(boss, DECLINE)
    assert story.case.stage is Stage.IN_REVIEW

    assert refusal(story, boss, CoSign()).kind is Refusal.FORBIDDEN
    story.act(actor(Role.HEAD), CoSign())

    assert story.case.stage is Stage.DECLINED
    assert story.case.decision and story.case.decision.co_signed_by == "staff:head"
    assert story.letters[-2:] == [("LT-PA-NO", Side.GUARDIAN), ("LT-PA-NO", Side.HOSPITAL)]


def test_a_proposal_sent_back_leaves_the_case_in_review() -> None:
    story = in_review().act(ADJUSTER, DECLINE).act(SUPERVISOR, SendBack(reason="看病历第 3 页"))

    assert story.case.proposal is None
    assert story.case.stage is Stage.IN_REVIEW


@pytest.mark.parametrize("code", ["AMBIG_WAIT30", "ORTHO-NS", "OON-EMERG"])
def test_an_ambiguous_clause_cannot_carry_a_decline(code: str) -> None:
    entry = replace(DECLINE.decision, reason_code=code)

    refused = refusal(in_review(), ADJUSTER, Decide(decision=entry))

    assert refused.kind is Refusal.INVALID
    assert code in refused.why


def test_approval_in_part_cuts_lines_with_reason_and_clause() -> None:
    cut = LineInput(approved=0, reason_code="EXC-ALLERGEN", clause="R-025")
    lines = (LineInput(approved=8_000_00), cut)
    story = in_review()

    bare = replace(cut, clause="")
    assert refusal(story, ADJUSTER, _partly(lines[0], bare)).details["field"] == "lines.1.reason_code"
    story.act(ADJUSTER, _partly(*lines)).reserve()

    assert story.case.decision and story.case.decision.ceiling == 8_000_00
    assert "LT-PA-PART" in story.codes


def _partly(*lines: LineInput) -> Decide:
    return Decide(decision=DecisionInput(outcome=Outcome.APPROVE_IN_PART, lines=lines))


def test_a_redirect_waits_for_a_network_hospital_and_comes_back_to_review() -> None:
    entry = DecisionInput(outcome=Outcome.REDIRECT, network_hospitals=("MH-WOMEN",), reason_code="OON")
    story = in_review().act(ADJUSTER, Decide(decision=entry))
    assert story.case.stage is Stage.REDIRECTED

    story.act(DESK, NameHospital(hospital_id="MH-WOMEN")).fact(Fact.ASSESSED, assessment())

    assert story.case.stage is Stage.IN_REVIEW
    assert story.case.clock(ClockKind.PREAUTH_DECISION)


def test_an_amendment_runs_beside_the_letter_and_makes_its_next_version() -> None:
    story = guaranteed().act(DESK, RequestAmendment(ceiling=19_000_00, reason="病情加重"))
    assert story.case.stage is Stage.GUARANTEED
    assert story.case.guarantee and story.case.guarantee.current.ordinal == 1

    story.act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True))).reserve()

    assert story.case.guarantee.number == "GOP-20260929-000042-V2"
    assert story.case.guarantee.current.ceiling == 19_000_00
    assert story.codes[-1] == "LT-GOP-AMD"


def test_a_declined_raise_leaves_the_letter_as_it_was() -> None:
    story = guaranteed().act(DESK, RequestAmendment(ceiling=90_000_00, reason="病情加重"))
    before = story.case.guarantee

    answer = AmendmentInput(approve=False, reason_code="LIMIT", explanation="无新的诊断依据。")
    story.act(ADJUSTER, DecideAmendment(decision=answer))

    assert before and story.case.guarantee
    assert (story.case.guarantee.current, story.case.guarantee.status) == (before.current, before.status)
    assert story.case.amendment is None


def test_a_raise_above_authority_waits_for_a_second_signature() -> None:
    story = guaranteed().act(DESK, RequestAmendment(ceiling=30_000_00, reason="病情加重"))

    story.act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True)))
    assert story.case.proposal
    story.act(SUPERVISOR, CoSign()).reserve()

    assert story.case.guarantee and story.case.guarantee.current.ceiling == 30_000_00


def test_cancelling_tells_the_hospital_and_frees_the_benefit() -> None:
    story = guaranteed().act(SUPERVISOR, CancelGuarantee(reason_code="NOT-INFORCE", explanation="保单已退保"))

    assert story.case.stage is Stage.CANCELLED
    assert Release() in story.last.effects
    assert ("LT-GOP-CXL", Side.HOSPITAL) in story.letters


def test_a_used_letter_keeps_its_reserve_for_the_bill_for_thirty_days() -> None:
    story = guaranteed().act(DESK, ReportBilled(billing_case="DB-1"))

    assert story.case.stage is Stage.BILL_AWAITED
    assert story.case.reserved == 18_000_00
    assert story.case.clock(ClockKind.GUARANTEE_EXPIRY) is None

    story.reach(ClockKind.BILL_WAIT, MilestoneKind.LAPSE)
    assert story.case.stage is Stage.CONSUMED
    assert Release(expired=True) in story.last.effects


def test_a_letter_whose_stay_has_begun_does_not_expire_and_ends_with_its_bill() -> None:
    story = guaranteed().fact(Fact.STAY_BEGUN, news(Fact.STAY_BEGUN))

    assert story.case.stage is Stage.GUARANTEED
    assert story.case.clock(ClockKind.GUARANTEE_EXPIRY) is None
    assert story.case.clock(ClockKind.BILL_WAIT) is not None

    story.fact(Fact.BILL_SETTLED, news(Fact.BILL_SETTLED))
    assert story.case.stage is Stage.CONSUMED
    assert Release() in story.last.effects


def news(fact: Fact) -> CaseNews:
    return CaseNews(key=f"DB-1/{fact}", fact=fact, sender="DB-1")


def test_an_unused_letter_expires_and_frees_the_benefit() -> None:
    story = guaranteed().reach(ClockKind.GUARANTEE_EXPIRY, MilestoneKind.LAPSE)

    assert story.case.stage is Stage.EXPIRED
    assert story.case.guarantee and story.case.guarantee.status is GuaranteeStatus.EXPIRED
    assert Release(expired=True) in story.last.effects


@pytest.mark.parametrize("kind", [ClockKind.SUPPLEMENT_WAIT, ClockKind.QUERY_WAIT])
def test_silence_lapses_the_case(kind: ClockKind) -> None:
    story = Story().fact(Fact.ASSESSED, assessment())
    if kind is ClockKind.QUERY_WAIT:
        story = in_review().act(ADJUSTER, Ask(items=("体温记录?",)))

    story.reach(kind, MilestoneKind.LAPSE)

    assert story.case.stage is Stage.LAPSED
    assert "LT-LAPSE" in story.codes
    assert all(clock.state is not ClockState.RUNNING for clock in story.case.clocks)


@pytest.mark.parametrize(("planned_on", "at_once"), [(date(2026, 9, 30), True), (date(2026, 10, 1), False)])
def test_a_file_completed_on_the_eve_of_treatment_goes_to_a_supervisor_at_once(
    planned_on: date, at_once: bool
) -> None:
    story = in_review(request=request(planned_on=planned_on))

    assert story.case.escalated is at_once
    assert (story.last.events[-1].detail.get("call") == "GUARDIAN") is at_once


def test_a_missed_decision_escalates_and_does_not_decide() -> None:
    story = in_review().reach(ClockKind.PREAUTH_DECISION, MilestoneKind.BREACH)

    assert story.case.stage is Stage.IN_REVIEW
    assert story.case.escalated
    assert [notice.recipient for notice in story.notices if notice.task] == ["staff:supervisor"]
    assert "staff:head" in [notice.recipient for notice in story.notices]


def test_a_held_case_is_not_decided_until_a_supervisor_releases_it() -> None:
    story = in_review().act(ADJUSTER, FlagFraud(reason="发票可疑"))
    assert "held" in refusal(story, ADJUSTER, APPROVE).why

    story.act(SUPERVISOR, ReleaseHold(reason="已核实")).act(ADJUSTER, APPROVE).reserve()

    assert story.case.stage is Stage.GUARANTEED


@pytest.mark.parametrize("begin", [Story, in_review, guaranteed])
def test_the_asking_side_may_withdraw_at_any_time(begin: type[Story]) -> None:
    story = begin().act(DESK, Withdraw(reason="改期"))

    assert story.case.stage is Stage.WITHDRAWN
    assert story.case.closed_at


def test_every_event_is_numbered_without_gaps() -> None:
    story = Story()
    numbers = [event.sequence for event in story.last.events]
    story.fact(Fact.ASSESSED, assessment())
    numbers += [event.sequence for event in story.last.events]
    story.act(DESK, Withdraw(reason="改期"))
    numbers += [event.sequence for event in story.last.events]

    assert numbers == list(range(1, story.case.event_count + 1))
