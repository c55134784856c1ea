"""How long files are kept."""

from datetime import date

import pytest

from rules.retention import KeptFile, is_over, kept_until, latest, years_after

CLOSED, ENDED = date(2026, 3, 1), date(2026, 12, 31)


def a_file(closed: date | None = CLOSED, ends: date | None = ENDED, *, held: bool = False) -> KeptFile:
    return KeptFile(case_number="RC-1", closed_on=closed, contract_ends_on=ends, held=held)


def test_a_file_is_kept_ten_years_after_the_later_of_case_and_contract() -> None:
    assert kept_until(a_file()) == date(2036, 12, 31)
    assert kept_until(a_file(closed=date(2027, 2, 1))) == date(2037, 2, 1)
    assert kept_until(a_file(ends=None)) == date(2036, 3, 1)


def test_the_last_day_is_still_kept_and_the_next_is_not() -> None:
    assert not is_over(a_file(), date(2036, 12, 31))
    assert is_over(a_file(), date(2037, 1, 1))


@pytest.mark.parametrize("file", [a_file(closed=None), a_file(held=True)])
def test_an_open_case_or_one_complained_about_has_no_end(file: KeptFile) -> None:
    assert kept_until(file) is None
    assert not is_over(file, date(2099, 1, 1))
    assert latest([a_file(), file]) == (True, None)


def test_a_child_without_files_has_nothing_that_is_kept() -> None:
    assert latest([]) == (False, None)
    assert latest([a_file(), a_file(closed=date(2027, 2, 1))]) == (True, date(2037, 2, 1))


def test_ten_years_after_a_leap_day_is_the_day_after_february() -> None:
    assert years_after(date(2028, 2, 29), 10) == date(2038, 3, 1)
