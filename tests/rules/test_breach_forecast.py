"""Breaches to expect, both sides of what is enough to go by."""

import pytest

from rules.breach_forecast import ENOUGH, Record, expected_breaches


def test_each_kind_goes_by_its_own_record() -> None:
    record = {"A": Record(40, 10), "B": Record(20, 0)}

    assert expected_breaches({"A": 8, "B": 5}, record) == pytest.approx(2.0)


def test_a_kind_with_too_little_behind_it_goes_by_all_together() -> None:
    record = {"A": Record(81, 0), "B": Record(ENOUGH - 1, ENOUGH - 1)}

    assert expected_breaches({"B": 10}, record) == pytest.approx(1.9)
    assert expected_breaches({"C": 10}, record) == pytest.approx(1.9)
    assert expected_breaches({"B": 10}, {"B": Record(ENOUGH, ENOUGH)}) == pytest.approx(10)


def test_without_any_record_nothing_is_foretold() -> None:
    assert expected_breaches({"A": 3}, {}) is None
    assert expected_breaches({}, {"A": Record(1, 1)}) == 0
