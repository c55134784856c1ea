"""Numbers of open cases and their clocks for a monitor: by process alone, read in one statement."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from rules.clock_state import LiveState, case_now
from rules.deadlines import MilestoneKind
from rules.vocabulary import Process
from stores.clocks.clock_sql import Moments, rows, statement
from stores.clocks.kept_calendars import KeptCalendars

_HOUR, _DAY = 3_600, 86_400
BOUNDS = (0, _HOUR, 4 * _HOUR, 9 * _HOUR, _DAY, 2 * _DAY, 3 * _DAY, 5 * _DAY, 10 * _DAY, 30 * _DAY)
"""Seconds until due at which a duty comes to the next bucket; what is overdue lies below the first."""

_QUIET = frozenset({MilestoneKind.REMINDER, MilestoneKind.TARGET, MilestoneKind.LAPSE})
ESCALATIONS = tuple(kind for kind in MilestoneKind if kind not in _QUIET)
"""Milestones that reach somebody above the person who has the case."""

_READ = statement("clock_metrics", "open_clock", "verdict")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMetrics:
    """By process; ``time_to_due`` counts duties that run in each bucket, one more than there are `BOUNDS`.

    ``breaches`` and ``escalations`` are those of the last 24 hours.
    """

    open_cases: Mapping[Process, int]
    escalated_cases: Mapping[Process, int]
    open_clocks: Mapping[tuple[Process, LiveState], int]
    time_to_due: Mapping[Process, tuple[int, ...]]
    seconds_to_due: Mapping[Process, float]
    breaches: Mapping[Process, int]
    escalations: Mapping[tuple[Process, MilestoneKind], int]


def read(session: Session, calendars: KeptCalendars, now: datetime, offset_seconds: int = 0) -> ClockMetrics:
    """As of ``now``, the wall clock; ``offset_seconds`` moves the last day of a demonstration."""
    moments = Moments.read(session, calendars, now).parameters
    ends_at = case_now(now, offset_seconds)
    period = {"starts_at": ends_at - timedelta(days=1), "ends_at": ends_at}
    given = {"now": now, "bounds": list(BOUNDS), "escalations": list(ESCALATIONS)}
    found: defaultdict[str, dict[tuple[Process, str], float]] = defaultdict(dict)
    for row in rows(session, _READ, {**moments, **period, **given}):
        found[row["metric"]][Process(row["process"]), row["label"]] = float(row["value"])
    return _metrics(found)


def _metrics(found: Mapping[str, Mapping[tuple[Process, str], float]]) -> ClockMetrics:
    return ClockMetrics(
        open_cases=_by_process(found["open_cases"]),
        escalated_cases=_by_process(found["escalated_cases"]),
        open_clocks={(of, LiveState(state)): int(n) for (of, state), n in found["open_clocks"].items()},
        time_to_due={
            process: tuple(int(found["time_to_due"].get((process, str(place)), 0)) for place in _PLACES)
            for process in Process
        },
        seconds_to_due={of: total for (of, _), total in found["seconds_to_due"].items()},
        breaches=_by_process(found["breaches"]),
        escalations={(of, MilestoneKind(kind)): int(n) for (of, kind), n in found["escalations"].items()},
    )


_PLACES = range(len(BOUNDS) + 1)


def _by_process(found: Mapping[tuple[Process, str], float]) -> dict[Process, int]:
    return {process: int(found.get((process, ""), 0)) for process in Process}
