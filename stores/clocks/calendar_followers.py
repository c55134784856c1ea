"""Open cases that were planned by another calendar version than the one in force for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlmodel import Session

from rules.case_plan import StandingCase
from rules.clocks import RunningClock

_CLOCKS = TypeAdapter(tuple[RunningClock, ...])

_BEHIND = text(
    """
    WITH in_force AS (
        SELECT DISTINCT ON (calendar) calendar, version FROM calendar_publication
        ORDER BY calendar, id DESC
    ), followed AS (
        SELECT cases.case_number, cases.calendar_version AS held, cases.stage, cases.state_version,
            COALESCE(cases.assignee, '') AS assignee, cases.clock_offset_seconds,
            own.version AS own, standard.version AS standard,
            own.version
            || CASE WHEN own.calendar = 'STANDARD' THEN '' ELSE '+' || standard.version END AS wanted
        FROM cases
        LEFT JOIN policy ON policy.id = cases.policy_id
        LEFT JOIN calendar_use AS insurer
            ON insurer.user_kind = 'INSURER' AND insurer.subject = policy.insurer_code
        LEFT JOIN staff ON cases.assignee = 'staff:' || staff.id
        LEFT JOIN calendar_use AS team ON team.user_kind = 'TEAM' AND team.subject = staff.team
        JOIN in_force AS own ON own.calendar = COALESCE(team.calendar, insurer.calendar, 'STANDARD')
        JOIN in_force AS standard ON standard.calendar = 'STANDARD'
        WHERE cases.closed_at IS NULL AND cases.case_number > :after
    )
    SELECT *, count(*) OVER () AS total FROM followed
    WHERE held IS DISTINCT FROM wanted ORDER BY case_number LIMIT :limit
    """
)
_OPEN_CLOCKS = text(
    """
    SELECT case_number, jsonb_agg(as_carried ORDER BY kind) AS clocks FROM clock
    WHERE case_number = ANY(:numbers) AND stopped_at IS NULL GROUP BY case_number
    """
)
_HELD = text(
    "SELECT case_number, calendar_version FROM cases WHERE case_number = ANY(:numbers) AND closed_at IS NULL"
)
_TOUCHED = text(
    """
    SELECT count(DISTINCT case_number) AS cases, count(*) AS clocks FROM (
        SELECT clock.case_number FROM clock JOIN cases USING (case_number)
        LEFT JOIN policy ON policy.id = cases.policy_id
        LEFT JOIN calendar_use AS insurer
            ON insurer.user_kind = 'INSURER' AND insurer.subject = policy.insurer_code
        LEFT JOIN staff ON cases.assignee = 'staff:' || staff.id
        LEFT JOIN calendar_use AS team ON team.user_kind = 'TEAM' AND team.subject = staff.team
        WHERE cases.closed_at IS NULL AND clock.state IN ('RUNNING', 'PAUSED')
            AND COALESCE(team.calendar, insurer.calendar, 'STANDARD') = :calendar
            AND (clock.started_at AT TIME ZONE 'Asia/Shanghai')::date <= :last
            AND (clock.state = 'PAUSED' OR :first <= (GREATEST(
                clock.due_at, clock.legal_due_at, cases.planned_on::timestamp AT TIME ZONE 'Asia/Shanghai'
            ) AT TIME ZONE 'Asia/Shanghai')::date)
    ) AS touched
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """An open case as its rows stand, planned by the version ``held`` (None before its first clock).

    ``wanted`` is what it should be planned by: the version of its ``own`` calendar, and the standard one.
    """

    case_number: str
    held: str | None
    wanted: str
    own: str
    standard: str
    stage: str
    assignee: str
    event_count: int
    clock_offset_seconds: int

    def standing(self, clocks: tuple[RunningClock, ...], now: datetime) -> StandingCase:
        """The case with its open clocks; ``now`` is the wall clock."""
        return StandingCase(
            case_number=self.case_number,
            stage=self.stage,
            assignee=self.assignee,
            event_count=self.event_count,
            clocks=clocks,
            at=now + timedelta(seconds=self.clock_offset_seconds),
        )


@dataclass(frozen=True, slots=True)
class Touched:
    """How many open clocks run over a day that changes, and on how many cases."""

    cases: int
    clocks: int


def page_behind(session: Session, after: str, limit: int) -> list[Behind]:
    """Cases that have yet to follow, by number after that one."""
    rows = session.execute(_BEHIND, {"after": after, "limit": limit})
    return [
        Behind(
            case_number=row.case_number,
            held=row.held,
            wanted=row.wanted,
            own=row.own,
            standard=row.standard,
            stage=row.stage,
            assignee=row.assignee,
            event_count=row.state_version,
            clock_offset_seconds=row.clock_offset_seconds,
        )
        for row in rows
    ]


def open_clocks(session: Session, numbers: Sequence[str]) -> dict[str, tuple[RunningClock, ...]]:
    """The clocks of these cases that have not ended, as the cases carry them."""
    rows = session.execute(_OPEN_CLOCKS, {"numbers": list(numbers)})
    return {row.case_number: _CLOCKS.validate_python(row.clocks) for row in rows}


def count_behind(session: Session) -> int:
    """How many open cases have yet to follow."""
    first = session.execute(_BEHIND, {"after": "", "limit": 1}).first()
    return int(first.total) if first else 0


def versions_held(session: Session, numbers: Sequence[str]) -> dict[str, str | None]:
    """By which version these cases are planned now; closed ones are left out."""
    rows = session.execute(_HELD, {"numbers": list(numbers)})
    return {row.case_number: row.calendar_version for row in rows}


def touched(session: Session, calendar: str, span: tuple[date, date] | None) -> Touched:
    """What a change of these days can move; a paused clock may still run over any later day."""
    if span is None:
        return Touched(0, 0)
    first, last = span
    found = session.execute(_TOUCHED, {"calendar": calendar, "first": first, "last": last}).one()
    return Touched(found.cases, found.clocks)
