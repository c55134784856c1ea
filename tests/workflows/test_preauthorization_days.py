"""What the day does to an act: emergencies under way, the eve of treatment, promises that come late."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commands.lived.stage import papers
from rules.deadlines import ClockKind
from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Role
from rules.vocabulary import ClockState
from tests.workflows.cases import REQUIRED, Story, actor, assessment, case, in_review, request
from workflows.case_engine import Fact, PlanClock, RefusedError
from workflows.messages import Answer, Ask, Decide, DecideAmendment, Reply, RequestAmendment

ADJUSTER, DESK = actor(Role.ADJUSTER), actor(Role.HOSPITAL_DESK)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))


def test_the_list_of_what_is_missing_is_the_first_answer_to_an_emergency() -> None:
    story = Story(case(request=request(emergency=True, planned_on=date(2026, 9, 29))))
    assert story.case.clock(ClockKind.EMERGENCY_FIRST_ANSWER)

    story.fact(Fact.ASSESSED, assessment())

    assert story.case.stage is Stage.AWAITING_DOCS
    (first,) = [clock for clock in story.case.clocks if clock.kind is ClockKind.EMERGENCY_FIRST_ANSWER]
    assert first.state is ClockState.MET


@pytest.mark.parametrize(("emergency", "bound_on"), [(True, None), (False, date(2026, 9, 29))])
def test_only_planned_care_ends_our_waiting_with_its_day(emergency: bool, bound_on: date | None) -> None:
    story = Story(case(request=request(emergency=emergency, planned_on=date(2026, 9, 29))))

    story.fact(Fact.ASSESSED, assessment())

    (wait,) = [effect for effect in story.last.effects if isinstance(effect, PlanClock)]
    assert (wait.kind, wait.bound_on) == (ClockKind.SUPPLEMENT_WAIT, bound_on)


def test_an_answer_on_the_eve_of_treatment_goes_to_a_supervisor_at_once() -> None:
    story = in_review(request=request(planned_on=date(2026, 10, 8)))
    story.act(ADJUSTER, Ask(items=("体温?",)))
    assert not story.case.escalated
    story.now = datetime(2026, 10, 7, 2, tzinfo=UTC)

    story.act(DESK, Reply(answers=(Answer(item_id="Q1.1", text="38.5"),)))

    assert story.case.stage is Stage.IN_REVIEW
    assert story.case.escalated
    assert story.last.events[-1].detail["call"] == "GUARDIAN"


@pytest.mark.parametrize(
    ("decided_on", "valid_until"),
    [(date(2026, 10, 12), date(2026, 10, 26)), (date(2026, 10, 30), date(2026, 11, 13))],
)
def test_a_promise_never_comes_with_a_validity_that_has_passed(decided_on: date, valid_until: date) -> None:
    story = in_review(request=request(planned_on=date(2026, 10, 12)))
    story.now = datetime(decided_on.year, decided_on.month, decided_on.day, 2, tzinfo=UTC)

    story.act(ADJUSTER, APPROVE).reserve()

    assert story.case.guarantee
    assert story.case.guarantee.current.valid_until == valid_until


@pytest.mark.parametrize(("decided_on", "in_time"), [(30, True), (31, False)])
def test_an_extension_to_a_day_that_has_passed_meanwhile_is_not_granted(
    decided_on: int, in_time: bool
) -> None:
    story = in_review().act(ADJUSTER, APPROVE).reserve()
    story.act(DESK, RequestAmendment(valid_until=date(2026, 10, 30), reason="推迟入院"))
    story.now = datetime(2026, 10, decided_on, 2, tzinfo=UTC)
    answer = DecideAmendment(decision=AmendmentInput(approve=True))

    if in_time:
        assert story.act(ADJUSTER, answer).reserve().case.amendment is None
    else:
        with pytest.raises(RefusedError) as caught:
            story.act(ADJUSTER, answer)
        assert caught.value.details["field"] == "valid_until"


@pytest.mark.parametrize("ends_on", [date(2026, 10, 20), date(2026, 10, 26), date(2026, 12, 31)])
def test_nothing_is_promised_beyond_the_policy(ends_on: date) -> None:
    story = Story(case(documents=papers(*REQUIRED), request=request(planned_on=date(2026, 10, 12))))
    story.fact(Fact.ASSESSED, assessment(covered_until=ends_on)).act(ADJUSTER, APPROVE).reserve()
    assert story.case.guarantee
    assert story.case.guarantee.current.valid_until == min(ends_on, date(2026, 10, 26))

    story.act(DESK, RequestAmendment(valid_until=ends_on + timedelta(days=1), reason="延期"))
    with pytest.raises(RefusedError, match=f"ends on {ends_on}"):
        story.act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True)))
    story.act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True, valid_until=ends_on)))
    story.reserve()
    assert story.case.guarantee.current.valid_until == ends_on
