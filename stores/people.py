"""Names of members of staff, by how cases name them."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from models.staff import Staff
from stores.house import reference


def names_of(session: Session, references: Iterable[str]) -> dict[str, str]:
    """The name behind each reference; one that nobody has is its own name."""
    wanted = set(references)
    ids = [UUID(each.partition(":")[2]) for each in wanted if each.startswith("staff:")]
    found = session.exec(select(Staff.id, Staff.name).where(col(Staff.id).in_(ids)))
    return {each: each for each in wanted} | {reference(staff_id): name for staff_id, name in found}
