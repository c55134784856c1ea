"""Clocks as cases carry them: when they remind, escalate and run out."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256

import pytest

from rules.calendar import WorkingCalendar
from rules.catalogue.calendars import shipped_calendar
from rules.catalogue.escalation import shipped_ladders
from rules.china_time import at_shanghai
from rules.clock_table import CLOCKS
from rules.deadlines import Anchor, ClockKind, Mark, MilestoneKind, Unit
from rules.pauses import Pause
from rules.planned_clock import PlannedClock, jitter_of, plan_clock, shift
from rules.working_hours import WorkingHours

CALENDAR = shipped_calendar()


def moment(on: str, at: str = "10:00") -> datetime:
    return at_shanghai(date.fromisoformat(on), time.fromisoformat(at))


def clock(
    kind: ClockKind,
    started_at: datetime,
    *,
    bound_on: str | None = None,
    pauses: tuple[Pause, ...] = (),
    count: int | None = None,
    case_number: str = "PA-261121-000042-7",
) -> PlannedClock:
    return plan_clock(
        kind,
        started_at,
        CALENDAR,
        case_number=case_number,
        bound_on=date.fromisoformat(bound_on) if bound_on else None,
        pauses=pauses,
        count=count,
        marks=marks_of(kind),
    )


def marks_of(kind: ClockKind) -> tuple[Mark, ...]:
    return shipped_ladders().named(CLOCKS[kind].ladder).marks


def at(planned: PlannedClock, name: str) -> datetime:
    return next(milestone.at for milestone in planned.milestones if milestone.name == name)


def without_jitter(planned: PlannedClock, name: str) -> datetime:
    return at(planned, name) - timedelta(seconds=planned.jitter_seconds)


def test_every_kind_of_clock_has_a_row_with_a_source() -> None:
    assert set(CLOCKS) == set(ClockKind)
    assert all(rule.sources for rule in CLOCKS.values())


def test_every_kind_can_be_planned() -> None:
    for kind in ClockKind:
        planned = clock(kind, moment("2026-09-28"), bound_on="2026-10-12")

        assert planned.started_at < planned.due_at
        assert planned.calendar_version == CALENDAR.version
        assert planned.milestones


def test_a_statutory_clock_is_the_only_one_with_a_legal_line() -> None:
    refusal = clock(ClockKind.REFUSAL_NOTICE, moment("2026-09-30"))
    copay = clock(ClockKind.COPAY, moment("2026-09-25"))

    assert refusal.due_at == moment("2026-10-04", "00:00")
    assert refusal.legal_due_at == moment("2026-10-09", "00:00")
    assert [m.kind for m in refusal.milestones][-2:] == [MilestoneKind.BREACH, MilestoneKind.LEGAL_BREACH]
    assert copay.legal_due_at is None


def test_a_legal_line_on_the_internal_due_is_no_second_breach() -> None:
    planned = clock(ClockKind.COMPLAINT_EXTENDED, moment("2026-09-21"))

    assert planned.legal_due_at == planned.due_at
    assert [m.name for m in planned.milestones] == ["REMINDER", "TEAM_LEAD", "SUPERVISOR", "BREACH"]


def test_half_and_four_fifths_of_the_business_time_remind_and_escalate() -> None:
    planned = clock(ClockKind.PREAUTH_DECISION, moment("2026-03-09", "18:00"), bound_on="2026-04-30")

    assert planned.due_at == moment("2026-03-16", "18:00")  # five days of nine hours
    assert without_jitter(planned, "REMINDER") == moment("2026-03-12", "13:30")
    assert without_jitter(planned, "SUPERVISOR") == moment("2026-03-13", "18:00")
    assert at(planned, "BREACH") == planned.due_at


def test_business_time_follows_the_shifts_of_the_calendar() -> None:
    split = WorkingCalendar.from_days(
        CALENDAR.days, hours=WorkingHours(((time(9), time(12)), (time(14), time(17))))
    )

    planned = plan_clock(
        ClockKind.ADVANCE_CONTACT,
        moment("2026-03-09", "18:00"),
        split,
        case_number="AD-1",
        marks=marks_of(ClockKind.ADVANCE_CONTACT),
    )

    assert without_jitter(planned, "REMINDER") == moment("2026-03-10", "12:00")
    assert planned.due_at == moment("2026-03-10", "18:00")


def test_the_time_of_a_pause_is_no_share_of_the_business_time() -> None:
    pause = Pause(moment("2026-03-10", "18:00"), moment("2026-03-12", "18:00"))

    planned = clock(
        ClockKind.PREAUTH_DECISION, moment("2026-03-09", "18:00"), bound_on="2026-04-30", pauses=(pause,)
    )

    assert planned.due_at == moment("2026-03-18", "18:00")
    assert without_jitter(planned, "REMINDER") == moment("2026-03-16", "13:30")
    assert without_jitter(planned, "SUPERVISOR") == moment("2026-03-17", "18:00")


def test_reminders_of_a_case_are_delayed_by_its_own_jitter_and_breaches_are_not() -> None:
    numbers = [f"PA-261121-{number:06d}-1" for number in range(200)]

    jitters = {jitter_of(number) for number in numbers}

    assert all(0 <= jitter <= 600 for jitter in jitters)
    assert len(jitters) > 100
    assert all(
        jitter_of(number) == int(sha256(number.encode()).hexdigest()[:8], 16) % 601 for number in numbers
    )
    planned = [clock(ClockKind.AMENDMENT_DECISION, moment("2026-03-09"), case_number=n) for n in numbers]
    assert {at(one, "BREACH") for one in planned} == {moment("2026-03-10", "18:00")}


def test_the_reminders_of_an_hour_stay_within_it() -> None:
    slowest = max((f"PA-{number}" for number in range(500)), key=jitter_of)

    planned = clock(ClockKind.EMERGENCY_FIRST_ANSWER, moment("2026-10-01", "23:30"), case_number=slowest)

    assert planned.due_at == moment("2026-10-02", "00:30")
    assert at(planned, "REMINDER") == moment("2026-10-02", "00:03")
    assert at(planned, "SUPERVISOR") == moment("2026-10-02", "00:21")
    assert not planned.provisional


def test_a_query_reminds_after_two_working_days_and_lapses_after_ten_days() -> None:
    planned = clock(ClockKind.QUERY_WAIT, moment("2026-03-09"), bound_on="2026-04-30")

    assert without_jitter(planned, "REMINDER") == moment("2026-03-11", "18:00")
    assert at(planned, "LAPSE") == planned.due_at == moment("2026-03-20", "00:00")


def test_a_query_lapses_when_the_planned_day_passes_and_then_reminds_no_more() -> None:
    in_two_days = clock(ClockKind.QUERY_WAIT, moment("2026-03-09"), bound_on="2026-03-11")
    tomorrow = clock(ClockKind.QUERY_WAIT, moment("2026-03-09"), bound_on="2026-03-10")

    assert in_two_days.due_at == moment("2026-03-12", "00:00")
    assert [milestone.name for milestone in in_two_days.milestones] == ["REMINDER", "LAPSE"]
    assert [milestone.name for milestone in tomorrow.milestones] == ["LAPSE"]


def test_a_copay_reminds_on_the_mornings_of_days_three_and_seven() -> None:
    planned = clock(ClockKind.COPAY, moment("2026-03-09"))

    assert without_jitter(planned, "REMINDER") == moment("2026-03-12", "09:00")
    assert without_jitter(planned, "REMINDER_2") == moment("2026-03-16", "09:00")
    assert at(planned, "LAPSE") == moment("2026-03-20", "00:00")


def test_an_advance_investigation_has_its_target_on_day_seven_and_ends_on_day_fifteen() -> None:
    planned = clock(ClockKind.ADVANCE_INVESTIGATION, moment("2026-09-28"))

    assert without_jitter(planned, "TARGET") == moment("2026-10-13", "18:00")  # E60
    assert planned.due_at == moment("2026-10-23", "18:00")


def test_the_interim_payment_is_prepared_on_day_fifty_and_never_paused() -> None:
    pause = Pause(moment("2026-07-10"), moment("2026-08-10"))

    planned = clock(ClockKind.INTERIM_PAYMENT, moment("2026-07-01"), pauses=(pause,))

    assert planned.due_at == moment("2026-08-31", "00:00")  # E67
    assert without_jitter(planned, "REMINDER") == moment("2026-08-20", "09:00")
    assert without_jitter(planned, "TARGET") == moment("2026-08-30", "00:00"), "paid as day 60 begins"
    assert planned.pauses == ()


def test_a_guarantee_expires_when_its_last_day_is_over() -> None:
    planned = clock(ClockKind.GUARANTEE_EXPIRY, moment("2026-09-28"), bound_on="2026-10-26")

    assert planned.due_at == moment("2026-10-27", "00:00")
    assert not planned.provisional


def test_a_guarantee_needs_a_last_day() -> None:
    with pytest.raises(ValueError, match="GUARANTEE_EXPIRY ends with a given day: pass bound_on"):
        clock(ClockKind.GUARANTEE_EXPIRY, moment("2026-09-28"))


def test_hours_of_business_stop_overnight() -> None:
    planned = clock(ClockKind.DISCHARGE_AUTHORIZATION, moment("2026-03-13", "17:00"))

    assert planned.due_at == moment("2026-03-16", "11:00")


def test_an_open_pause_leaves_no_milestones() -> None:
    started = clock(ClockKind.PREAUTH_DECISION, moment("2026-03-09"), bound_on="2026-04-30")

    paused = shift(started, [Pause(moment("2026-03-10"))], CALENDAR)

    assert paused.paused
    assert paused.milestones == ()


def test_resuming_gives_back_every_working_day_that_was_left() -> None:
    started = clock(ClockKind.PREAUTH_DECISION, moment("2026-09-28"), bound_on="2026-12-24")
    paused = shift(started, [Pause(moment("2026-09-30"))], CALENDAR)

    resumed = shift(paused, [Pause(moment("2026-09-30"), moment("2026-10-12"))], CALENDAR)

    assert CALENDAR.working_days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert resumed.due_at == moment("2026-10-15", "18:00")  # three days were left on 30 September
    assert not resumed.paused


def test_a_setting_can_replace_the_number_of_days_and_stays_with_the_clock() -> None:
    planned = clock(ClockKind.COPAY, moment("2026-03-09"), count=14)

    again = shift(planned, (), CALENDAR)

    assert again == planned
    assert again.due_at == moment("2026-03-24", "00:00")


@pytest.mark.parametrize(
    ("unit", "count", "before", "after"),
    [
        (Unit.WORKING_DAYS, 2, "2026-09-29 18:00", "2026-10-10 18:00"),
        (Unit.BUSINESS_HOURS, 10, "2026-09-30 17:00", "2026-10-10 10:00"),
        (Unit.CALENDAR_DAYS, 2, "2026-10-06 18:00", "2026-10-10 18:00"),
        (Unit.WALL_HOURS, 10, "2026-10-08 08:00", "2026-10-09 04:00"),
    ],
)
def test_a_mark_stands_so_long_before_the_due_or_after_it(
    unit: Unit, count: int, before: str, after: str
) -> None:
    marks = (
        Mark(MilestoneKind.TARGET, count, unit, anchor=Anchor.BEFORE_DUE),
        Mark(MilestoneKind.SUPERVISOR, count, unit, anchor=Anchor.AFTER_DUE),
    )

    planned = plan_clock(
        ClockKind.ADVANCE_REVIEW, moment("2026-09-22"), CALENDAR, case_number="AD-1", count=6, marks=marks
    )

    assert planned.due_at == moment("2026-10-08", "18:00")
    assert without_jitter(planned, "TARGET") == moment(*before.split())
    assert without_jitter(planned, "SUPERVISOR") == moment(*after.split())
    assert [milestone.name for milestone in planned.milestones] == ["TARGET", "BREACH", "SUPERVISOR"]


def test_a_clock_that_no_day_binds_takes_all_its_days() -> None:
    review = clock(ClockKind.ADVANCE_REVIEW, moment("2026-09-28"), bound_on="2026-10-08")
    interim = clock(ClockKind.INTERIM_PAYMENT, moment("2026-07-01"), bound_on="2026-07-09")

    assert review.due_at == moment("2026-10-10", "18:00")  # E59
    assert interim.due_at == moment("2026-08-31", "00:00")  # E67


def test_what_follows_a_due_comes_in_the_order_of_time() -> None:
    marks = (
        Mark(MilestoneKind.REMINDER, 2, anchor=Anchor.AFTER_DUE),
        Mark(MilestoneKind.SUPERVISOR, 1, anchor=Anchor.AFTER_DUE),
    )

    planned = plan_clock(
        ClockKind.ADVANCE_REVIEW, moment("2026-03-09"), CALENDAR, case_number="AD-1", marks=marks
    )

    assert [milestone.name for milestone in planned.milestones] == ["BREACH", "SUPERVISOR", "REMINDER"]


def test_marks_from_the_start_move_by_the_days_of_a_pause() -> None:
    pause = Pause(moment("2026-03-10"), moment("2026-03-12"))
    marks = (Mark(MilestoneKind.TARGET, 3), Mark(MilestoneKind.SUPERVISOR, 3, Unit.CALENDAR_DAYS))

    planned = plan_clock(
        ClockKind.STATUTORY_DETERMINATION,
        moment("2026-03-09"),
        CALENDAR,
        case_number="RC-1",
        pauses=(pause,),
        marks=marks,
    )

    assert without_jitter(planned, "TARGET") == moment("2026-03-16", "18:00")
    assert without_jitter(planned, "SUPERVISOR") == moment("2026-03-14", "09:00")


@pytest.mark.parametrize(
    ("percent", "reached"),
    [(50, "2026-03-10 18:00"), (51, "2026-03-13 09:10:48")],
)
def test_a_share_that_is_full_when_a_pause_begins_is_reached_then(percent: int, reached: str) -> None:
    pause = Pause(moment("2026-03-10", "18:00"), moment("2026-03-12", "18:00"))
    mark = Mark(MilestoneKind.TARGET, percent=percent)
    started = moment("2026-03-09", "18:00")
    planned = plan_clock(
        ClockKind.ADVANCE_REVIEW,
        started,
        CALENDAR,
        case_number="AD-1",
        count=2,
        pauses=(pause,),
        marks=(mark,),
    )

    assert planned.due_at == moment("2026-03-13", "18:00")
    assert without_jitter(planned, "TARGET") == moment(*reached.split())


def test_a_clock_that_is_planned_anew_stays_bound_by_the_day_of_treatment() -> None:
    started = clock(ClockKind.PREAUTH_DECISION, moment("2026-09-28"), bound_on="2026-10-08")

    again = shift(started, (), CALENDAR)

    assert again == started
    assert again.due_at == moment("2026-09-30", "18:00")


@pytest.mark.parametrize(
    ("kind", "changed", "due"),
    [
        (ClockKind.ADVANCE_REVIEW, "2026-03-20 10:00", "2026-03-20 12:00"),
        (ClockKind.INTERIM_PAYMENT, "2026-05-20 10:00", "2026-05-20 10:00"),
        (ClockKind.DISCHARGE_AUTHORIZATION, "2026-03-10 09:30", "2026-03-10 11:30"),
    ],
)
def test_what_a_change_left_of_a_clock_is_left_when_it_is_planned_once_more(
    kind: ClockKind, changed: str, due: str
) -> None:
    planned = plan_clock(
        kind, moment("2026-03-09"), CALENDAR, case_number="AD-1", not_before=moment(*changed.split())
    )

    assert (planned.due_at, planned.late) == (moment(*due.split()), True)
    assert shift(planned, (), CALENDAR) == planned


def test_a_clock_that_nobody_may_stop_hears_of_no_pause() -> None:
    started = clock(ClockKind.INTERIM_PAYMENT, moment("2026-03-09"))

    assert shift(started, [Pause(moment("2026-03-10"), moment("2026-03-20"))], CALENDAR) == started
