"""Due dates of the worked examples E57 to E71, and both sides of every threshold around them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rules.calendar import CalendarDay, WorkingCalendar
from rules.catalogue.calendars import shipped_calendar
from rules.china_time import at_shanghai, shanghai_time
from rules.due_dates import (
    calendar_day_due,
    cancellation_cutoff,
    hours_due,
    latest_request_on,
    preauthorization_due,
    waiting_period,
    working_day_due,
)
from rules.interim_payment import interim_payment
from rules.pauses import Pause

CALENDAR = shipped_calendar()


def moment(on: str, at: str = "10:00") -> datetime:
    return at_shanghai(date.fromisoformat(on), time.fromisoformat(at))


def day(on: str) -> date:
    return date.fromisoformat(on)


@pytest.mark.parametrize(
    ("planned", "latest"),
    [("2026-10-12", "2026-09-29"), ("2026-10-08", "2026-09-23"), ("2026-10-11", "2026-09-29")],
)
def test_a_request_comes_at_least_five_working_days_before_treatment(planned: str, latest: str) -> None:
    assert latest_request_on(CALENDAR, day(planned), 5) == day(latest)
    assert latest_request_on(CALENDAR, day(planned)) == day(latest)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-09-28", 5, "2026-10-10"),  # E59
        ("2026-09-28", 7, "2026-10-13"),  # E60
        ("2026-09-28", 15, "2026-10-23"),  # E60
        ("2026-09-18", 10, "2026-10-09"),  # E61
        ("2026-09-24", 2, "2026-09-29"),  # E65
        ("2026-09-30", 1, "2026-10-08"),  # E69
        ("2026-10-09", 1, "2026-10-10"),  # E69
        ("2026-02-13", 5, "2026-02-27"),  # E70
        ("2026-10-03", 1, "2026-10-08"),  # received on a holiday
        ("2026-10-10", 1, "2026-10-12"),  # received on a make-up Saturday
        ("2025-12-30", 3, "2026-01-05"),  # across a year; Sunday 4 January is worked
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, count: int, due: str) -> None:
    deadline = working_day_due(CALENDAR, moment(start), count)

    assert deadline.due_on == day(due)
    assert deadline.due_at == moment(due, "18:00")
    assert deadline.due_at.tzinfo is UTC
    assert not deadline.provisional


@pytest.mark.parametrize("at", ["00:00", "08:59", "18:00", "23:59"])
def test_the_hour_of_the_trigger_day_does_not_matter(at: str) -> None:
    assert working_day_due(CALENDAR, moment("2026-09-28", at), 5).due_on == day("2026-10-10")


def test_the_trigger_day_is_the_day_in_china() -> None:
    last_second_of_monday = datetime(2026, 9, 28, 15, 59, 59, tzinfo=UTC)

    assert working_day_due(CALENDAR, last_second_of_monday, 1).due_on == day("2026-09-29")
    assert working_day_due(CALENDAR, last_second_of_monday + timedelta(seconds=1), 1).due_on == day(
        "2026-09-30"
    )


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-09-28T10:00:00 carries no time zone"):
        working_day_due(CALENDAR, datetime(2026, 9, 28, 10), 5)  # noqa: DTZ001 - the naive instant is the case


def test_a_pause_moves_the_due_by_the_working_days_after_its_first_day() -> None:
    pause = Pause(moment("2026-09-29"), moment("2026-10-09"))

    deadline = working_day_due(CALENDAR, moment("2026-09-28"), 5, [pause])

    assert deadline.due_on == day("2026-10-14")  # 30 Sep, 8 and 9 Oct lost: 10 Oct + 3


def test_a_pause_within_one_day_or_over_rest_days_costs_nothing() -> None:
    within_a_day = Pause(moment("2026-09-29", "09:00"), moment("2026-09-29", "17:00"))
    over_the_holiday = Pause(moment("2026-09-30", "17:00"), moment("2026-10-07", "12:00"))

    deadline = working_day_due(CALENDAR, moment("2026-09-28"), 5, [within_a_day, over_the_holiday])

    assert deadline.due_on == day("2026-10-10")


def test_overlapping_pauses_count_each_day_once() -> None:
    first = Pause(moment("2026-09-29"), moment("2026-10-08"))
    second = Pause(moment("2026-09-30"), moment("2026-10-09"))
    both = Pause(moment("2026-09-29"), moment("2026-10-09"))

    overlapping = working_day_due(CALENDAR, moment("2026-09-28"), 5, [second, first])

    assert overlapping == working_day_due(CALENDAR, moment("2026-09-28"), 5, [both])


def test_a_pause_that_begins_after_the_due_changes_nothing() -> None:
    due = moment("2026-10-10", "18:00")
    at_the_due = Pause(due, moment("2026-10-20"))
    a_second_before = Pause(due - timedelta(seconds=1), moment("2026-10-20"))

    assert working_day_due(CALENDAR, moment("2026-09-28"), 5, [at_the_due]).due_at == due
    assert working_day_due(CALENDAR, moment("2026-09-28"), 5, [a_second_before]).due_on == day("2026-10-20")


def test_a_clock_with_an_open_pause_says_so() -> None:
    deadline = working_day_due(CALENDAR, moment("2026-09-28"), 5, [Pause(moment("2026-09-29"))])

    assert deadline.paused


def test_an_open_pause_swallows_the_pauses_after_it() -> None:
    pauses = [Pause(moment("2026-09-29")), Pause(moment("2026-09-30"), moment("2026-10-09"))]

    assert working_day_due(CALENDAR, moment("2026-09-28"), 5, pauses).paused


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends earlier"):
        Pause(moment("2026-09-29"), moment("2026-09-28"))


def test_an_answer_after_closing_on_the_last_day_leaves_two_business_hours() -> None:
    pause = Pause(moment("2026-10-10", "17:00"), moment("2026-10-12", "19:00"))

    deadline = working_day_due(CALENDAR, moment("2026-09-28"), 5, [pause])

    assert deadline.due_at == moment("2026-10-13", "11:00")
    assert deadline.late


def test_a_decision_is_due_on_the_last_working_day_before_treatment() -> None:
    deadline = preauthorization_due(CALENDAR, moment("2026-09-29"), day("2026-10-12"))

    assert deadline.due_at == moment("2026-10-10", "18:00")  # E58: the 5th working day is 12 October itself
    assert not deadline.late


def test_a_decision_is_due_on_the_fifth_working_day_when_treatment_is_far() -> None:
    deadline = preauthorization_due(CALENDAR, moment("2026-09-29"), day("2026-10-13"))

    assert deadline.due_at == moment("2026-10-12", "18:00")


def test_a_file_completed_in_the_last_hour_is_still_due_at_closing() -> None:
    deadline = preauthorization_due(CALENDAR, moment("2026-10-10", "17:59"), day("2026-10-12"))

    assert deadline.due_at == moment("2026-10-10", "18:00")
    assert not deadline.late


@pytest.mark.parametrize(
    ("completed_on", "at", "due_on", "due"),
    [
        ("2026-10-10", "18:00", "2026-10-12", "11:00"),
        ("2026-10-11", "12:00", "2026-10-12", "11:00"),
        ("2026-10-12", "08:00", "2026-10-12", "11:00"),
        ("2026-10-12", "16:30", "2026-10-13", "09:30"),
        ("2026-10-20", "10:00", "2026-10-20", "12:00"),
    ],
)
def test_a_file_completed_too_late_leaves_two_business_hours_and_is_flagged(
    completed_on: str, at: str, due_on: str, due: str
) -> None:
    deadline = preauthorization_due(CALENDAR, moment(completed_on, at), day("2026-10-12"))

    assert deadline.due_at == moment(due_on, due)
    assert deadline.late


def test_a_query_over_the_last_day_before_treatment_leaves_two_business_hours() -> None:
    pause = Pause(moment("2026-10-09"), moment("2026-10-12", "09:30"))

    deadline = preauthorization_due(CALENDAR, moment("2026-09-29"), day("2026-10-12"), pauses=[pause])

    assert deadline.due_at == moment("2026-10-12", "11:30")
    assert deadline.late


def test_treatment_in_a_provisional_year_is_sure_when_the_fifth_day_comes_before_it() -> None:
    in_time = preauthorization_due(CALENDAR, moment("2026-12-21"), day("2027-01-11"))
    at_the_edge = preauthorization_due(CALENDAR, moment("2026-12-29"), day("2027-01-04"))

    assert (in_time.due_on, in_time.provisional) == (day("2026-12-28"), False)
    assert (at_the_edge.due_on, at_the_edge.provisional) == (day("2026-12-31"), True)


def test_the_statutory_days_stop_while_documents_are_outstanding() -> None:
    pause = Pause(moment("2026-08-27"), moment("2026-09-08"))

    deadline = calendar_day_due(CALENDAR, moment("2026-08-20"), 30, [pause])

    assert (deadline.due_on, deadline.legal_due_on) == (day("2026-10-01"), day("2026-10-08"))  # E62
    assert deadline.due_at == moment("2026-10-02", "00:00")
    assert deadline.legal_due_at == moment("2026-10-09", "00:00")


@pytest.mark.parametrize(
    ("start", "count", "internal", "legal"),
    [
        ("2026-09-30", 3, "2026-10-03", "2026-10-08"),  # E63
        ("2026-09-25", 10, "2026-10-05", "2026-10-08"),  # E64
        ("2026-07-01", 60, "2026-08-30", "2026-08-31"),  # E67
        ("2026-09-21", 15, "2026-10-06", "2026-10-08"),  # E68
        ("2026-09-21", 30, "2026-10-21", "2026-10-21"),  # E68
        ("2026-09-21", 60, "2026-11-20", "2026-11-20"),  # E68
        ("2026-09-17", 3, "2026-09-20", "2026-09-20"),  # a make-up Sunday is no rest day
        ("2024-02-28", 1, "2024-02-29", "2024-02-29"),  # leap day
        ("2025-12-29", 3, "2026-01-01", "2026-01-04"),  # across a year
    ],
)
def test_calendar_days_end_at_midnight_and_only_the_legal_line_rolls(
    start: str, count: int, internal: str, legal: str
) -> None:
    deadline = calendar_day_due(CALENDAR, moment(start), count)

    assert (deadline.due_on, deadline.legal_due_on) == (day(internal), day(legal))
    assert deadline.due_at == moment(internal, "00:00") + timedelta(days=1)


def test_a_notice_on_the_last_day_still_stops_the_statutory_days() -> None:
    on_the_last_day = Pause(moment("2026-09-19", "23:59"), moment("2026-09-25"))
    on_the_day_after = Pause(moment("2026-09-20", "00:00"), moment("2026-09-25"))

    assert calendar_day_due(CALENDAR, moment("2026-08-20"), 30, [on_the_last_day]).due_on == day("2026-09-25")
    assert calendar_day_due(CALENDAR, moment("2026-08-20"), 30, [on_the_day_after]).due_on == day(
        "2026-09-19"
    )


def test_a_legal_line_that_rolls_into_an_unannounced_year_is_provisional() -> None:
    rolls = calendar_day_due(CALENDAR, moment("2026-12-22"), 10)
    stays = calendar_day_due(CALENDAR, moment("2026-12-21"), 10)

    assert (rolls.due_on, rolls.legal_due_on) == (day("2027-01-01"), day("2027-01-04"))
    assert (stays.due_on, stays.legal_due_on) == (day("2026-12-31"), day("2026-12-31"))
    assert rolls.provisional
    assert not stays.provisional


@pytest.mark.parametrize(
    ("moved", "due", "late"),
    [
        ("2026-03-16 17:59", "2026-03-16 18:00", False),
        ("2026-03-16 18:00", "2026-03-17 11:00", True),
        ("2026-03-18 10:00", "2026-03-18 12:00", True),
    ],
)
def test_working_days_that_had_passed_when_the_calendar_changed_leave_two_business_hours(
    moved: str, due: str, late: bool
) -> None:
    deadline = working_day_due(CALENDAR, moment("2026-03-09"), 5, not_before=moment(*moved.split()))

    assert (deadline.due_at, deadline.late) == (moment(*due.split()), late)


@pytest.mark.parametrize(
    ("moved", "due_on", "late"),
    [("2026-03-19 23:59", "2026-03-19", False), ("2026-03-25 10:00", "2026-03-25", True)],
)
def test_calendar_days_that_had_passed_when_they_were_planned_anew_end_then(
    moved: str, due_on: str, late: bool
) -> None:
    deadline = calendar_day_due(CALENDAR, moment("2026-03-09"), 10, not_before=moment(*moved.split()))

    assert (deadline.due_on, deadline.late) == (day(due_on), late)
    assert deadline.due_at == (moment(*moved.split()) if late else moment("2026-03-20", "00:00"))


def test_a_certain_due_has_a_provisional_legal_line_where_that_alone_is_unannounced() -> None:
    announced = [each for each in CALENDAR.days if each.on < date(2026, 12, 31)]
    bridge = CalendarDay(date(2026, 12, 31), is_working=False, name="调休")
    calendar = WorkingCalendar.from_days([*announced, bridge], version="with a bridge")

    deadline = calendar_day_due(calendar, moment("2026-12-21"), 10)

    assert (deadline.due_on, deadline.legal_due_on) == (day("2026-12-31"), day("2027-01-01"))
    assert deadline.provisional


def test_a_wait_ends_with_the_planned_day_unless_that_was_over_before() -> None:
    start = moment("2026-09-28")

    assert calendar_day_due(CALENDAR, start, 10, until_on=day("2026-10-01")).due_on == day("2026-10-01")
    assert calendar_day_due(CALENDAR, start, 10, until_on=day("2026-09-28")).due_on == day("2026-09-28")
    assert calendar_day_due(CALENDAR, start, 10, until_on=day("2026-09-27")).due_on == day("2026-10-08")
    assert calendar_day_due(CALENDAR, start, 10, until_on=day("2026-12-01")).due_on == day("2026-10-08")


@pytest.mark.parametrize(
    ("appointment", "cutoff"),
    [
        ("2026-10-12", "2026-10-10T16:00:00+08:00"),
        ("2026-10-08", "2026-09-30T16:00:00+08:00"),
        ("2026-09-21", "2026-09-20T16:00:00+08:00"),
        ("2026-09-28", "2026-09-24T16:00:00+08:00"),
    ],
)
def test_an_appointment_can_be_cancelled_until_the_working_day_before_at_four(
    appointment: str, cutoff: str
) -> None:
    cutoff_at = cancellation_cutoff(CALENDAR, day(appointment))

    assert shanghai_time(cutoff_at).isoformat() == cutoff  # E66


def test_an_emergency_is_answered_within_the_hour_at_night_and_on_holidays() -> None:
    assert hours_due(moment("2026-10-01", "23:30"), 1) == moment("2026-10-02", "00:30")


@pytest.mark.parametrize(
    ("effective", "days", "last", "covered"),
    [
        ("2021-06-19", 120, "2021-10-16", "2021-10-17"),  # E71
        ("2026-03-01", 1, "2026-03-01", "2026-03-02"),
        ("2026-03-01", 0, "2026-02-28", "2026-03-01"),
    ],
)
def test_the_first_day_of_cover_is_the_first_day_of_waiting(
    effective: str, days: int, last: str, covered: str
) -> None:
    assert waiting_period(day(effective), days) == (day(last), day(covered))


def test_a_waiting_period_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="a waiting period of -1 days cannot be"):
        waiting_period(day("2026-03-01"), -1)


@pytest.mark.parametrize("count", [0, -3])
def test_a_period_of_no_calendar_days_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} calendar days cannot be counted"):
        calendar_day_due(CALENDAR, moment("2026-03-01"), count)


@pytest.mark.parametrize(
    ("claimed", "ascertainable", "paid"),
    [(30_000_00, 12_345_60, 12_345_60), (30_000_00, 30_000_01, 30_000_00), (30_000_00, 0, 0)],
)
def test_the_part_that_can_be_ascertained_is_paid_never_more_than_claimed(
    claimed: int, ascertainable: int, paid: int
) -> None:
    assert interim_payment(claimed, ascertainable) == paid
