"""Words hung on cases to find them again."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete

from models.case_tag import CaseTag


def hang(session: Session, case_number: str, tag: str, by: str, at: datetime) -> bool:
    """Hang the word on the case; False where it hangs there already."""
    row = insert(CaseTag).values(case_number=case_number, tag=tag, tagged_by=by, tagged_at=at)
    made = session.execute(row.on_conflict_do_nothing().returning(col(CaseTag.tag)))
    return made.first() is not None


def take_off(session: Session, case_number: str, tag: str) -> None:
    """Take the word off the case."""
    session.exec(delete(CaseTag).where(col(CaseTag.case_number) == case_number, col(CaseTag.tag) == tag))
