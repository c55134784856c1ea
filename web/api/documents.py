"""`/api/v1/documents`: hand in a file, to be named in a request or an act afterwards."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from rules.permissions import Action
from rules.vocabulary import DocumentKind, ScanStatus
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import View
from web.backend import Backend, Uses
from web.files.refused import MAX_BYTES
from web.files.taking import take
from web.problems import FieldError, ProblemError

_FIELDS = ("kind", "file")
_KINDS = tuple(kind.value for kind in DocumentKind)

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
    scan_status: ScanStatus
    """Whether a malware scanner looked at it; without one, NOT_SCANNED."""


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
    """Keep a file as an upload of this person; FileRefusedError where it is not taken."""
    data = file.file.read(MAX_BYTES + 1)
    return UploadView.model_validate(take(backend, caller, kind, file.filename, data))
