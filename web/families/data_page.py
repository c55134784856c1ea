"""`/family/data`: a copy of all that is kept of a child, made and fetched by its guardian (L-34)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.permissions import Action, Relation
from stores.trust import access_log, exports
from web.access import Caller, Permission
from web.api.exports import make_export
from web.backend import Uses
from web.portal_pages import children_of
from web.templating import page

router = APIRouter(prefix="/family/data", include_in_schema=False, default_response_class=HTMLResponse)

Exports = Annotated[Caller, Depends(Permission(Action.EXPORT_DATA, relation=Relation.OWN_FAMILY))]


@router.get("")
def show_packages(request: Request, caller: Exports, backend: Uses) -> HTMLResponse:
    """A button for every child, and the packages that may still be fetched."""
    children = children_of(backend, caller)
    now = backend.clock.now()
    with backend.session() as session:
        access_log.write(session, caller.actor, Action.EXPORT_DATA, request_id=caller.request_id)
        made = exports.of_family(session, caller.guardian_id, now) if caller.guardian_id else []
        packages = [(each.id, each.made_at, each.expires_at, each.sha256, number) for each, number in made]
    return page(request, "family_data.html", children=children, packages=packages)


@router.post("")
def make_package(caller: Exports, backend: Uses, child: Annotated[str, Form(max_length=64)]) -> Response:
    """Pack now; the page comes back with the package at the top."""
    make_export(backend, caller, child)
    return RedirectResponse("/family/data?made=1#packages", 303)
