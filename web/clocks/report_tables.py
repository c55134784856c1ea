"""Reports as tables for spreadsheets; names of columns stay as they are in every language."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from stores.clocks.clock_reports import AGES, Ageing, DueDay, Judged, PausedTime
from web.csv_download import Cell

Row = Sequence[Cell]

DUTIES = ("key", "name", "met", "breached", "met_percent", "still_open", "legally_breached")
AGEING = ("process", "days_from", "days_to", "cases", "breached")
PAUSES = ("waiting_for", "cases", "pauses", "still_open", "total_hours", "longest_hours")
FORECAST = ("due_on", "working_day", "due", "unassigned", "expected_breaches")


def duty_rows(found: Sequence[Judged]) -> Iterator[Row]:
    """One line for each key."""
    for each in found:
        percent = met_percent(each)
        yield (
            each.key,
            each.name,
            each.met,
            each.breached,
            percent,
            each.still_open,
            each.legally_breached,
        )


def met_percent(each: Judged) -> float:
    """The share that was met, in per cent with one decimal."""
    return round(100 * each.met / (each.met + each.breached), 1)


def age_groups() -> tuple[tuple[int, int | None], ...]:
    """First and last whole day of each group of age; the last group has no end."""
    closed = ((start, end - 1) for start, end in pairwise((0, *AGES)))
    return (*closed, (AGES[-1], None))


def ageing_rows(found: Sequence[Ageing]) -> Iterator[Row]:
    """One line for each process and group of age."""
    for each in found:
        for (start, end), cases, breached in zip(age_groups(), each.cases, each.breached, strict=True):
            yield each.process.value, start, end, cases, breached


def pause_rows(found: Sequence[PausedTime]) -> Iterator[Row]:
    """One line for each side that we waited for."""
    for each in found:
        yield (
            each.waiting_for,
            each.cases,
            each.pauses,
            each.still_open,
            hours(each.total),
            hours(each.longest),
        )


def forecast_rows(found: Sequence[DueDay]) -> Iterator[Row]:
    """One line for each day."""
    for each in found:
        expected = None if each.expected is None else round(each.expected, 1)
        yield each.due_on.isoformat(), each.is_working, each.due, each.unassigned, expected


def hours(length: timedelta) -> float:
    """Hours with one decimal."""
    return round(length.total_seconds() / 3600, 1)
