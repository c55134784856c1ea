"""`/api/v1/documents/{id}/pages`: what the pages of a file look like and say."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from models.upload import Upload
from rules.permissions import Action, Relation
from stores.casework import case_rooms
from stores.papers import pages, uploads
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import View
from web.backend import Backend, Uses
from web.casework.case_access import visible_case
from web.casework.case_room import may_see_paper
from web.files.showing import page_of

router = APIRouter(prefix="/api/v1/documents/{document_id}/pages", tags=["Documents"])

Reads = Annotated[Caller, Depends(Permission(Action.READ))]
Number = Annotated[int, Path(ge=1, le=pages.MOST)]
_PICTURES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "image/png": {"schema": {"type": "string", "format": "binary"}},
            "image/jpeg": {"schema": {"type": "string", "format": "binary"}},
        }
    }
}


class PageView(View):
    """A page of a file."""

    number: int
    text: str
    """What the file itself says there; empty for a photograph."""


@router.get("", operation_id="listPages", summary="Read what the pages of a file say")
def list_pages(document_id: UUID, caller: Reads, backend: Uses) -> tuple[PageView, ...]:
    """The pages in their order."""
    file = _file(backend, caller, document_id)
    with backend.session() as session:
        said = pages.texts(session, file.id)
    return tuple(PageView(number=number, text=text) for number, text in enumerate(said, start=1))


@router.get(
    "/{number}",
    operation_id="getPage",
    summary="Look at a page of a file",
    response_class=Response,
    responses=_PICTURES,
)
def get_page(document_id: UUID, number: Number, caller: Reads, backend: Uses) -> Response:
    """A picture, drawn anew: PNG, for photographs JPEG. 404 where the file has no such page."""
    return page_of(backend, _file(backend, caller, document_id), number)


def _file(backend: Backend, caller: Caller, document_id: UUID) -> Upload:
    """An upload of one's own, or a paper of a case in sight."""
    with backend.session() as session:
        file = uploads.find(session, [document_id]).get(document_id)
    if file is None:
        raise problems.not_found("This document")
    if file.principal == caller.reference:
        return file
    if file.case_number is None and caller.relation is Relation.STAFF:
        return file
    if file.case_number is None or not may_see_paper(caller, file.source):
        raise problems.not_found("This document")
    visible_case(backend, caller, file.case_number, Action.READ, asked_for="This document")
    with backend.session() as session:
        attached = case_rooms.document(session, file.case_number, document_id)
    if attached is None:
        raise problems.not_found("This document")
    return file
