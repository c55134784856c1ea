"""`/api/v1/documents`: hand in a file, to be named in a request or an act afterwards."""

import hashlib
import unicodedata
from datetime import datetime
from pathlib import PurePath
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from letters.text import refused_character
from models.columns import new_id
from models.upload import Upload
from rules.permissions import Action
from rules.vocabulary import DocumentKind, DocumentSource, PrincipalKind
from stores import uploads
from web import file_types, problems
from web.access import Caller, Permission
from web.api.fields import View
from web.backend import Backend, Uses
from web.body_limit import MEBIBYTE
from web.problems import FieldError, ProblemError

MAX_BYTES = 50 * MEBIBYTE
_NAME_LENGTH = 200
_FIELDS = ("kind", "file")
_KINDS = tuple(kind.value for kind in DocumentKind)

_SOURCES = {
    PrincipalKind.GUARDIAN: DocumentSource.GUARDIAN,
    PrincipalKind.HOSPITAL: DocumentSource.HOSPITAL,
    PrincipalKind.STAFF: DocumentSource.STAFF,
    PrincipalKind.SYSTEM: DocumentSource.SYSTEM,
}

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["kind", "file"],
                    "properties": {
                        "kind": {"type": "string", "enum": list(_KINDS)},
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "PDF, JPEG, PNG, TIFF, HEIC, OFD or XML, 50 MB at most",
                        },
                    },
                },
                "example": {"kind": "COST_ESTIMATE", "file": "(the bytes of a PDF)"},
            }
        },
    }
}

router = APIRouter(prefix="/api/v1/documents", tags=["Documents"])


class UploadView(View):
    """A file as we keep it; its id goes into `documents` of a request or an act."""

    id: UUID
    kind: DocumentKind
    media_type: str
    size_bytes: int
    sha256: str
    uploaded_at: datetime


@router.post(
    "",
    operation_id="uploadDocument",
    summary="Hand in a file",
    status_code=201,
    openapi_extra=_FORM,
)
async def upload_document(
    request: Request, caller: Annotated[Caller, Depends(Permission(Action.UPLOAD))], backend: Uses
) -> UploadView:
    """Send one file with what it is. Its kind of file is told by its bytes, not by its name."""
    # Read here and not by a parameter: parameters are read before the token is looked at.
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise ProblemError(problems.UNSUPPORTED_MEDIA, "Send the file as multipart/form-data.")
    async with request.form(max_files=1, max_fields=10) as form:
        kind, file = _read(form)
        return await run_in_threadpool(keep, backend, caller, kind, file)


def _read(form: FormData) -> tuple[DocumentKind, UploadFile]:
    kind, file = form.get("kind"), form.get("file")
    if isinstance(kind, str) and kind in _KINDS and isinstance(file, UploadFile) and len(form) == 2:
        return DocumentKind(kind), file
    errors = [FieldError(name, "is not a field of this form") for name in form if name not in _FIELDS]
    if not isinstance(kind, str) or kind not in _KINDS:
        errors.append(FieldError("kind", f"says what the paper is: one of {', '.join(_KINDS)}"))
    if not isinstance(file, UploadFile):
        errors.append(FieldError("file", "is missing: attach the file"))
    raise problems.invalid(*errors)


def keep(backend: Backend, caller: Caller, kind: DocumentKind, file: UploadFile) -> UploadView:
    """Keep a file as an upload of this person; ProblemError where it is too large or of no kind taken."""
    data = file.file.read(MAX_BYTES + 1)
    found = _accepted(data)
    at, upload_id = backend.clock.now(), new_id()
    upload = Upload(
        id=upload_id,
        principal=caller.reference,
        kind=kind,
        object_key=f"uploads/{at:%Y/%m}/{upload_id}.{found.extension}",
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        media_type=found.media_type,
        filename=_filename(file.filename, found),
        source=_SOURCES[caller.principal.kind],
        uploaded_at=at,
    )
    backend.blobs.put_new(upload.object_key, data, upload.media_type)
    with backend.session() as session:
        uploads.keep(session, upload)
        return UploadView.model_validate(upload)


def _accepted(data: bytes) -> file_types.FileType:
    if not data:
        raise problems.invalid(FieldError("file", "is empty: attach the file again"))
    if len(data) > MAX_BYTES:
        raise ProblemError(
            problems.TOO_LARGE,
            f"A file holds {MAX_BYTES // MEBIBYTE} MB at most: send it smaller, or in parts.",
            errors=[FieldError("file", "is too large")],
        )
    found = file_types.recognize(data)
    if found is None:
        names = ", ".join(kind.name for kind in file_types.TAKEN)
        raise ProblemError(
            problems.UNSUPPORTED_MEDIA,
            f"The file is none of {names}: save it as one of these.",
            errors=[FieldError("file", "is of a kind that is not taken")],
        )
    return found


def _filename(given: str | None, found: file_types.FileType) -> str:
    """The sender's name for the file, without folders and invisible characters."""
    name = PurePath((given or "").replace("\\", "/")).name
    clean = "".join(letter for letter in unicodedata.normalize("NFC", name) if not refused_character(letter))
    return clean.replace("\n", " ").strip()[-_NAME_LENGTH:] or f"file.{found.extension}"
