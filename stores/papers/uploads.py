"""Files that were sent in, before and after they belong to a case."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, update
from sqlmodel import Session, col, select

from models.unfinished_upload import UnfinishedUpload
from models.upload import Upload

MOST_OF_A_CASE = 200
"""Files."""
MOST_WAITING = 400
"""Files that one sender handed in within a day and gave to no case."""
GIVEN_UP_AFTER = timedelta(hours=48)
"""Of a file that nobody finished."""


class UploadTakenError(Exception):
    """A file already belongs to another case."""


class TooManyUploadsError(Exception):
    """The case would hold more files than one may."""


def begin(session: Session, file: UnfinishedUpload) -> None:
    """Remember a file before the object store holds any of it: by this row, what breaks off is swept."""
    session.add(file)
    session.flush()


def unfinished(session: Session, upload_id: UUID, principal: str) -> UnfinishedUpload | None:
    """A file of that sender that is on its way."""
    row = session.get(UnfinishedUpload, upload_id)
    return row if row and row.principal == principal else None


def forget(session: Session, upload_id: UUID) -> None:
    """Forget a file on its way: it was refused or given up, and the object store holds none of it."""
    session.execute(delete(UnfinishedUpload).where(col(UnfinishedUpload.id) == upload_id))


def given_up(session: Session, at: datetime, most: int = 5) -> Sequence[UnfinishedUpload]:
    """Files that nobody finished in time, the oldest first."""
    old = select(UnfinishedUpload).where(UnfinishedUpload.begun_at < at - GIVEN_UP_AFTER)
    return session.exec(old.order_by(col(UnfinishedUpload.begun_at)).limit(most)).all()


def waiting(session: Session, principal: str, at: datetime) -> int:
    """How many files a sender handed in or began within a day that belong to no case."""
    since = at - timedelta(days=1)
    kept = select(func.count()).where(
        Upload.principal == principal, col(Upload.case_number).is_(None), Upload.uploaded_at > since
    )
    begun = select(func.count()).where(
        UnfinishedUpload.principal == principal, UnfinishedUpload.begun_at > since
    )
    return session.exec(kept).one() + session.exec(begun).one()


def keep(session: Session, upload: Upload) -> None:
    """Remember a file that the object store holds; it is not on its way any more."""
    forget(session, upload.id)
    session.add(upload)
    session.flush()


def find(session: Session, upload_ids: Sequence[UUID]) -> dict[UUID, Upload]:
    """The uploads that exist, by their id."""
    rows = session.exec(select(Upload).where(col(Upload.id).in_(upload_ids)))
    return {row.id: row for row in rows}


def attach(session: Session, upload_ids: Sequence[UUID], case_number: str) -> None:
    """Give files to a case; to give them to the same case again is fine.

    Raises UploadTakenError where one of them belongs to another case, TooManyUploadsError where they do not
    all fit into this one.
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
    held = session.exec(select(func.count()).where(Upload.case_number == case_number)).one()
    if held > MOST_OF_A_CASE:
        raise TooManyUploadsError(f"{case_number} would hold {held} files; {MOST_OF_A_CASE} are the most")
