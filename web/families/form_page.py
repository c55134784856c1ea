"""`/family/forms`: forms to print and fill in by hand, for those who would rather not type (R-145)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from letters.blank_forms import BlankForm, blank_form
from rules.permissions import Action, Relation
from web.access import Caller, Permission
from web.languages import language_of
from web.templating import page

Families = Annotated[Caller, Depends(Permission(Action.READ, relation=Relation.OWN_FAMILY))]

router = APIRouter(prefix="/family/forms", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("")
def show_forms(request: Request, caller: Families) -> HTMLResponse:
    """What there is, what each is for, and where the same is entered on the web."""
    del caller
    return page(request, "family_forms.html", forms=tuple(BlankForm))


@router.get("/{form}", response_class=Response)
def download_form(request: Request, form: BlankForm, caller: Families) -> Response:
    """The form as PDF, in the reader's language."""
    del caller
    language = language_of(request)
    headers = {"Content-Disposition": f'attachment; filename="{form.value}.{language}.pdf"'}
    return Response(blank_form(form, language), media_type="application/pdf", headers=headers)
