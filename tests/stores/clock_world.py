"""Cases with clocks as rows, at Monday 23 November 2026, noon in Shanghai."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from models import Case, Clock, Staff
from rules.catalogue.calendars import shipped_edition
from rules.clock_state import stands_still_since
from rules.deadlines import ClockKind
from rules.vocabulary import ClockState
from stores.clocks import calendars
from stores.clocks.live_clocks import running_clock
from tests.builders import NOON, a_case


def publish_calendar(session: Session) -> str:
    """The shipped calendar in force; its version."""
    calendars.publish(session, shipped_edition(), at=NOON, by="system:test")
    session.flush()
    return calendars.current_version(session)


def a_person(session: Session, account: str, team: str | None = "理算一组") -> str:
    """A member of staff; the reference."""
    staff = Staff(account=account, name=f"{account}先生", team=team)
    session.add(staff)
    session.flush()
    return f"staff:{staff.id}"


def a_clock(session: Session, case: Case, due_at: datetime, **changes: Any) -> Clock:
    """A decision clock of five days that runs on the case."""
    usual: dict[str, Any] = {
        "case_number": case.case_number,
        "kind": ClockKind.PREAUTH_DECISION,
        "started_at": due_at - timedelta(days=7),
        "due_at": due_at,
        "state": ClockState.RUNNING,
        "calendar_version": calendars.current_version(session),
        "assignee": case.assignee,
    }
    clock = Clock(**usual | changes)
    clock.held_since = stands_still_since(running_clock(clock))
    session.add(clock)
    session.flush()
    return clock


def an_open_case(session: Session, due_at: datetime | None = None, **changes: Any) -> Case:
    """A case in review, with a decision clock where a due is given."""
    case = a_case(session, stage="IN_REVIEW", **changes)
    if due_at is not None:
        a_clock(session, case, due_at)
    return case


def paused_since(from_at: datetime, asked_of: str = "HOSPITAL", question_id: str = "Q1") -> dict[str, Any]:
    """Columns of a clock that waits for an answer."""
    return {"state": ClockState.PAUSED, "intervals": [a_pause(from_at, None, asked_of, question_id)]}


def a_pause(
    from_at: datetime, to_at: datetime | None, asked_of: str = "HOSPITAL", question_id: str = "Q1"
) -> dict[str, Any]:
    """A pause as it is kept."""
    return {
        "question_id": question_id,
        "from_at": from_at.isoformat(),
        "to_at": to_at.isoformat() if to_at else None,
        "asked_of": asked_of,
    }


def ended(state: ClockState, at: datetime) -> dict[str, Any]:
    """Columns of a clock that ended."""
    return {"state": state, "stopped_at": at}
