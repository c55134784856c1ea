"""The papers of a case, as files and as pictures of their pages."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from letters.page_picture import page_picture
from models.document import Document
from rules.permissions import Action
from rules.vocabulary import ScanStatus
from stores import case_rooms
from web import problems
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.case_access import visible_case
from web.case_room import may_see_paper

router = APIRouter(prefix="/cases/{case_number}/documents/{document_id}", include_in_schema=False)

Reads = Annotated[Caller, Depends(Permission(Action.READ))]
PICTURES = frozenset({"image/jpeg", "image/png"})
_PRIVATE = {
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@router.get("")
def show_document(case_number: str, document_id: UUID, caller: Reads, backend: Uses) -> Response:
    """The file; pictures are shown, everything else is downloaded."""
    row = _document(backend, caller, case_number, document_id)
    shown = "inline" if row.media_type in PICTURES | {"application/pdf"} else "attachment"
    ending = row.object_key.rpartition(".")[2]
    headers = {**_PRIVATE, "Content-Disposition": f'{shown}; filename="{row.kind.lower()}.{ending}"'}
    return Response(backend.blobs.get(row.object_key), media_type=row.media_type, headers=headers)


@router.get("/pages/{number}.png")
def show_page(case_number: str, document_id: UUID, number: int, caller: Reads, backend: Uses) -> Response:
    """A page of a PDF as a picture; 404 where there is no such page."""
    row = _document(backend, caller, case_number, document_id)
    if row.media_type != "application/pdf":
        raise problems.not_found("This page")
    picture = page_picture(backend.blobs.get(row.object_key), number)
    if picture is None:
        raise problems.not_found("This page")
    return Response(picture, media_type="image/png", headers=_PRIVATE)


def _document(backend: Backend, caller: Caller, case_number: str, document_id: UUID) -> Document:
    visible_case(backend, caller, case_number, Action.READ)
    with backend.session() as session:
        row = case_rooms.document(session, case_number, document_id)
    if row is None or not may_see_paper(caller, row.source) or row.scan_status is ScanStatus.INFECTED:
        raise problems.not_found("This document")
    return row
