"""What a case that follows its calendar writes: new instants and one event a clock, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

from rules.cases import CaseEvent
from rules.clocks import RunningClock
from rules.notices import Notice
from stores import case_events, cases, notices


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedCase:
    """A case after it followed; ``state_version`` counts its events, the new ones included."""

    case_number: str
    state_version: int
    calendar_version: str
    clocks: tuple[RunningClock, ...]
    due_at: datetime | None
    legal_due_at: datetime | None
    next_milestone_at: datetime | None
    at: datetime


_MOVE = text(
    """
    UPDATE cases SET state_version = :state_version, calendar_version = :calendar_version, due_at = :due_at,
        legal_due_at = :legal_due_at, next_milestone_at = :next_milestone_at, updated_at = :at
    WHERE case_number = :case_number AND state_version <= :state_version RETURNING case_number
    """
)
_HOLD = text("SELECT FROM cases WHERE case_number = :case_number FOR UPDATE")


def keep(session: Session, case: FollowedCase, events: Sequence[CaseEvent], told: Sequence[Notice]) -> None:
    """Write it unless a newer state stands; events and notices that are there are not written again."""
    values = {name: getattr(case, name) for name in FollowedCase.__slots__ if name != "clocks"}
    if session.execute(_MOVE, values).first():
        cases.keep_clocks(session, case.case_number, case.clocks)
        cases.keep_intervals(session, case.case_number, case.clocks)
    else:
        session.execute(_HOLD, {"case_number": case.case_number})
    case_events.append(session, case.case_number, events)
    notices.keep(session, case.case_number, told)
