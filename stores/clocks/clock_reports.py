"""Reports over clocks: met and breached, ageing, paused time, and what comes due. A statement or two each."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlmodel import Session

from rules.breach_forecast import Record, expected_breaches
from rules.china_time import midnight_after, shanghai_date
from rules.clock_state import DUTIES, case_now
from rules.vocabulary import Process
from stores.casework import case_choices
from stores.casework.case_choices import Choice
from stores.casework.case_filter import CaseFilter
from stores.clocks.clock_sql import Moments, rows, statement
from stores.clocks.kept_calendars import KeptCalendars

AGES = (1, 3, 6, 11, 21, 31, 61)
"""Days at which an open case comes to the next group of age."""

FORECAST_WORKING_DAYS = 5
RECORD_DAYS = 90
"""The forecast goes by what happened in so many days."""


class Dimension(StrEnum):
    """What met and breached duties are counted by; REASON is why a breached one was late."""

    PROCESS = "process"
    PERSON = "person"
    TEAM = "team"
    HOSPITAL = "hospital"
    REASON = "reason"
    CLOCK = "clock"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days in China, both included. ValueError for one that ends before it begins."""

    first_on: date
    last_on: date

    def __post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise ValueError(f"the period ends on {self.last_on}, before it begins on {self.first_on}")

    def parameters(self) -> dict[str, datetime]:
        """The instants at which it starts and has ended."""
        return {
            "starts_at": midnight_after(self.first_on - timedelta(days=1)),
            "ends_at": midnight_after(self.last_on),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Duties of one key that were met or breached; ``still_open`` are breached and not done yet."""

    key: str
    name: str
    met: int
    breached: int
    still_open: int
    legally_breached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """Open cases of a process by age: as many numbers as `AGES` has gaps, the youngest first."""

    process: Process
    cases: tuple[int, ...]
    breached: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedTime:
    """How long clocks stood still for one side within the period."""

    waiting_for: str
    cases: int
    pauses: int
    still_open: int
    total: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """Duties that run and are due on a day; ``expected`` breaches by the record, None without one."""

    due_on: date
    is_working: bool
    due: int
    unassigned: int
    expected: float | None


_JUDGED = ("verdict", "judged", "judged_row")
_OPEN = ("open_clock", "board_scope", "board_wanted")
_COUNTS = statement("judged_counts", *_JUDGED)
_RATES = statement("judged_rates", *_JUDGED)
_AGEING = statement("ageing_counts", *_OPEN)
_DUE = statement("due_counts", *_OPEN)
_PAUSES = statement("pause_sums", "pause_totals")


class ClockReports:
    """Reports as of one wall-clock instant, about the cases that a reader may see and asked for."""

    def __init__(self, session: Session, calendars: KeptCalendars, wanted: CaseFilter, now: datetime) -> None:
        """Read in this session; ``now`` is the wall clock."""
        self._session, self._calendars, self._now = session, calendars, now
        self.own_team = wanted.own_team
        self._asked: dict[str, Any] = {**asdict(wanted), "now": now, "duties": sorted(DUTIES)}

    def choices(self) -> Mapping[str, tuple[Choice, ...]]:
        """What open cases can be narrowed to."""
        return case_choices.read(self._session, self.own_team)

    def judged(self, by: Dimension, period: Period) -> tuple[Judged, ...]:
        """Duties met and breached in the period: counted when met, or when the due passed unmet."""
        found = self._rows(_COUNTS, **period.parameters(), by=by.value)
        return tuple(Judged(**row) for row in found)

    def ageing(self) -> tuple[Ageing, ...]:
        """Open cases by process and age in days of case time."""
        found = self._rows(_AGEING, **self._moments(), ages=[days * 86_400 for days in AGES])
        return tuple(
            _ageing(process, list(group)) for process, group in groupby(found, key=lambda row: row["process"])
        )

    def paused(self, period: Period) -> tuple[PausedTime, ...]:
        """Time that clocks stood still in the period, by side; a question counts once a case."""
        return tuple(PausedTime(**row) for row in self._rows(_PAUSES, **period.parameters()))

    def forecast(self, offset_seconds: int = 0) -> tuple[DueDay, ...]:
        """Today and the next five working days, with the duties due on each.

        ``offset_seconds`` moves the days shown, and each due with them, in a demonstration.
        """
        calendar = self._calendars.current(self._session)
        today = shanghai_date(case_now(self._now, offset_seconds))
        until_on = calendar.working_day_after(today, FORECAST_WORKING_DAYS)
        found = self._rows(_DUE, **self._moments(), offset=offset_seconds, until_on=until_on)
        record = self._record(today)
        due = {day: list(group) for day, group in groupby(found, key=lambda row: row["due_on"])}
        days = (today + timedelta(days=n) for n in range((until_on - today).days + 1))
        return tuple(
            _due_day(day, calendar.is_working_day(day), due.get(day, ()), record)
            for day in days
            if day in due or calendar.is_working_day(day)
        )

    def _record(self, today: date) -> dict[str, Record]:
        period = Period(first_on=today - timedelta(days=RECORD_DAYS), last_on=today)
        found = self._rows(_RATES, **period.parameters())
        return {row["kind"]: Record(row["judged"], row["breached"]) for row in found}

    def _moments(self) -> Mapping[str, Any]:
        return Moments.read(self._session, self._calendars, self._now).parameters

    def _rows(self, said: bytes, **given: Any) -> Sequence[Mapping[str, Any]]:
        return rows(self._session, said, self._asked | given)


def _ageing(process: str, found: Sequence[Mapping[str, Any]]) -> Ageing:
    cases, breached = [0] * (len(AGES) + 1), [0] * (len(AGES) + 1)
    for row in found:
        cases[row["age"]], breached[row["age"]] = row["cases"], row["breached"]
    return Ageing(process=Process(process), cases=tuple(cases), breached=tuple(breached))


def _due_day(
    day: date, is_working: bool, found: Sequence[Mapping[str, Any]], record: Mapping[str, Record]
) -> DueDay:
    return DueDay(
        due_on=day,
        is_working=is_working,
        due=sum(row["clocks"] for row in found),
        unassigned=sum(row["unassigned"] for row in found),
        expected=expected_breaches({row["kind"]: row["clocks"] for row in found}, record),
    )
