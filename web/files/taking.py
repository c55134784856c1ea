"""A file from outside: judged in a confined process, scanned, kept with its pages; or refused, on record."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from intake.file_types import FileType
from intake.verdict import Inspected, Refusal, RefusedFileError
from letters.text import refused_character
from models.columns import new_id
from models.unfinished_upload import UnfinishedUpload
from models.upload import Upload
from rules.permissions import Action
from rules.retention import KEPT_YEARS, years_after
from rules.vocabulary import DocumentKind, DocumentSource, PrincipalKind, ScanStatus
from stores.papers import pages, uploads
from stores.trust import access_log
from web.access import Caller
from web.backend import Backend
from web.files.refused import MAX_BYTES, FileRefusedError

log = structlog.get_logger()

_NAME_LENGTH = 200
_SOURCES = {
    PrincipalKind.GUARDIAN: DocumentSource.GUARDIAN,
    PrincipalKind.HOSPITAL: DocumentSource.HOSPITAL,
    PrincipalKind.STAFF: DocumentSource.STAFF,
    PrincipalKind.SYSTEM: DocumentSource.SYSTEM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What a sender says of a file before it is here."""

    kind: DocumentKind
    name: str | None
    size_bytes: int
    sha256: str | None = None
    upload_id: UUID = field(default_factory=new_id)


def take(
    backend: Backend,
    caller: Caller,
    kind: DocumentKind,
    name: str | None,
    data: bytes,
    *,
    upload_id: UUID | None = None,
) -> Upload:
    """The upload that a whole file becomes, of that id if one is given; FileRefusedError, on record."""
    announced = Announced(kind=kind, name=name, size_bytes=max(1, len(data)), upload_id=upload_id or new_id())
    found, scanned = _judged(backend, caller, data)
    row = begin(backend, caller, announced, "")
    backend.blobs.put_new(row.object_key, data, found.file_type.media_type)
    return _keep(backend, row, data, found, scanned)


def begin(backend: Backend, caller: Caller, file: Announced, store_reference: str) -> UnfinishedUpload:
    """Remember a file before the object store holds it; FileRefusedError for one too many or too large."""
    at = backend.clock.now()
    row = UnfinishedUpload(
        id=file.upload_id,
        principal=caller.reference,
        kind=file.kind,
        source=_SOURCES[caller.principal.kind],
        filename=_filename(file.name),
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        object_key=object_key(backend, file.upload_id),
        store_reference=store_reference,
        begun_at=at,
    )
    with backend.session() as session:
        if uploads.waiting(session, caller.reference, at) < uploads.MOST_WAITING:
            uploads.begin(session, row)
            return row
    raise refused(backend, caller, RefusedFileError(Refusal.TOO_MANY_FILES))


def object_key(backend: Backend, upload_id: UUID) -> str:
    """Where a file of this month is kept."""
    return f"uploads/{backend.clock.now():%Y/%m}/{upload_id}"


def finish(backend: Backend, caller: Caller, row: UnfinishedUpload, data: bytes) -> Upload:
    """The upload that a file becomes which the object store holds; FileRefusedError."""
    if len(data) != row.size_bytes or (row.sha256 and row.sha256 != hashlib.sha256(data).hexdigest()):
        raise refused(backend, caller, RefusedFileError(Refusal.CHANGED))
    found, scanned = _judged(backend, caller, data)
    return _keep(backend, row, data, found, scanned)


def refused(backend: Backend, caller: Caller, why: RefusedFileError) -> FileRefusedError:
    """What the sender is told, after it is on record."""
    log.info("file refused", refusal=why.refusal.value, because=why.because)
    with backend.session() as session:
        access_log.write(
            session,
            caller.actor,
            Action.UPLOAD,
            subject=f"refused:{why.refusal}",
            allowed=False,
            request_id=caller.request_id,
        )
    return FileRefusedError(why.refusal)


def _judged(backend: Backend, caller: Caller, data: bytes) -> tuple[Inspected, ScanStatus]:
    try:
        if len(data) > MAX_BYTES:
            raise RefusedFileError(Refusal.TOO_LARGE)
        found = backend.cells.inspect(data)
        scanned = backend.scanner.scan(data)
        if scanned is ScanStatus.INFECTED:
            raise RefusedFileError(Refusal.INFECTED)
    except RefusedFileError as why:
        raise refused(backend, caller, why) from None
    return found, scanned


def _keep(
    backend: Backend, row: UnfinishedUpload, data: bytes, found: Inspected, scanned: ScanStatus
) -> Upload:
    at = backend.clock.now()
    upload = _upload(row, data, found.file_type, scanned, at)
    until = years_after(at.date(), KEPT_YEARS)
    backend.blobs.lock(row.object_key, datetime.combine(until, at.timetz()))
    if found.first_page:
        pages.keep_picture(backend.blobs, pages.key(upload.id, 1), found.first_page)
    try:
        with backend.session() as session:
            uploads.keep(session, upload)
            pages.keep(session, upload.id, found.texts)
    except IntegrityError:
        # The same file was finished beside us: what is kept is this very file.
        with backend.session() as session:
            return kept(session, row.id)
    return upload


def kept(session: Session, upload_id: UUID) -> Upload:
    """The upload of that id, which is there."""
    return uploads.find(session, [upload_id])[upload_id]


def _upload(row: UnfinishedUpload, data: bytes, found: FileType, scanned: ScanStatus, at: datetime) -> Upload:
    return Upload(
        id=row.id,
        principal=row.principal,
        kind=DocumentKind(row.kind),
        object_key=row.object_key,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        media_type=found.media_type,
        filename=row.filename or f"file.{found.extension}",
        source=DocumentSource(row.source),
        uploaded_at=at,
        scan_status=scanned,
    )


def _filename(given: str | None) -> str:
    """The sender's name for the file, without folders and invisible characters; empty where none is left."""
    name = PurePath((given or "").replace("\\", "/")).name
    clean = "".join(letter for letter in unicodedata.normalize("NFC", name) if not refused_character(letter))
    label = clean.replace("\n", " ").strip()[-_NAME_LENGTH:]
    return label if label.strip(".") else ""
