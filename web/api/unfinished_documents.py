"""`/api/v1/unfinished-documents`: large files in parts, straight to the object store or through us."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request
from fastapi import Body as Sent
from fastapi.concurrency import run_in_threadpool
from pydantic import Field
from starlette.responses import Response

from rules.permissions import Action
from rules.vocabulary import DocumentKind
from stores.papers.file_parts import PART_BYTES
from web.access import Caller, Permission
from web.api.bodies.fields import Body, View
from web.api.documents import UploadView
from web.backend import Uses
from web.files import parts
from web.files.parts import Progress
from web.files.taking import Announced

router = APIRouter(prefix="/api/v1/unfinished-documents", tags=["Documents"])

Sends = Annotated[Caller, Depends(Permission(Action.UPLOAD))]
Number = Annotated[int, Path(ge=1, le=10_000)]
_EXAMPLE = {"kind": "INVOICE", "filename": "发票.pdf", "size_bytes": 10485760}
_PART: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "example": "(8388608 bytes of the file)",
            }
        },
    }
}


class AnnouncedBody(Body):
    """What the file is; its bytes follow in parts."""

    kind: DocumentKind
    filename: Annotated[str, Field(min_length=1, max_length=300)]
    size_bytes: Annotated[int, Field(ge=1, le=2**40, strict=True)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    """Of the whole file: what arrives is compared with it."""


class PartLink(View):
    """Where a missing part goes: one PUT of its bytes, without a token, within five minutes."""

    number: int
    url: str


class ProgressView(View):
    """How far a file is; every part but the last holds `part_bytes`."""

    id: UUID
    filename: str
    part_bytes: int
    size_bytes: int
    begun_at: datetime
    arrived: tuple[int, ...]
    missing: tuple[PartLink, ...]


@router.post("", operation_id="beginDocument", summary="Begin a large file", status_code=201)
def begin_document(
    body: Annotated[AnnouncedBody, Sent(openapi_examples={"invoice": {"value": _EXAMPLE}})],
    caller: Sends,
    backend: Uses,
) -> ProgressView:
    """Then send each part to its link, or to `…/parts/{number}`, in any order; after a break, ask again."""
    announced = Announced(kind=body.kind, name=body.filename, size_bytes=body.size_bytes, sha256=body.sha256)
    return told(parts.begin_file(backend, caller, announced))


@router.get("/{upload_id}", operation_id="getUnfinishedDocument", summary="See how far a large file is")
def get_unfinished_document(upload_id: UUID, caller: Sends, backend: Uses) -> ProgressView:
    """What arrived, and new links for what is missing."""
    return told(parts.progress(backend, caller, upload_id))


@router.put(
    "/{upload_id}/parts/{number}",
    operation_id="sendPart",
    summary="Send a part of a large file",
    status_code=204,
    response_class=Response,
    openapi_extra=_PART,
)
async def send_part(
    request: Request, upload_id: UUID, number: Number, caller: Sends, backend: Uses
) -> Response:
    """For those who do not reach the object store; the same part again replaces it."""
    data = await request.body()
    await run_in_threadpool(parts.put_part, backend, caller, upload_id, number, data)
    return Response(status_code=204)


@router.post("/{upload_id}/finish", operation_id="finishDocument", summary="Finish a large file")
def finish_document(upload_id: UUID, caller: Sends, backend: Uses) -> UploadView:
    """It is compared with what was announced, read and scanned. To finish again gives the same answer."""
    return UploadView.model_validate(parts.finish_file(backend, caller, upload_id))


@router.delete(
    "/{upload_id}",
    operation_id="giveUpDocument",
    summary="Give a large file up",
    status_code=204,
    response_class=Response,
)
def give_up_document(upload_id: UUID, caller: Sends, backend: Uses) -> Response:
    """Nothing of it is kept. A file that nobody finishes goes by itself after two days."""
    parts.give_up_file(backend, caller, upload_id)
    return Response(status_code=204)


def told(found: Progress) -> ProgressView:
    """How far a file is, as programs and browsers get it."""
    return ProgressView(
        id=found.row.id,
        filename=found.row.filename,
        part_bytes=PART_BYTES,
        size_bytes=found.row.size_bytes,
        begun_at=found.row.begun_at,
        arrived=found.arrived,
        missing=tuple(PartLink(number=number, url=url) for number, url in found.links.items()),
    )
