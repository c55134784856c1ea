"""A file from outside: judged in a confined process, scanned, kept with its pages; or refused, on record."""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

import structlog

from intake.file_types import FileType
from intake.verdict import Inspected, Refusal, RefusedFileError
from letters.text import refused_character
from models.upload import Upload
from rules.permissions import Action
from rules.vocabulary import DocumentKind, DocumentSource, PrincipalKind, ScanStatus
from stores import access_log, pages, uploads
from web.access import Caller
from web.backend import Backend
from web.files.refused import MAX_BYTES, FileRefusedError

log = structlog.get_logger()

_NAME_LENGTH = 200
SOURCES = {
    PrincipalKind.GUARDIAN: DocumentSource.GUARDIAN,
    PrincipalKind.HOSPITAL: DocumentSource.HOSPITAL,
    PrincipalKind.STAFF: DocumentSource.STAFF,
    PrincipalKind.SYSTEM: DocumentSource.SYSTEM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as it came in. ``object_key`` says where the object store has it already, if it does."""

    upload_id: UUID
    kind: DocumentKind
    data: bytes
    name: str | None
    object_key: str = ""


def take(backend: Backend, caller: Caller, file: SentFile) -> Upload:
    """The upload of this person that the file became; FileRefusedError, with the refusal on record."""
    try:
        found, scanned = _judged(backend, file.data)
    except RefusedFileError as refused:
        _note(backend, caller, refused)
        raise FileRefusedError(refused.refusal) from None
    upload = _upload(backend, caller, file, found.file_type, scanned)
    if not file.object_key:
        backend.blobs.put_new(upload.object_key, file.data, upload.media_type)
    if found.first_page:
        pages.keep_picture(backend.blobs, pages.key(upload.id, 1), found.first_page)
    with backend.session() as session:
        uploads.keep(session, upload)
        pages.keep(session, upload.id, found.texts)
    return upload


def _judged(backend: Backend, data: bytes) -> tuple[Inspected, ScanStatus]:
    if len(data) > MAX_BYTES:
        raise RefusedFileError(Refusal.TOO_LARGE)
    found = backend.cells.inspect(data)
    scanned = backend.scanner.scan(data)
    if scanned is ScanStatus.INFECTED:
        raise RefusedFileError(Refusal.INFECTED)
    return found, scanned


def _note(backend: Backend, caller: Caller, refused: RefusedFileError) -> None:
    log.info("file refused", refusal=refused.refusal.value, because=refused.because)
    with backend.session() as session:
        access_log.write(
            session,
            caller.actor,
            Action.UPLOAD,
            subject=f"refused:{refused.refusal}",
            allowed=False,
            request_id=caller.request_id,
        )


def _upload(backend: Backend, caller: Caller, file: SentFile, found: FileType, scanned: ScanStatus) -> Upload:
    at = backend.clock.now()
    return Upload(
        id=file.upload_id,
        principal=caller.reference,
        kind=file.kind,
        object_key=file.object_key or f"uploads/{at:%Y/%m}/{file.upload_id}.{found.extension}",
        sha256=hashlib.sha256(file.data).hexdigest(),
        size_bytes=len(file.data),
        media_type=found.media_type,
        filename=_filename(file.name, found),
        source=SOURCES[caller.principal.kind],
        uploaded_at=at,
        scan_status=scanned,
    )


def _filename(given: str | None, found: FileType) -> str:
    """The sender's name for the file, without folders and invisible characters."""
    name = PurePath((given or "").replace("\\", "/")).name
    clean = "".join(letter for letter in unicodedata.normalize("NFC", name) if not refused_character(letter))
    return clean.replace("\n", " ").strip()[-_NAME_LENGTH:] or f"file.{found.extension}"
