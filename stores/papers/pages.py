"""The pages of files that were sent in: what they say, and their pictures."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.upload_page import UploadPage
from stores.papers.blobs import BlobConflictError, BlobMissingError, Blobs

MOST = 500
"""Pages of one file."""

Draw = Callable[[bytes, int], bytes | None]
"""Draws a page, from 1, of a file: `intake.cells.Cells.draw`."""


def keep(session: Session, upload_id: UUID, texts: Sequence[str]) -> None:
    """Remember the pages of a file, in their order, with what each says."""
    session.add_all(
        UploadPage(upload_id=upload_id, number=number, body=body, object_key=key(upload_id, number))
        for number, body in enumerate(texts, start=1)
    )
    session.flush()


def texts(session: Session, upload_id: UUID) -> Sequence[str]:
    """What each page says by itself, in their order; empty strings for photographs."""
    query = select(UploadPage.body).where(UploadPage.upload_id == upload_id)
    return session.exec(query.order_by(col(UploadPage.number))).all()


def counts(session: Session, upload_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many pages each of the files has; those without any are left out."""
    counted = (
        select(UploadPage.upload_id, func.count())
        .where(col(UploadPage.upload_id).in_(upload_ids))
        .group_by(col(UploadPage.upload_id))
    )
    return dict(session.exec(counted).all())


def find(session: Session, upload_id: UUID, number: int) -> UploadPage | None:
    """A page, from 1."""
    return session.get(UploadPage, (upload_id, number))


def key(upload_id: UUID, number: int) -> str:
    """Where the picture of a page is kept."""
    return f"pages/{upload_id}/{number}"


def keep_picture(blobs: Blobs, page_key: str, drawn: bytes) -> bytes:
    """Keep the picture of a page, and say which one is kept: the first that was drawn."""
    try:
        blobs.put_new(page_key, drawn, media_type(drawn))
    except BlobConflictError:
        return blobs.get(page_key)
    return drawn


def picture(blobs: Blobs, page: UploadPage, original_key: str, draw: Draw) -> bytes | None:
    """The picture of a page: as kept, else drawn now and kept; None for a file that has no look (XML).

    What ``draw`` raises of a file that is not taken passes through.
    """
    try:
        return blobs.get(page.object_key)
    except BlobMissingError:
        drawn = draw(blobs.get(original_key), page.number)
    return keep_picture(blobs, page.object_key, drawn) if drawn else None


def media_type(drawn: bytes) -> str:
    """What a picture of a page is: photographs are JPEG, all others PNG."""
    return "image/jpeg" if drawn.startswith(b"\xff\xd8\xff") else "image/png"
