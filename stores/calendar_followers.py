"""Open cases that were planned by another calendar version than the one in force for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlmodel import Session

_BEHIND = text(
    """
    WITH in_force AS (
        SELECT DISTINCT ON (calendar) calendar, version FROM calendar_publication
        ORDER BY calendar, id DESC
    ), followed AS (
        SELECT cases.case_number, cases.calendar_version AS held,
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
    SELECT case_number, held, wanted, count(*) OVER () AS total FROM followed
    WHERE held IS DISTINCT FROM wanted ORDER BY case_number LIMIT :limit
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


@dataclass(frozen=True, slots=True)
class Behind:
    """An open case, the version that it was planned by (None before its first clock), and the one wanted."""

    case_number: str
    held: str | None
    wanted: str


@dataclass(frozen=True, slots=True)
class Touched:
    """How many open clocks run over a day that changes, and on how many cases."""

    cases: int
    clocks: int


def page_behind(session: Session, after: str, limit: int) -> list[Behind]:
    """Cases that have yet to follow, by number after that one."""
    rows = session.execute(_BEHIND, {"after": after, "limit": limit})
    return [Behind(row.case_number, row.held, row.wanted) for row in rows]


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
