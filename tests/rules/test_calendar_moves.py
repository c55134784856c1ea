"""Clocks on a newly published calendar: what moves, what stays, and what was missed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from rules.calendar import WorkingCalendar
from rules.calendar_moves import (
    calendar_for,
    follow,
    move_events,
    move_notices,
    moves,
    version_of,
)
from rules.catalogue.calendars import shipped_calendar
from rules.catalogue.escalation import shipped_ladders
from rules.china_time import at_shanghai
from rules.clocks import ChangeReason, RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.notices import Notice, NoticeKind
from rules.replanning import ClockPlanner
from rules.roles import SYSTEM
from rules.targets import Target
from rules.vocabulary import ClockState
from tests.workflows.publishing import edition

STARTED = datetime(2026, 9, 29, 2, tzinfo=UTC)
"""Tuesday 10:00 in Shanghai; the fifth working day after it is Monday 12 October."""
DUE = at_shanghai(date(2026, 10, 12), time(18))
NINTH, TENTH, ELEVENTH = date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 11)


def planner(calendar: WorkingCalendar) -> ClockPlanner:
    return ClockPlanner("PA-260929-000042-7", calendar, shipped_ladders())


def clock(kind: ClockKind = ClockKind.REIMBURSEMENT_DECISION, count: int = 5) -> RunningClock:
    """A clock of so many days that began on 29 September, on the shipped calendar."""
    return planner(shipped_calendar()).start(kind, STARTED, Target(count=count, ladder="DUTY"))


def followed(
    before: RunningClock,
    *,
    rest: tuple[date, ...] = (),
    worked: tuple[date, ...] = (),
    now: datetime = STARTED + timedelta(days=1),
) -> RunningClock:
    """The clock on a calendar with days changed."""
    calendar = edition(rest=rest, worked=worked).calendar()
    return follow(before, planner(calendar), version=calendar.version, now=now)


def test_a_day_of_rest_that_is_announced_late_gives_a_day_more() -> None:
    assert clock().due_at == DUE
    assert followed(clock(), rest=(NINTH,)).due_at == at_shanghai(date(2026, 10, 13), time(18))


def test_a_make_up_working_day_that_is_announced_takes_a_day() -> None:
    assert followed(clock(), worked=(ELEVENTH,)).due_at == at_shanghai(ELEVENTH, time(18))


def test_a_make_up_working_day_that_is_taken_back_gives_a_day_more() -> None:
    assert followed(clock(), rest=(TENTH,)).due_at == at_shanghai(date(2026, 10, 13), time(18))


@pytest.mark.parametrize("changed", [date(2026, 9, 28), date(2026, 10, 13)])
def test_a_day_before_the_start_or_after_the_due_moves_nothing(changed: date) -> None:
    after = followed(clock(), rest=(changed,))

    assert moves((clock(),), (after,)) == ()
    assert after.calendar_version != clock().calendar_version


def test_the_same_calendar_again_moves_nothing() -> None:
    once = followed(clock(), rest=(NINTH,))

    assert followed(once, rest=(NINTH,)) == once


def test_what_fired_does_not_fire_again_after_the_calendar_moved_it() -> None:
    before = clock().fire("REMINDER")

    after = followed(before, rest=(NINTH,))

    assert next(m for m in after.milestones if m.name == "REMINDER").fired
    upcoming = after.next_milestone()
    assert upcoming
    assert upcoming.name != "REMINDER"


def test_a_deadline_that_was_missed_stays_missed() -> None:
    before = clock().fire("BREACH")
    now = DUE + timedelta(hours=1)

    after = followed(before, rest=(NINTH,), now=now)

    assert after.due_at == DUE
    assert after.milestones == before.milestones


@pytest.mark.parametrize(("minutes", "missed"), [(-1, False), (0, True)])
def test_a_deadline_is_missed_from_its_very_instant_on(minutes: int, missed: bool) -> None:
    after = followed(clock(), rest=(NINTH,), now=DUE + timedelta(minutes=minutes))

    assert (after.due_at == DUE) is missed


def test_the_line_of_the_law_still_moves_after_the_own_deadline_was_missed() -> None:
    """Thirty days after 29 September end on 29 October; a rest day then moves the line of the law alone."""
    before = clock(ClockKind.STATUTORY_DETERMINATION, 30).fire("BREACH")
    assert before.legal_due_at == before.due_at
    now = before.due_at + timedelta(hours=1)

    after = followed(before, rest=(date(2026, 10, 29),), now=now)

    assert after.due_at == before.due_at
    assert after.legal_due_at == before.due_at + timedelta(days=1)
    (line,) = [each for each in after.milestones if each.kind is MilestoneKind.LEGAL_BREACH]
    assert (line.at, line.fired) == (after.legal_due_at, False)


def test_a_deadline_that_would_lie_in_the_past_leaves_two_business_hours() -> None:
    now = at_shanghai(date(2026, 10, 12), time(10))

    after = followed(clock(), worked=(ELEVENTH,), now=now)

    assert after.due_at == at_shanghai(date(2026, 10, 12), time(12))
    assert after.late


def test_a_calendar_never_gives_more_time_by_moving_a_deadline_into_the_past() -> None:
    now = at_shanghai(date(2026, 10, 12), time(17))

    assert followed(clock(), worked=(ELEVENTH,), now=now).due_at == DUE


def test_a_paused_clock_keeps_its_pause_and_resumes_on_the_new_calendar() -> None:
    asked, answered = at_shanghai(date(2026, 9, 30), time(10)), at_shanghai(date(2026, 10, 10), time(10))
    before = clock().pause("Q1", asked)
    before = replace(planner(shipped_calendar()).resume(before), state=ClockState.PAUSED)

    paused = followed(before, rest=(NINTH,), now=at_shanghai(date(2026, 10, 8), time(10)))
    resumed = planner(edition(rest=(NINTH,)).calendar()).resume(paused.resume("Q1", answered))

    assert paused.state is ClockState.PAUSED
    assert [pause.from_at for pause in paused.pauses] == [asked]
    assert paused.next_milestone() is None
    never_knew = planner(edition(rest=(NINTH,)).calendar()).start(
        clock().kind, STARTED, Target(count=5, ladder="DUTY")
    )
    counted = planner(edition(rest=(NINTH,)).calendar()).resume(
        never_knew.pause("Q1", asked).resume("Q1", answered)
    )
    assert resumed.due_at == counted.due_at == at_shanghai(date(2026, 10, 15), time(18))


def test_a_reminder_that_fired_before_a_pause_does_not_come_again_after_it() -> None:
    before = clock().fire("REMINDER").pause("Q1", at_shanghai(date(2026, 10, 8), time(10)))

    paused = followed(before, rest=(NINTH,), now=at_shanghai(date(2026, 10, 8), time(11)))
    resumed = planner(edition(rest=(NINTH,)).calendar()).resume(
        paused.resume("Q1", at_shanghai(date(2026, 10, 12), time(10)))
    )

    assert next(m for m in resumed.milestones if m.name == "REMINDER").fired


def test_ended_clocks_stay_as_they_ended() -> None:
    met = clock().end(STARTED, ClockState.MET)

    assert followed(met, rest=(NINTH,)) == met


def test_a_clock_of_the_law_is_counted_on_the_standard_calendar_only() -> None:
    own, standard = edition(rest=(NINTH,)).calendar(), shipped_calendar()

    assert calendar_for(ClockKind.STATUTORY_DETERMINATION, own, standard) is standard
    assert calendar_for(ClockKind.REIMBURSEMENT_DECISION, own, standard) is own


def test_each_move_is_an_event_that_names_both_instants_and_who_was_told() -> None:
    after = followed(clock(), rest=(NINTH,))

    (event,) = move_events(
        moves((clock(),), (after,)), after_sequence=7, stage="IN_REVIEW", at=STARTED, assignee="staff:1"
    )

    assert event.sequence == 8
    assert event.detail["due_before"] == DUE.isoformat()
    assert event.detail["due_at"] == after.due_at.isoformat()
    assert event.detail["told"] == "staff:1"


def test_a_reminder_that_moves_alone_is_no_news() -> None:
    moved = replace(
        clock(), milestones=tuple(replace(m, at=m.at + timedelta(hours=1)) for m in clock().milestones)
    )

    assert moves((clock(),), (moved,)) == ()


def test_a_case_whose_clocks_were_planned_by_different_versions_has_yet_to_follow() -> None:
    old, new = clock(), followed(clock(), rest=(NINTH,))

    assert version_of((old, old)) == old.calendar_version
    assert version_of((old, new)) == ""
    assert version_of((old.end(STARTED, ClockState.MET), new)) == new.calendar_version


def test_a_move_is_recorded_with_old_and_new_side_by_side() -> None:
    """Two clocks that move by a day: one of the house, and one with a line of the law."""
    legal = clock(ClockKind.STATUTORY_DETERMINATION, 10)
    before = (clock(), legal)
    changed = edition(rest=(NINTH,)).calendar()
    after = tuple(
        follow(each, planner(changed), version="two", now=STARTED + timedelta(days=1)) for each in before
    )
    at = STARTED + timedelta(days=1)
    moved = moves(before, after)
    first, second = move_events(moved, after_sequence=4, stage="COMPLETE", at=at, assignee="staff:ma")

    assert (first.sequence, second.sequence) == (5, 6)
    assert {(each.kind, each.from_stage, each.to_stage, each.at) for each in (first, second)} == {
        ("CLOCK_REPLANNED", "COMPLETE", "COMPLETE", at)
    }
    assert (first.actor, first.role) == (SYSTEM.reference, SYSTEM.roles[0])
    assert first.detail == {
        "clock": "REIMBURSEMENT_DECISION",
        "due_before": DUE.isoformat(),
        "due_at": (DUE + timedelta(days=1)).isoformat(),
        "calendar_before": clock().calendar_version,
        "calendar": "two",
        "told": "staff:ma",
    }
    assert legal.legal_due_at and after[1].legal_due_at
    assert second.detail["legal_before"] == legal.legal_due_at.isoformat()
    assert second.detail["legal_due_at"] == after[1].legal_due_at.isoformat()


def test_who_has_the_case_is_told_of_each_move_and_nobody_where_it_is_not_dealt() -> None:
    moved = moves((clock(),), (followed(clock(), rest=(NINTH,)),))
    later = STARTED + timedelta(days=9)
    told = move_notices(moved, after_sequence=4, at=STARTED, assignee="staff:ma", deliver_at=later)

    assert told == (
        Notice(
            key="calendar/5",
            kind=NoticeKind.CALENDAR,
            recipient="staff:ma",
            clock=ClockKind.REIMBURSEMENT_DECISION,
            due_at=DUE + timedelta(days=1),
            made_at=STARTED,
            deliver_at=later,
        ),
    )
    assert move_notices(moved, after_sequence=4, at=STARTED, assignee="", deliver_at=later) == ()
    (event,) = move_events(moved, after_sequence=4, stage="COMPLETE", at=STARTED, assignee="")
    assert "told" not in event.detail


def test_a_clock_that_is_planned_again_keeps_the_rule_of_the_target_and_records_what_changed() -> None:
    known = replace(clock(), target_rule="small", because=("amount 1.00",))
    after = followed(known, rest=(NINTH,))

    assert (after.target_rule, after.because, after.ladder) == ("small", ("amount 1.00",), "DUTY")
    (change,) = after.changes
    assert (change.due_before, change.due_after) == (DUE, DUE + timedelta(days=1))
    assert (change.count_before, change.count_after) == (5, 5)
    assert (change.calendar_before, change.calendar_after) == (
        clock().calendar_version,
        edition(rest=(NINTH,)).calendar().version,
    )
    assert change.reason is ChangeReason.CALENDAR
