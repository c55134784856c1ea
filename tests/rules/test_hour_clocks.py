"""Clocks of hours: what a pause gives back, and what a calendar that changes on the way does to them."""

from datetime import date, datetime, time

import pytest

from rules.catalogue.calendars import shipped_calendar
from rules.china_time import at_shanghai, shanghai_date
from rules.due_dates import Deadline, hour_clock_due
from rules.pauses import Pause

MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


def on(day: date, at: str) -> datetime:
    return at_shanghai(day, time.fromisoformat(at))


def monday(at: str) -> datetime:
    return on(MONDAY, at)


def stopped(begin: str, end: str | None = None) -> Pause:
    """A pause on Monday; without an end nobody has answered yet."""
    return Pause(monday(begin), monday(end) if end else None)


def due(*pauses: Pause, moved: datetime | None = None, of_business: bool = True) -> Deadline:
    """Three hours from Monday at 10:00, planned anew at ``moved``: without pauses they end at 13:00."""
    return hour_clock_due(
        shipped_calendar(), monday("10:00"), 3, pauses, of_business=of_business, not_before=moved
    )


def ends(at: datetime, *, late: bool = False) -> Deadline:
    return Deadline(due_on=shanghai_date(at), due_at=at, late=late)


@pytest.mark.parametrize(
    ("pause", "end"),
    [
        (stopped("11:00", "15:00"), monday("17:00")),
        (Pause(monday("11:00"), on(TUESDAY, "10:00")), on(TUESDAY, "12:00")),
        (stopped("12:59", "13:30"), monday("13:31")),
        (stopped("13:00", "15:00"), monday("13:00")),
        (stopped("14:00", "15:00"), monday("13:00")),
    ],
)
def test_a_resume_gives_back_what_was_left_and_a_pause_after_the_due_nothing(
    pause: Pause, end: datetime
) -> None:
    assert due(pause) == ends(end)


def test_hours_of_business_stop_overnight_and_hours_of_the_clock_do_not() -> None:
    until_evening = stopped("11:00", "17:00")

    assert due(until_evening) == ends(on(TUESDAY, "10:00"))
    assert due(until_evening, of_business=False) == ends(monday("19:00"))


def test_while_an_answer_is_outstanding_the_due_is_the_earliest_possible_one() -> None:
    waiting = due(stopped("11:00"))

    assert waiting.paused
    assert (waiting.due_on, waiting.due_at, waiting.late) == (MONDAY, monday("13:00"), False)
    assert not due(stopped("13:00")).paused


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        (monday("12:59"), ends(monday("13:00"))),
        (monday("13:00"), ends(monday("15:00"), late=True)),
        (on(TUESDAY, "09:30"), ends(on(TUESDAY, "11:30"), late=True)),
    ],
)
def test_a_due_that_had_passed_when_the_calendar_changed_leaves_two_hours_more(
    moved: datetime, expected: Deadline
) -> None:
    assert due(moved=moved) == expected


@pytest.mark.parametrize(
    ("pause", "moved", "expected"),
    [
        # What the change left runs on, and a pause after it stops that.
        (stopped("15:00", "16:00"), monday("14:00"), ends(monday("17:00"), late=True)),
        (stopped("14:00", "16:00"), monday("14:00"), ends(monday("18:00"), late=True)),
        # In time when the calendar changed, and stopped later on.
        (stopped("12:00", "14:00"), monday("11:00"), ends(monday("15:00"))),
        # The due had passed by the change alone, which came while the pause lasted.
        (stopped("14:00", "16:00"), monday("15:00"), ends(monday("18:00"), late=True)),
        (stopped("13:00", "16:00"), monday("14:00"), ends(monday("18:00"), late=True)),
        # A pause that was over before the change holds nothing up.
        (stopped("14:00", "15:00"), monday("15:00"), ends(monday("17:00"), late=True)),
    ],
)
def test_a_pause_and_a_calendar_that_changed(pause: Pause, moved: datetime, expected: Deadline) -> None:
    assert due(pause, moved=moved) == expected


def test_a_change_within_a_later_pause_counts_although_an_earlier_one_held_nothing_up() -> None:
    earlier, later = stopped("14:00", "15:00"), Pause(monday("16:00"), on(TUESDAY, "10:00"))

    assert due(earlier, later, moved=monday("17:00")) == ends(on(TUESDAY, "12:00"), late=True)


def test_the_clock_on_the_wall_has_its_two_hours_at_night_too() -> None:
    overtaken = due(stopped("14:00", "20:00"), moved=monday("16:00"), of_business=False)

    assert overtaken == ends(monday("22:00"), late=True)
