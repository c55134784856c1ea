"""Who works here on a day, who is away, and how much each has to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from models.case import Case
from models.staff import Staff
from models.staff_role import StaffRole
from rules.house import Colleague, House
from rules.roles import Role
from stores.trust import works_for

_AWAY = text(
    """
    SELECT DISTINCT ON (staff_id) staff_id, substitute_id FROM absence
    WHERE cancelled_at IS NULL AND from_on <= :on AND until_on >= :on
    ORDER BY staff_id, set_at DESC
    """
)


def reference(staff_id: UUID) -> str:
    """How cases name a member of staff."""
    return f"staff:{staff_id}"


@dataclass(frozen=True, slots=True)
class _Loads:
    by_person: Mapping[str, int]

    @classmethod
    def read(cls, session: Session) -> "_Loads":
        query = select(Case.assignee, func.count()).where(col(Case.closed_at).is_(None))
        counted = session.exec(query.where(col(Case.assignee).is_not(None)).group_by(col(Case.assignee)))
        return cls({person: count for person, count in counted if person})


def house_on(session: Session, on: date, of_case: str = "") -> House:
    """The staff on a China day; the newest absence of a person holds.

    With the number of a case only those who see it: an insurer's own people do nothing for another one.
    """
    loads = _Loads.read(session).by_person
    roles: dict[UUID, list[Role]] = {}
    for held in session.exec(select(StaffRole).order_by(StaffRole.role)):
        roles.setdefault(held.staff_id, []).append(held.role)
    here = select(Staff).where((col(Staff.left_on).is_(None)) | (col(Staff.left_on) > on))
    hidden = works_for.not_for_case(session, of_case) if of_case else frozenset()
    people = [person for person in session.exec(here) if person.id not in hidden]
    away = {
        reference(row.staff_id): reference(row.substitute_id) if row.substitute_id else ""
        for row in session.execute(_AWAY, {"on": on})
    }
    return House(
        colleagues=tuple(
            Colleague(
                reference=reference(person.id),
                roles=tuple(roles.get(person.id, ())),
                team=person.team or "",
                load=loads.get(reference(person.id), 0),
                always=person.on_call,
            )
            for person in people
        ),
        away=away,
    )
