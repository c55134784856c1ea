"""`/house/changes`: everything that was done to people, places and settings of the house."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from rules.permissions import Action
from stores.house import house_changes
from web.access import Caller, Permission
from web.backend import Uses
from web.house.house_frame import house_page, names_behind

router = APIRouter(prefix="/house/changes", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("")
def show_changes(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.READ_HOUSE))],
    backend: Uses,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> HTMLResponse:
    """The newest first, a page at a time."""
    with backend.session() as session:
        rows = house_changes.newest(session, before=before)
        older = rows[-1].id if len(rows) == house_changes.PAGE else None
        names = names_behind(session, rows)
        return house_page(request, caller, "house_changes.html", rows=rows, names=names, older=older)
