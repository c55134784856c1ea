"""Expected against actual, for values of every shape that a case may hold."""

from datetime import UTC, date, datetime

import pytest

from checks.comparison import NOT_COMPUTED, Mismatch, Present, mismatches


def differing(expected: object, actual: object) -> list[Mismatch]:
    return list(mismatches({"it": expected}, {"it": actual}))


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("40000.00", "40000.00"),
        (None, None),
        (True, True),
        (1, 1),
        (date(2026, 9, 29), date(2026, 9, 29)),
        ("2026-09-29", date(2026, 9, 29)),
        ("2026-10-10T16:00:00+08:00", datetime(2026, 10, 10, 8, tzinfo=UTC)),
        ("2026-10-10T08:00:00Z", datetime(2026, 10, 10, 8, tzinfo=UTC)),
        (["B", "A"], frozenset({"A", "B"})),
        ([], frozenset()),
        (["X"], Present(frozenset({"A"}))),
        ({"a": {"b": "1"}}, {"a": {"b": "1", "more": 2}}),
        ([{"a": 1}, {"a": 2}], [{"a": 1}, {"a": 2, "b": 3}]),
    ],
)
def test_values_that_agree(expected: object, actual: object) -> None:
    assert differing(expected, actual) == []


@pytest.mark.parametrize(
    ("expected", "actual", "shown"),
    [
        ("40000.00", "40000.01", "40000.01"),
        ("40000.00", 4000000, 4000000),
        (1, True, True),
        (0, False, False),
        (None, "0.00", "0.00"),
        ("2026-10-10T16:00:00", datetime(2026, 10, 10, 8, tzinfo=UTC), "2026-10-10T16:00:00+08:00"),
        ("soon", datetime(2026, 10, 10, 8, tzinfo=UTC), "2026-10-10T16:00:00+08:00"),
        (["A"], frozenset({"A", "B"}), ["A", "B"]),
        (["A", "X"], Present(frozenset({"A"})), ["A"]),
        ("A", frozenset({"A"}), ["A"]),
        ([1], [1, 2], [1, 2]),
    ],
)
def test_values_that_differ_are_shown_as_a_case_writes_them(
    expected: object, actual: object, shown: object
) -> None:
    (mismatch,) = differing(expected, actual)

    assert (mismatch.field, mismatch.actual) == ("it", shown)


def test_the_path_of_a_nested_difference_is_named() -> None:
    expected = {"after": {"remaining": {"INPATIENT": "1.00", "DENTAL": "2.00"}}, "visits": [{"number": 3}]}
    actual = {"after": {"remaining": {"INPATIENT": "1.01"}}, "visits": [{"number": 4}]}

    assert list(mismatches(expected, actual)) == [
        Mismatch("after.remaining.INPATIENT", "1.00", "1.01"),
        Mismatch("after.remaining.DENTAL", "2.00", NOT_COMPUTED),
        Mismatch("visits[0].number", 3, 4),
    ]
