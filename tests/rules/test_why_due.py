"""The intervals of a clock add up to the due that is shown, whatever happened to it."""

from itertools import pairwise
from random import Random

import pytest

from rules.clock_intervals import intervals_of
from rules.why_due import why_due
from tests.rules.clock_stories import life


def assert_adds_up(seed: int) -> None:
    lived = life(Random(seed))

    why = why_due(lived.clock, lived.calendar)

    assert why.due_at == lived.clock.due_at, (seed, lived.clock)
    assert why.adds_up, (seed, why)
    stretches = intervals_of(lived.clock)
    assert stretches[0].from_at == lived.clock.started_at
    assert all(one.to_at == two.from_at for one, two in pairwise(stretches))


@pytest.mark.parametrize("hundred", range(5))
def test_the_sum_of_the_intervals_is_the_due_that_is_shown(hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        assert_adds_up(seed)


@pytest.mark.long
def test_the_sum_is_right_for_ten_thousand_lives() -> None:
    for seed in range(10_000):
        assert_adds_up(seed)
