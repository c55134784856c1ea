"""What people complain about in other systems' deadlines, each shown not to happen here.

Each names where it was reported. What only the running system shows is elsewhere: another number on another
screen (zammad/zammad#3837) in `tests/web/test_sla_command.py`, cases that a chain of substitutes loses
(zammad/zammad#3694) in `tests/web/test_clocks.py`, and breaches told by person, kind and week and as a file
(flowinquiry/flowinquiry#272) in `tests/web/test_board_and_reports.py`.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from rules.business_time import next_business_instant
from rules.calendar import CalendarDay, WorkingCalendar
from rules.cases import Side
from rules.catalogue.calendars import shipped_calendar
from rules.catalogue.escalation import shipped_ladders
from rules.china_time import at_shanghai, shanghai_time
from rules.clock_state import LiveState, live_clock
from rules.clocks import ChangeReason, RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.delays import DelayReason
from rules.escalation import Level
from rules.permissions import Relation
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.replanning import ClockPlanner, Replanning
from rules.roles import Role
from rules.targets import Target
from rules.vocabulary import ClockState
from rules.why_due import why_due
from rules.working_hours import WorkingHours
from tests.rules.test_house import LEAD, MA, SUN, house
from tests.workflows.cases import Story, actor, case, in_review, request
from tests.workflows.test_preauthorization_moves import refusal
from workflows.case_engine import PlanClock, due_milestone
from workflows.messages import Answer, Ask, Decide, ExplainDelay, Reply

CALENDAR = shipped_calendar()
PLANNER = ClockPlanner("PA-261121-000042-7", CALENDAR, shipped_ladders())
FIVE_DAYS = Target(count=5, ladder="DUTY")
ADJUSTER, DESK, GUARDIAN = (actor(role) for role in (Role.ADJUSTER, Role.HOSPITAL_DESK, Role.GUARDIAN))
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))


def moment(on: str, at: str = "10:00") -> datetime:
    return at_shanghai(date.fromisoformat(on), time.fromisoformat(at))


def decision(started_at: datetime, target: Target = FIVE_DAYS) -> RunningClock:
    return PLANNER.start(ClockKind.PREAUTH_DECISION, started_at, target, date(2026, 12, 24))


def asked(clock: RunningClock, at: datetime) -> RunningClock:
    return clock.pause("Q1", at, "HOSPITAL", ("MEDICAL_RECORD",))


def test_an_answer_that_comes_through_the_portal_starts_the_clock_again() -> None:
    """zammad/zammad#1322"""
    story = in_review().act(ADJUSTER, Ask(items=("体温?",), asked_of=Side.GUARDIAN))
    stopped = story.case.clock(ClockKind.PREAUTH_DECISION)
    assert stopped and stopped.state is ClockState.PAUSED

    story.act(GUARDIAN, Reply(answers=(Answer(item_id="Q1.1", text="38.5"),)), Relation.OWN_FAMILY)

    running = story.case.clock(ClockKind.PREAUTH_DECISION)
    assert running and running.state is ClockState.RUNNING
    assert any(isinstance(effect, PlanClock) and effect.replaces for effect in story.last.effects)


def test_half_an_answer_does_not_start_the_clock_behind_anybodys_back() -> None:
    story = in_review().act(ADJUSTER, Ask(items=("体温?", "病史?")))

    story.act(DESK, Reply(answers=(Answer(item_id="Q1.1", text="38.5"),)))

    clock = story.case.clock(ClockKind.PREAUTH_DECISION)
    assert story.case.stage is Stage.AWAITING_INFO
    assert clock and clock.state is ClockState.PAUSED
    assert story.last.events[-1].detail["still_open"] == 1


def test_nothing_escalates_once_the_agent_has_answered() -> None:
    """zammad/zammad#3140"""
    story = in_review().act(ADJUSTER, APPROVE).reserve()

    met = next(clock for clock in story.case.clocks if clock.kind is ClockKind.PREAUTH_DECISION)
    assert met.state is ClockState.MET
    assert met.next_milestone() is None


def test_nothing_escalates_while_the_hospital_owes_an_answer() -> None:
    """zammad/zammad#3140, osTicket/osTicket#3034"""
    paused = asked(decision(moment("2026-11-02")), moment("2026-11-03"))

    assert paused.next_milestone() is None


def test_a_case_answered_in_the_second_of_its_deadline_is_answered() -> None:
    clock = decision(moment("2026-11-02"))
    others = tuple(replace(m, fired=m.at < clock.due_at) for m in clock.milestones)
    waiting = replace(case(), clocks=(replace(clock, milestones=others),))

    assert due_milestone(waiting, clock.due_at + timedelta(milliseconds=999)) is None
    overdue = due_milestone(waiting, clock.due_at + timedelta(seconds=1))
    assert overdue and overdue.milestone.kind is MilestoneKind.BREACH


def test_the_first_answer_has_its_own_target_beside_the_decision() -> None:
    """zammad/zammad#5177"""
    started_at = moment("2026-11-02")
    first = PLANNER.start(ClockKind.EMERGENCY_FIRST_ANSWER, started_at, Target(count=1, ladder="EMERGENCY"))
    second = PLANNER.start(ClockKind.EMERGENCY_DECISION, started_at, Target(count=1, ladder="EMERGENCY"))
    both = replace(case(), clocks=(second, first))

    assert both.driving_clock() == first
    assert replace(both, clocks=(second, first.end(started_at, ClockState.MET))).driving_clock() == second


def test_the_next_instant_is_never_that_of_a_duty_that_is_done() -> None:
    """zammad/zammad#2082"""
    story = in_review()
    before = story.case.driving_clock()
    story.act(ADJUSTER, APPROVE).reserve()

    after = story.case.driving_clock()
    assert before and before.kind is ClockKind.PREAUTH_DECISION
    assert after is None or after.kind is ClockKind.GUARANTEE_EXPIRY


def test_no_escalation_reaches_anybody_at_midnight_or_on_a_weekend() -> None:
    """zammad/zammad#4432"""
    for hours in range(24 * 14):
        at = moment("2026-09-21", "00:00") + timedelta(hours=hours)
        local = shanghai_time(next_business_instant(CALENDAR, at))
        assert CALENDAR.is_working_day(local.date())
        assert time(9) <= local.time() < time(18)


def test_two_working_days_are_two_working_days_also_over_a_holiday() -> None:
    """zammad/zammad#390"""
    clock = PLANNER.start(
        ClockKind.APPOINTMENT_ARRANGED, moment("2026-09-30"), Target(count=2, ladder="DUTY")
    )

    assert clock.due_at == moment("2026-10-09", "18:00")


def test_lunch_is_no_business_time() -> None:
    """osTicket/osTicket#1168, frappe/helpdesk#2212"""
    hours = WorkingHours(((time(9), time(12)), (time(14), time(18))))
    split = WorkingCalendar.from_days(CALENDAR.days, hours=hours)
    planner = replace(PLANNER, calendar=split)

    clock = planner.start(
        ClockKind.DISCHARGE_AUTHORIZATION, moment("2026-11-02", "11:00"), Target(count=3, ladder="EMERGENCY")
    )

    assert clock.due_at == moment("2026-11-02", "16:00")


def test_a_chain_of_substitutes_loses_no_case() -> None:
    """zammad/zammad#3694"""
    assert house(ma="luo", luo="sun").in_place_of(MA).person == SUN
    assert house(ma="luo", luo="sun", sun="ma").in_place_of(MA).person == LEAD


def test_each_level_above_has_an_instant_of_its_own() -> None:
    """frappe/helpdesk#2051, chatwoot/chatwoot#6889"""
    clock = decision(moment("2026-11-02"))
    ladder = shipped_ladders().named(clock.ladder)
    instants = {milestone.kind: milestone.at for milestone in clock.milestones}

    assert [level for step in ladder.steps[:3] for level in step.notify[-1:]] == [
        Level.ASSIGNEE,
        Level.TEAM_LEAD,
        Level.SUPERVISOR,
    ]
    assert Level.HEAD in ladder.steps[3].notify
    assert len(set(instants.values())) == len(ladder.steps)


def test_another_target_in_mid_case_keeps_the_time_that_was_paused() -> None:
    """glpi-project/glpi#15605, #6902"""
    clock = asked(decision(moment("2026-11-02")), moment("2026-11-03"))
    answered = PLANNER.resume(clock.resume("Q1", moment("2026-11-06")))
    change = Replanning(at=moment("2026-11-06", "11:00"), reason=ChangeReason.URGENCY)

    hurried = PLANNER.again(answered, change, Target(count=3, ladder="DUTY", rule="raised priority"))

    assert answered.due_at == moment("2026-11-12", "18:00")
    assert hurried.due_at == moment("2026-11-10", "18:00")  # one day was spent; two of three are left
    assert hurried.pauses == answered.pauses
    assert why_due(hurried, CALENDAR).adds_up


def test_another_calendar_in_mid_case_keeps_the_time_that_was_paused() -> None:
    """glpi-project/glpi#1912"""
    clock = asked(decision(moment("2026-11-02")), moment("2026-11-03"))
    answered = PLANNER.resume(clock.resume("Q1", moment("2026-11-06")))
    free = WorkingCalendar.from_days(with_rest(date(2026, 11, 9)))
    change = Replanning(at=moment("2026-11-06", "11:00"), reason=ChangeReason.CALENDAR)

    moved = replace(PLANNER, calendar=free).again(answered, change)

    assert moved.due_at == moment("2026-11-13", "18:00")
    assert moved.changes[-1].due_before == moment("2026-11-12", "18:00")


def with_rest(on: date) -> list[CalendarDay]:
    return [day if day.on != on else replace(day, is_working=False) for day in CALENDAR.days]


def test_a_raised_urgency_never_makes_late_what_was_in_time() -> None:
    change = Replanning(at=moment("2026-11-05", "11:00"), reason=ChangeReason.URGENCY)

    hurried = PLANNER.again(decision(moment("2026-11-02")), change, Target(count=1, ladder="DUTY"))

    assert hurried.due_at == moment("2026-11-05", "13:00")
    assert hurried.late
    assert live_clock(hurried, change.at, CALENDAR).state is LiveState.DUE_SOON


def test_what_fired_before_a_pause_or_a_change_does_not_fire_again() -> None:
    clock = decision(moment("2026-11-02")).fire("REMINDER")
    paused = asked(clock, moment("2026-11-05"))
    moved = PLANNER.again(paused, Replanning(at=moment("2026-11-06"), reason=ChangeReason.CALENDAR))
    answered = PLANNER.resume(moved.resume("Q1", moment("2026-11-09")))

    assert [m.name for m in answered.milestones if m.fired] == ["REMINDER"]


def test_the_deadline_and_the_business_time_spent_are_both_told() -> None:
    """frappe/helpdesk#3236"""
    why = why_due(decision(moment("2026-11-02")), CALENDAR)

    assert (why.due_at, why.counted) == (moment("2026-11-09", "18:00"), 5)


def test_a_breach_is_not_decided_away_without_a_reason_for_the_report() -> None:
    story = in_review().reach(ClockKind.PREAUTH_DECISION, MilestoneKind.BREACH)

    assert "EXPLAIN_DELAY" in refusal(story, ADJUSTER, APPROVE).why
    story.act(ADJUSTER, ExplainDelay(reason=DelayReason.WORKLOAD)).act(ADJUSTER, APPROVE).reserve()

    (clock,) = [each for each in story.case.clocks if each.kind is ClockKind.PREAUTH_DECISION]
    assert (clock.state, clock.delay_reason) == (ClockState.MET, "WORKLOAD")


def test_a_case_whose_treatment_is_tomorrow_goes_to_a_supervisor_with_a_task() -> None:
    story = in_review(request=request(planned_on=date(2026, 9, 30)))

    assert [notice.recipient for notice in story.notices if notice.task] == ["staff:supervisor"]
    assert isinstance(story, Story)
    assert story.now < datetime(2026, 9, 30, tzinfo=UTC)
