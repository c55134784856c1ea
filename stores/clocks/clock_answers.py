"""Why the clocks of a case are due when they are, told from their rows."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from models.clock import Clock
from rules.clock_state import LiveClock, live_clock
from rules.clocks import RunningClock
from rules.why_due import WhyDue, why_due
from stores.clocks.kept_calendars import KeptCalendars

_CLOCK = TypeAdapter(RunningClock)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAnswer:
    """A clock as it stands, and the sum that leads to its due."""

    live: LiveClock
    why: WhyDue
    ordinal: int


def answers(
    session: Session, calendars: KeptCalendars, case_number: str, at: datetime
) -> tuple[ClockAnswer, ...]:
    """Every clock of a case ``at`` an instant of its time, in the order in which they began."""
    query = select(Clock).where(Clock.case_number == case_number)
    found = []
    for row in session.exec(query.order_by(col(Clock.started_at), col(Clock.kind), col(Clock.ordinal))):
        clock = _CLOCK.validate_python(row.as_carried)
        counted_by = calendars.of_version(session, clock.counted_by)
        found.append(
            ClockAnswer(
                live=live_clock(clock, at, calendars.of_version(session, clock.calendar_version)),
                why=why_due(clock, counted_by),
                ordinal=row.ordinal,
            )
        )
    return tuple(found)
