"""Random clocks with pauses, other calendars and other targets, against a model that shares no code.

Of each life it is also asked why the clock is due then: the intervals add up to the due that is shown.
"""

import time
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from rules.clock_intervals import intervals_of
from rules.clock_table import CLOCKS
from rules.due_dates import hour_clock_due
from rules.pauses import Pause
from rules.vocabulary import ClockState
from rules.why_due import why_due
from tests.rules.clock_stories import FIRST, SHIPPED, Life, departures, life
from tests.rules.walked_clock import Days, WalkedClock


def assert_as_walked(seed: int) -> None:
    lived = life(Random(seed))
    clock, walked = lived.clock, lived.walked

    due, late, paused = walked.due()

    assert clock.due_at == due, (seed, clock, walked)
    assert clock.not_before == walked.overtaken_at
    assert clock.state is not ClockState.PAUSED or paused or clock.pauses[-1].from_at >= due
    if not paused:
        assert clock.late is late, seed
        if CLOCKS[clock.kind].legal:
            assert clock.legal_due_at == walked.legal_due()
    assert_adds_up(lived, seed)


def assert_adds_up(lived: Life, seed: int) -> None:
    why = why_due(lived.clock, lived.calendar)

    assert why.due_at == lived.clock.due_at, (seed, lived.clock)
    assert why.adds_up, (seed, why)
    stretches = intervals_of(lived.clock)
    assert stretches[0].from_at == lived.clock.started_at
    assert all(one.to_at == two.from_at for one, two in pairwise(stretches))


@pytest.mark.parametrize("hundred", range(5))
def test_five_hundred_lives_of_a_clock_are_as_the_model_walks_them_and_add_up(hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        assert_as_walked(seed)


@pytest.mark.parametrize("of_business", [True, False])
def test_a_resume_gives_back_the_hours_that_were_left_to_the_minute(of_business: bool) -> None:
    for seed in range(150):
        random = Random(seed)
        start = FIRST + timedelta(minutes=random.randrange(1_000_000))
        unit = "BUSINESS_HOURS" if of_business else "WALL_HOURS"
        walked = WalkedClock(unit, start, random.randrange(1, 9), Days(*departures()))
        now, pauses = start, []
        for _ in range(random.randrange(4)):
            asked = now + timedelta(minutes=random.randrange(400))
            now = asked + timedelta(minutes=random.randrange(2_000))
            pauses.append(Pause(asked, now))
            walked.ask(asked)
            walked.answer(now)

        due = hour_clock_due(SHIPPED, start, walked.count, pauses, of_business=of_business)

        assert (due.due_at, due.late) == walked.due()[:2], seed


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Auckland"])
def test_daylight_saving_of_the_machine_moves_no_deadline(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_home = [life(Random(seed)).clock for seed in range(50)]
    monkeypatch.setenv("TZ", zone)
    time.tzset()

    abroad = [life(Random(seed)).clock for seed in range(50)]

    monkeypatch.undo()
    time.tzset()
    assert abroad == at_home


@pytest.mark.long
def test_ten_thousand_lives_of_a_clock_are_as_the_model_walks_them_and_add_up() -> None:
    for seed in range(10_000):
        assert_as_walked(seed)
