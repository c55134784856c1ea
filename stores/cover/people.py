"""Names of members of staff, by how cases name them."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, or_, select

from models.staff import Staff
from stores.clocks.house import reference


def row_id(name: str) -> UUID | None:
    """The id that a reference ends with; None for an account or a key that programs name instead."""
    try:
        return UUID(name)
    except ValueError:
        return None


def names_of(session: Session, references: Iterable[str]) -> dict[str, str]:
    """The name behind each reference; one that nobody has is its own name."""
    wanted = set(references)
    named = [name for kind, _, name in (each.partition(":") for each in wanted) if kind == "staff"]
    ids = [staff_id for name in named if (staff_id := row_id(name))]
    known = {each: each for each in wanted}
    if not named:
        return known
    people = select(Staff.id, Staff.account, Staff.name)
    for found, account, name in session.exec(
        people.where(or_(col(Staff.id).in_(ids), col(Staff.account).in_(named)))
    ):
        known |= {each: name for each in (reference(found), f"staff:{account}") if each in wanted}
    return known
