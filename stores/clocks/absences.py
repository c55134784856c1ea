"""Who is away, and who stands in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.absence import Absence
from models.case import Case
from models.columns import new_id
from stores.clocks.house import reference


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceWish:
    """Somebody is away from one day to another, both inclusive; ``key`` is the request that says so."""

    staff_id: UUID
    from_on: date
    until_on: date
    substitute_id: UUID | None
    key: str


def put(session: Session, wish: AbsenceWish, *, by: str, at: datetime) -> Absence:
    """Keep an absence; the same key again finds the first."""
    values = {
        "staff_id": wish.staff_id,
        "from_on": wish.from_on,
        "until_on": wish.until_on,
        "substitute_id": wish.substitute_id,
        "set_by": by,
        "set_at": at,
        "key": wish.key,
    }
    session.execute(insert(Absence).values(id=new_id(), **values).on_conflict_do_nothing())
    return session.exec(select(Absence).where(Absence.set_by == by, Absence.key == wish.key)).one()


def find(session: Session, absence_id: UUID) -> Absence | None:
    """An absence by its id."""
    return session.get(Absence, absence_id)


def upcoming(session: Session, on: date) -> list[Absence]:
    """Absences that have not ended on a day, the next first."""
    query = select(Absence).where(col(Absence.cancelled_at).is_(None), col(Absence.until_on) >= on)
    return list(session.exec(query.order_by(col(Absence.from_on), col(Absence.id))))


def cancel(session: Session, row: Absence, *, by: str, at: datetime) -> None:
    """Take an absence back, once."""
    if row.cancelled_at is None:
        row.cancelled_at, row.cancelled_by = at, by
        session.flush()


def holds(session: Session, absence_id: UUID) -> bool:
    """Whether an absence was not taken back."""
    row = session.get(Absence, absence_id)
    return row is not None and row.cancelled_at is None


def open_cases_of(session: Session, staff_id: UUID, after: str, limit: int) -> list[str]:
    """Numbers of the open cases of a person, in order, after one."""
    query = select(Case.case_number).where(
        Case.assignee == reference(staff_id), col(Case.closed_at).is_(None), Case.case_number > after
    )
    return list(session.exec(query.order_by(Case.case_number).limit(limit)))
