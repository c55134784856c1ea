"""Random lives of a clock: questions and answers, other targets, other calendars, ends."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

from rules.calendar import CalendarDay, WorkingCalendar, is_weekday
from rules.catalogue.calendars import shipped_calendar
from rules.catalogue.escalation import shipped_ladders
from rules.clock_table import CLOCKS
from rules.clocks import ChangeReason, RunningClock
from rules.deadlines import ENDS_WITH_A_DAY, Bound, ClockKind
from rules.replanning import ClockPlanner, Replanning
from rules.targets import Target
from rules.vocabulary import ClockState
from tests.rules.walked_clock import Days, WalkedClock

SHIPPED = shipped_calendar()
FIRST = datetime(2024, 1, 3, tzinfo=UTC)
NUMBER = "PA-261121-000042-7"
PAUSABLE = tuple(kind for kind in ClockKind if CLOCKS[kind].pausable)
COUNTED = tuple(kind for kind in ClockKind if CLOCKS[kind].unit not in ENDS_WITH_A_DAY)


@dataclass
class Life:
    """A clock with its calendar at the end, and the model that was told the same."""

    clock: RunningClock
    calendar: WorkingCalendar
    walked: WalkedClock


@cache
def departures() -> tuple[frozenset[date], frozenset[date]]:
    """Rest days and worked days of the shipped calendar, by its named days."""
    rest = frozenset(day.on for day in SHIPPED.days if not day.is_working and day.on.weekday() < 5)
    worked = frozenset(day.on for day in SHIPPED.days if day.is_working and day.on.weekday() >= 5)
    return rest, worked


def life(random: Random) -> Life:
    """A random life."""
    kind = random.choice(PAUSABLE if random.random() < 0.8 else COUNTED)
    rule = CLOCKS[kind]
    now = FIRST + timedelta(minutes=random.randrange(4 * 365 * 1440))
    bound_on = (now + timedelta(days=random.randrange(-2, 40))).date() if rule.bound else None
    if rule.bound is Bound.UNTIL_DAY and random.random() < 0.5:
        bound_on = None
    planner = ClockPlanner(NUMBER, SHIPPED, shipped_ladders())
    rest, worked = departures()
    walked = WalkedClock(
        unit=rule.unit,
        started_at=now,
        count=rule.count,
        days=Days(rest, worked),
        bound=rule.bound or "",
        bound_on=bound_on,
        pausable=rule.pausable,
    )
    clock = planner.start(kind, now, Target(count=rule.count, ladder=rule.ladder), bound_on)
    for number in range(random.randrange(7)):
        now += timedelta(minutes=random.choice((random.randrange(300), random.randrange(9_000))))
        clock, planner = _happen(random, clock, planner, walked, now, f"Q{number}")
    return Life(clock, planner.calendar, walked)


def _happen(
    random: Random,
    clock: RunningClock,
    planner: ClockPlanner,
    walked: WalkedClock,
    now: datetime,
    question: str,
) -> tuple[RunningClock, ClockPlanner]:
    act = random.choice(("question", "question", "target", "calendar"))
    if act == "question":
        if not walked.pausable:
            return clock, planner
        return _ask_or_answer(clock, planner, walked, now, question), planner
    if act == "target":
        count = random.randrange(1, 20)
        target = Target(count=count, ladder=clock.ladder, rule="drawn")
        walked.change(now, count, walked.days)
        return planner.again(clock, Replanning(at=now, reason=ChangeReason.URGENCY), target), planner
    days, calendar = _other_days(random, walked)
    planner = replace(planner, calendar=calendar)
    walked.change(now, walked.count, days)
    return planner.again(clock, Replanning(at=now, reason=ChangeReason.CALENDAR)), planner


def _ask_or_answer(
    clock: RunningClock, planner: ClockPlanner, walked: WalkedClock, now: datetime, question: str
) -> RunningClock:
    if clock.state is ClockState.PAUSED:
        walked.answer(now)
        return planner.resume(clock.resume(clock.pauses[-1].question_id, now))
    walked.ask(now)
    return clock.pause(question, now, "HOSPITAL", ("MEDICAL_RECORD",))


def _other_days(random: Random, walked: WalkedClock) -> tuple[Days, WorkingCalendar]:
    """Some days become free or worked, as a notice would have it."""
    rest, worked = set(walked.days.rest), set(walked.days.worked)
    for _ in range(random.randrange(1, 8)):
        on = (walked.started_at + timedelta(days=random.randrange(-3, 60))).date()
        (rest if on.weekday() < 5 else worked).symmetric_difference_update({on})
    known = dict(_plain_days())
    known |= {on: CalendarDay(on, is_working=False) for on in rest}
    known |= {on: CalendarDay(on, is_working=True) for on in worked}
    return Days(frozenset(rest), frozenset(worked)), WorkingCalendar.from_days(known.values())


@cache
def _plain_days() -> dict[date, CalendarDay]:
    """The shipped years without any departure, made once for all lives."""
    return {day.on: CalendarDay(day.on, is_weekday(day.on)) for day in SHIPPED.days}
