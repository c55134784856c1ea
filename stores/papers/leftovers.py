"""What a killed process left in the object store: files on their way, and mails of which no row tells."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.case_mail import CaseMail
from models.unfinished_upload import UnfinishedUpload
from stores.papers import pages
from stores.papers.blobs import Blobs
from stores.papers.file_parts import FileParts

MAILS = "mail/"


def drop(blobs: Blobs, file: UnfinishedUpload) -> None:
    """Delete all that is kept of a file on its way: parts, whole, and the picture of its first page.

    Its row goes afterwards: a row that is left is swept, an object without one would never be.
    """
    if file.store_reference:
        FileParts(blobs, file.object_key, file.store_reference).give_up()
    blobs.delete(file.object_key)
    blobs.delete(pages.key(file.id, 1))


def forgotten_mails(session: Session, blobs: Blobs, before: datetime) -> list[str]:
    """Keys of mails that came before then and of which no row tells: whoever sent them heard no yes."""
    old = blobs.keys_in(MAILS, before)
    known = set(session.exec(select(CaseMail.object_key).where(col(CaseMail.object_key).in_(old))))
    return [key for key in old if key not in known]
