"""Drafts of forms: kept for their writer alone, until they are sent or thrown away."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from models.case_draft import CaseDraft


def keep(
    session: Session,
    person: str,
    case_number: str,
    action: str,
    fields: Mapping[str, Sequence[str]],
    seen_version: int,
    at: datetime,
) -> None:
    """Keep what was entered in the place of what was kept before."""
    said = {"seen_version": seen_version, "fields": dict(fields), "saved_at": at}
    row = insert(CaseDraft).values(person=person, case_number=case_number, action=action, **said)
    # Two tabs of one person: the newer entry stands.
    session.execute(
        row.on_conflict_do_update(
            index_elements=[col(CaseDraft.person), col(CaseDraft.case_number), col(CaseDraft.action)],
            set_=said,
            where=col(CaseDraft.saved_at) <= at,
        )
    )


def read(session: Session, person: str, case_number: str, action: str) -> CaseDraft | None:
    """What the person entered last, if it was not sent."""
    return session.get(CaseDraft, (person, case_number, action))


def of_case(session: Session, person: str, case_number: str) -> Sequence[str]:
    """Acts of the case for which the person has a draft."""
    query = select(CaseDraft.action).where(CaseDraft.person == person, CaseDraft.case_number == case_number)
    return session.exec(query).all()


def drop(session: Session, person: str, case_number: str, action: str) -> None:
    """Throw the draft away; nothing where there is none."""
    session.exec(
        delete(CaseDraft).where(
            col(CaseDraft.person) == person,
            col(CaseDraft.case_number) == case_number,
            col(CaseDraft.action) == action,
        )
    )
