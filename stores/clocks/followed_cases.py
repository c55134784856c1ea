"""What cases that follow their calendar write: new instants and one event a clock, many cases at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import to_json
from sqlalchemy import text
from sqlmodel import Session

from rules.case_plan import CasePlan, StandingCase, take
from rules.cases import CaseEvent
from rules.clock_intervals import intervals_of
from rules.clocks import RunningClock, driving_clock, next_milestone
from rules.notices import Notice
from rules.vocabulary import ClockState
from stores.casework import case_events, cases
from stores.casework.case_events import LastEvent
from stores.clocks import notices


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedCase:
    """A case after it took a plan for the state ``based_on``; ``event_count`` counts the new events too."""

    case_number: str
    based_on: int
    event_count: int
    calendar_version: str
    clocks: tuple[RunningClock, ...]
    events: tuple[CaseEvent, ...]
    notices: tuple[Notice, ...]
    at: datetime

    @classmethod
    def taking(cls, case: StandingCase, plan: CasePlan) -> "FollowedCase":
        """The case after it took that plan."""
        taken = take(case, plan)
        return cls(
            case_number=case.case_number,
            based_on=plan.based_on,
            event_count=taken.event_count,
            calendar_version=plan.version,
            clocks=plan.clocks,
            events=taken.events,
            notices=taken.notices,
            at=plan.at,
        )


_HOLD = text(
    """
    SELECT cases.case_number, cases.state_version, case_event.sequence, case_event.hash FROM cases
    LEFT JOIN case_event ON case_event.case_number = cases.case_number
        AND case_event.sequence = cases.state_version
    WHERE cases.case_number = ANY(:numbers) ORDER BY cases.case_number FOR UPDATE OF cases
    """
)
_MOVE = text(
    """
    UPDATE cases SET state_version = moved.event_count, calendar_version = moved.calendar_version,
        due_at = moved.due_at, legal_due_at = moved.legal_due_at,
        next_milestone_at = moved.next_milestone_at, updated_at = moved.at
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS moved(case_number text, event_count bigint,
        calendar_version text, due_at timestamptz, legal_due_at timestamptz, next_milestone_at timestamptz,
        at timestamptz)
    WHERE cases.case_number = moved.case_number
    """
)
_MOVE_CLOCKS = text(
    """
    UPDATE clock SET due_at = moved.due_at, legal_due_at = moved.legal_due_at, milestones = moved.milestones,
        calendar_version = moved.calendar_version, as_carried = moved.as_carried
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS moved(case_number text, kind text, due_at timestamptz,
        legal_due_at timestamptz, milestones jsonb, calendar_version text, as_carried jsonb)
    WHERE clock.case_number = moved.case_number AND clock.kind = moved.kind AND clock.stopped_at IS NULL
    RETURNING clock.case_number, clock.kind, clock.ordinal
    """
)


def keep(session: Session, followed: Sequence[FollowedCase]) -> list[str]:
    """Write each unless a newer state stands, which then holds all that this one would have said.

    The numbers of cases that could not be written yet: an earlier act of theirs is still to be recorded.
    """
    ends = _held(session, [case.case_number for case in followed])
    early = [case.case_number for case in followed if case.based_on > _sequence(ends, case)]
    fresh = [case for case in followed if case.based_on == _sequence(ends, case)]
    if fresh:
        session.execute(_MOVE, {"rows": to_json([_case_values(case) for case in fresh]).decode()})
        _keep_clocks(session, fresh)
        chains = [(case.case_number, ends[case.case_number], case.events) for case in fresh]
        case_events.append_many(session, chains)
        notices.keep_many(session, [(case.case_number, told) for case in fresh for told in case.notices])
    return early


def _held(session: Session, numbers: list[str]) -> dict[str, LastEvent]:
    """The cases, held for this transaction, with the ends of their chains; those with a gap are left out."""
    rows = session.execute(_HOLD, {"numbers": numbers}).all()
    return {row.case_number: LastEvent(row.sequence, row.hash) for row in rows if row.hash is not None}


def _sequence(ends: dict[str, LastEvent], case: FollowedCase) -> int:
    end = ends.get(case.case_number)
    return end.sequence if end else 0


def _case_values(case: FollowedCase) -> dict[str, Any]:
    driving, upcoming = driving_clock(case.clocks), next_milestone(case.clocks)
    running = driving if driving and driving.state is ClockState.RUNNING else None
    return {
        "case_number": case.case_number,
        "event_count": case.event_count,
        "calendar_version": case.calendar_version,
        "due_at": running.due_at if running else None,
        "legal_due_at": running.legal_due_at if running else None,
        "next_milestone_at": upcoming[1].at if upcoming else None,
        "at": case.at,
    }


def _keep_clocks(session: Session, followed: Sequence[FollowedCase]) -> None:
    carried = [(case.case_number, clock) for case in followed for clock in case.clocks if clock.open]
    rows = [_clock_values(number, clock) for number, clock in carried]
    moved = session.execute(_MOVE_CLOCKS, {"rows": to_json(rows).decode()})
    ordinals = {(row.case_number, row.kind): row.ordinal for row in moved}
    cases.keep_stretches(session, _stretches(carried, ordinals))


def _clock_values(case_number: str, clock: RunningClock) -> dict[str, Any]:
    return {
        "case_number": case_number,
        "kind": clock.kind,
        "due_at": clock.due_at,
        "legal_due_at": clock.legal_due_at,
        "milestones": cases.milestone_values(clock),
        "calendar_version": clock.calendar_version,
        "as_carried": clock,
    }


def _stretches(
    carried: Iterable[tuple[str, RunningClock]], ordinals: dict[tuple[str, str], int]
) -> list[dict[str, Any]]:
    """Rows of the stretches of clocks that were ever planned anew; of the others none began."""
    return [
        cases.stretch_values(number, clock.kind, ordinals[number, clock.kind], sequence, stretch)
        for number, clock in carried
        if clock.changes
        for sequence, stretch in enumerate(intervals_of(clock), 1)
    ]
