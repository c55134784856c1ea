"""Names of members of staff, by how cases name them."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from models.staff import Staff
from stores.house import reference


def _staff_id(reference: str) -> UUID | None:
    """The id in ``staff:<id>``; None for other people, and for a name that stands where the id should."""
    kind, _, name = reference.partition(":")
    try:
        return UUID(name) if kind == "staff" else None
    except ValueError:
        return None


def names_of(session: Session, references: Iterable[str]) -> dict[str, str]:
    """The name behind each reference; one that nobody has is its own name."""
    wanted = set(references)
    ids = [staff_id for each in wanted if (staff_id := _staff_id(each))]
    found = session.exec(select(Staff.id, Staff.name).where(col(Staff.id).in_(ids)))
    return {each: each for each in wanted} | {reference(staff_id): name for staff_id, name in found}
