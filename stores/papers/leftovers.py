"""What nobody goes on with: files on their way, files that reached no case, mails of which no row tells."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, cast, exists
from sqlmodel import Session, col, select

from models.case_draft import CaseDraft
from models.case_mail import CaseMail
from models.document import Document
from models.request_draft import RequestDraft
from models.unfinished_upload import UnfinishedUpload
from models.upload import Upload
from models.upload_page import UploadPage
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


def unclaimed(session: Session, before: datetime, most: int) -> Sequence[Upload]:
    """Files that came before then and that neither a case nor a draft names, held by this transaction.

    Whoever gives one of them to a case just now waits, and is then told to send it again.
    """
    in_a_case = exists().where(col(Document.id) == col(Upload.id))
    in_a_draft = exists().where(cast(col(CaseDraft.fields), Text).contains(cast(col(Upload.id), Text)))
    in_a_request = exists().where(cast(col(RequestDraft.fields), Text).contains(cast(col(Upload.id), Text)))
    query = select(Upload).where(
        col(Upload.case_number).is_(None),
        Upload.uploaded_at < before,
        ~in_a_case,
        ~in_a_draft,
        ~in_a_request,
    )
    return session.exec(
        query.order_by(col(Upload.uploaded_at)).limit(most).with_for_update(skip_locked=True)
    ).all()


def erase(session: Session, blobs: Blobs, file: Upload) -> None:
    """Erase a file that no case names: its pictures and the file itself, and its rows last."""
    of_it = select(UploadPage.object_key).where(UploadPage.upload_id == file.id)
    for key in (*session.exec(of_it), file.object_key):
        blobs.delete(key)
    session.delete(file)


def forgotten_mails(session: Session, blobs: Blobs, before: datetime) -> list[str]:
    """Keys of mails that came before then and of which no row tells: whoever sent them heard no yes."""
    old = blobs.keys_in(MAILS, before)
    known = set(session.exec(select(CaseMail.object_key).where(col(CaseMail.object_key).in_(old))))
    return [key for key in old if key not in known]
