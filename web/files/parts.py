"""Large files in parts: begun, continued after a break, finished."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from intake.verdict import Refusal, RefusedFileError
from models.unfinished_upload import UnfinishedUpload
from models.upload import Upload
from stores.papers import leftovers, uploads
from stores.papers.blobs import BlobMissingError
from stores.papers.file_parts import PART_BYTES, FileParts
from web import problems
from web.access import Caller
from web.backend import Backend
from web.files.refused import MAX_BYTES, FileRefusedError
from web.files.taking import Announced, begin, finish, object_key, refused
from web.problems import FieldError

AT_ONCE = 5
"""Files that reached no case, erased with a file that begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a file is. ``links`` takes one PUT of each part that is missing, straight to the store."""

    row: UnfinishedUpload
    arrived: tuple[int, ...]
    links: Mapping[int, str]


def begin_file(backend: Backend, caller: Caller, file: Announced) -> Progress:
    """Begin a file; whatever others left lying for days is cleared away with it."""
    _sweep(backend)
    if file.size_bytes > MAX_BYTES:
        raise refused(backend, caller, RefusedFileError(Refusal.TOO_LARGE))
    reference = FileParts.begin(backend.blobs, object_key(backend, file.upload_id))
    row = begin(backend, caller, file, reference)
    return _progress(row, _parts(backend, row), there=())


def progress(backend: Backend, caller: Caller, upload_id: UUID) -> Progress:
    """How far it is, with new links; 404 for a file that is not on its way."""
    row = _row(backend, caller, upload_id)
    parts = _parts(backend, row)
    return _progress(row, parts, parts.there())


def put_part(backend: Backend, caller: Caller, upload_id: UUID, number: int, data: bytes) -> None:
    """Keep a part that comes through us; ProblemError for one of another size than it must have."""
    row = _row(backend, caller, upload_id)
    expected = _sizes(row.size_bytes).get(number)
    if expected is None or len(data) != expected:
        said = "no such part" if expected is None else f"{expected} bytes are expected, {len(data)} came"
        raise problems.invalid(FieldError("number", f"part {number}: {said}; ask for the parts again"))
    _parts(backend, row).put(number, data)


def finish_file(backend: Backend, caller: Caller, upload_id: UUID) -> Upload:
    """The upload that it became; the same answer again after a break. FileRefusedError, ProblemError."""
    with backend.session() as session:
        done = uploads.find(session, [upload_id]).get(upload_id)
    if done and done.principal == caller.reference:
        return done
    row = _row(backend, caller, upload_id)
    parts = _parts(backend, row)
    data = _put_together(backend, row, parts)
    try:
        return finish(backend, caller, row, data)
    except FileRefusedError:
        _drop(backend, row)
        raise


def give_up_file(backend: Backend, caller: Caller, upload_id: UUID) -> None:
    """Throw a file away that is on its way."""
    _drop(backend, _row(backend, caller, upload_id))


def _put_together(backend: Backend, row: UnfinishedUpload, parts: FileParts) -> bytes:
    there = parts.there()
    missing = sorted(set(_sizes(row.size_bytes)) - set(there))
    if there and missing:
        named = ", ".join(map(str, missing))
        raise problems.invalid(FieldError("parts", f"have not all arrived: send {named}, then finish again"))
    try:
        parts.finish()
        if backend.blobs.head(row.object_key).size_bytes > MAX_BYTES:
            return b""
        return backend.blobs.get(row.object_key)
    except BlobMissingError:
        raise problems.invalid(
            FieldError("parts", "have not arrived: send them, then finish again")
        ) from None


def _row(backend: Backend, caller: Caller, upload_id: UUID) -> UnfinishedUpload:
    with backend.session() as session:
        row = uploads.unfinished(session, upload_id, caller.reference)
    if row is None or not row.store_reference:
        raise problems.not_found("This unfinished file")
    return row


def _progress(row: UnfinishedUpload, parts: FileParts, there: Collection[int]) -> Progress:
    missing = [number for number in _sizes(row.size_bytes) if number not in there]
    return Progress(
        row=row, arrived=tuple(sorted(there)), links={number: parts.link(number) for number in missing}
    )


def _parts(backend: Backend, row: UnfinishedUpload) -> FileParts:
    return FileParts(backend.blobs, row.object_key, row.store_reference)


def _sizes(size: int) -> dict[int, int]:
    """Bytes of each part, from 1."""
    starts = range(0, size, PART_BYTES)
    return {number: min(PART_BYTES, size - start) for number, start in enumerate(starts, start=1)}


def _drop(backend: Backend, row: UnfinishedUpload) -> None:
    leftovers.drop(backend.blobs, row)
    with backend.session() as session:
        uploads.forget(session, row.id)


def _sweep(backend: Backend) -> None:
    with backend.session() as session:
        old = uploads.given_up(session, backend.clock.now())
    for row in old:
        _drop(backend, row)
    kept_for = timedelta(days=backend.settings.unclaimed_days)
    with backend.session() as session:
        for file in leftovers.unclaimed(session, backend.clock.now() - kept_for, AT_ONCE):
            leftovers.erase(session, backend.blobs, file)
