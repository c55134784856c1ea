"""`/api/v1/documents/{id}/reading`: what a machine read off a document of a case."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from models.document import Document
from rules.permissions import Action
from stores.papers import paper_findings, readings
from web import problems
from web.access import Caller, Permission
from web.api.views.reading_views import ReadingView, reading_view
from web.backend import Uses
from web.casework.case_access import visible_case
from web.casework.case_room import may_see_paper

router = APIRouter(prefix="/api/v1/documents", tags=["Documents"])

Reads = Annotated[Caller, Depends(Permission(Action.READ))]


@router.get("/{document_id}/reading", operation_id="readReading", summary="What was read off a document")
def read_reading(document_id: UUID, caller: Reads, backend: Uses) -> ReadingView:
    """Kind, fields with confidence and place, lines and findings. Staff see findings; numbers are masked."""
    with backend.session() as session:
        row = session.get(Document, document_id)
        kept = readings.find(session, [document_id]).get(document_id)
        found = paper_findings.of_document(session, document_id) if caller.is_staff else ()
    if row is None or kept is None or not may_see_paper(caller, row.source):
        raise problems.not_found("This reading")
    visible_case(backend, caller, row.case_number, Action.READ, asked_for="This reading")
    return reading_view(row.case_number, kept, found, staff=caller.is_staff)
