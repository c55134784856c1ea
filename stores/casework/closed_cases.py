"""What happens to a case after it closed: its workflow is gone, so nobody else writes its record."""

from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.case import Case
from models.case_event import CaseEvent as EventRow
from rules.cases import CaseEvent, Detail
from rules.roles import SYSTEM
from stores.casework import case_events


def record(session: Session, case_number: str, kind: str, detail: Detail, at: datetime) -> bool:
    """Append an event to a closed case and escalate it; False where the same is on record already."""
    held = select(col(Case.state_version), col(Case.stage)).where(col(Case.case_number) == case_number)
    row = session.execute(held.with_for_update()).one()
    if _stands(session, case_number, kind, detail):
        return False
    event = CaseEvent(
        sequence=row.state_version + 1,
        kind=kind,
        at=at,
        actor=SYSTEM.reference,
        role=SYSTEM.roles[0],
        from_stage=row.stage,
        to_stage=row.stage,
        detail=detail,
    )
    case_events.append(session, case_number, (event,))
    values = {"state_version": event.sequence, "escalated": True, "updated_at": at}
    session.execute(update(Case).where(col(Case.case_number) == case_number).values(values))
    return True


def _stands(session: Session, case_number: str, kind: str, detail: Detail) -> bool:
    same = select(col(EventRow.sequence)).where(
        col(EventRow.case_number) == case_number,
        col(EventRow.kind) == kind,
        col(EventRow.detail) == detail,
    )
    return session.execute(same.limit(1)).first() is not None
