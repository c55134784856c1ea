"""The papers of a case, as files and as pictures of their pages."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from intake.file_types import TAKEN
from models.document import Document
from rules.permissions import Action
from rules.vocabulary import ScanStatus
from stores.casework import case_rooms
from web import problems
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.casework.case_access import visible_case
from web.casework.case_room import may_see_paper
from web.files.showing import PRIVATE, page_of

router = APIRouter(prefix="/cases/{case_number}/documents/{document_id}", include_in_schema=False)

Reads = Annotated[Caller, Depends(Permission(Action.READ))]


@router.get("")
def show_document(case_number: str, document_id: UUID, caller: Reads, backend: Uses) -> Response:
    """The file as it came, to be kept and not to be shown: it may do more than its pages look like."""
    row = _document(backend, caller, case_number, document_id)
    ending = next((kind.extension for kind in TAKEN if kind.media_type == row.media_type), "bin")
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{row.kind.lower()}.{ending}"'}
    return Response(backend.blobs.get(row.object_key), media_type=row.media_type, headers=headers)


@router.get("/pages/{number}.png")
def show_page(case_number: str, document_id: UUID, number: int, caller: Reads, backend: Uses) -> Response:
    """A page as a picture, drawn anew; 404 where there is no such page."""
    return page_of(backend, _document(backend, caller, case_number, document_id), number)


def _document(backend: Backend, caller: Caller, case_number: str, document_id: UUID) -> Document:
    visible_case(backend, caller, case_number, Action.READ)
    with backend.session() as session:
        row = case_rooms.document(session, case_number, document_id)
    if row is None or not may_see_paper(caller, row.source) or row.scan_status is ScanStatus.INFECTED:
        raise problems.not_found("This document")
    return row
