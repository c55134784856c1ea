"""Distances between places on the map."""

import pytest

from rules.distance import Place, distance_km

SHANGHAI, BEIJING = Place(31.2304, 121.4737), Place(39.9042, 116.4074)


def test_a_degree_north_is_a_hundred_and_eleven_kilometers() -> None:
    assert distance_km(Place(31, 121), Place(32, 121)) == pytest.approx(111.2, abs=0.1)


def test_a_degree_east_is_shorter_the_further_north() -> None:
    assert distance_km(Place(60, 10), Place(60, 11)) == pytest.approx(55.6, abs=0.1)


def test_there_is_as_far_as_back_and_here_is_no_way_off() -> None:
    assert distance_km(SHANGHAI, BEIJING) == distance_km(BEIJING, SHANGHAI) == pytest.approx(1068, abs=2)
    assert distance_km(SHANGHAI, SHANGHAI) == 0
