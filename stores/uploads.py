"""Files that were sent in, before and after they belong to a case."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from models.upload import Upload


class UploadTakenError(Exception):
    """A file already belongs to another case."""


def keep(session: Session, upload: Upload) -> None:
    """Remember a file that the object store holds."""
    session.add(upload)
    session.flush()


def find(session: Session, upload_ids: Sequence[UUID]) -> dict[UUID, Upload]:
    """The uploads that exist, by their id."""
    rows = session.exec(select(Upload).where(col(Upload.id).in_(upload_ids)))
    return {row.id: row for row in rows}


def attach(session: Session, upload_ids: Sequence[UUID], case_number: str) -> None:
    """Give files to a case; to give them to the same case again is fine.

    Raises UploadTakenError where one of them belongs to another case.
    """
    wanted = set(upload_ids)
    given = session.execute(
        update(Upload)
        .where(
            col(Upload.id).in_(wanted),
            or_(col(Upload.case_number).is_(None), col(Upload.case_number) == case_number),
        )
        .values(case_number=case_number)
        .returning(col(Upload.id))
    )
    taken = wanted - set(given.scalars())
    if taken:
        raise UploadTakenError(f"{', '.join(map(str, sorted(taken)))} already belongs to another case")
