"""`/files`: large files from a browser, in parts that survive a break. Programs use `/api/v1` instead."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from rules.permissions import Action
from web.access import Caller, Permission
from web.api.unfinished_documents import AnnouncedBody, Number, ProgressView, told
from web.backend import Uses
from web.files import parts
from web.files.refused import FileRefusedError
from web.files.taking import Announced
from web.templating import language_of

router = APIRouter(prefix="/files", include_in_schema=False)

Sends = Annotated[Caller, Depends(Permission(Action.UPLOAD))]


@router.post("/begin", status_code=201, response_model=None)
def begin_file(
    request: Request, body: AnnouncedBody, caller: Sends, backend: Uses
) -> ProgressView | Response:
    """Begin a file, before the form that it goes with is sent."""
    announced = Announced(kind=body.kind, name=body.filename, size_bytes=body.size_bytes, sha256=body.sha256)
    try:
        return told(parts.begin_file(backend, caller, announced))
    except FileRefusedError as refused:
        return _refused(request, refused)


@router.get("/{upload_id}")
def see_file(upload_id: UUID, caller: Sends, backend: Uses) -> ProgressView:
    """Which parts arrived."""
    return told(parts.progress(backend, caller, upload_id))


@router.put("/{upload_id}/parts/{number}", status_code=204, response_class=Response)
async def send_part(
    request: Request, upload_id: UUID, number: Number, caller: Sends, backend: Uses
) -> Response:
    """Keep a part."""
    data = await request.body()
    await run_in_threadpool(parts.put_part, backend, caller, upload_id, number, data)
    return Response(status_code=204)


@router.post("/{upload_id}/finish", response_model=None)
def finish_file(request: Request, upload_id: UUID, caller: Sends, backend: Uses) -> Response:
    """The id that goes into the form, or what is wrong with the file in the reader's language."""
    try:
        return JSONResponse({"id": str(parts.finish_file(backend, caller, upload_id).id)})
    except FileRefusedError as refused:
        return _refused(request, refused)


def _refused(request: Request, refused: FileRefusedError) -> Response:
    return JSONResponse({"wrong": refused.said(language_of(request))}, refused.kind.status)
