"""Letters of real cases as pictures, before they leave or by another version of their words."""

from base64 import b64encode
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from jinja2 import TemplateError
from starlette.responses import HTMLResponse

from letters.drafts import as_draft, pictures
from letters.kinds import LetterCode
from letters.stored import from_json
from letters.words import versions
from models.letter import Letter
from rules.permissions import Action, Relation
from stores.papers import letters
from web import problems
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.casework.case_access import visible_case
from web.problems import FieldError
from web.templating import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_LETTER, relation=Relation.STAFF))]
Said = Annotated[str, Query(max_length=60)]


@router.get("/cases/{case_number}/letters/{letter}/preview")
def preview_letter(
    request: Request, case_number: str, letter: str, caller: Reads, backend: Uses
) -> HTMLResponse:
    """How a letter of the case looks, also while it waits out its undo window."""
    found = [each for each in _letters(backend, caller, case_number) if each.number == letter]
    if not found:
        raise problems.not_found("This letter")
    return _page(request, found[0], "")


@router.get("/house/letters/preview")
def preview_template(
    request: Request, caller: Reads, backend: Uses, case: Said = "", code: Said = "", version: Said = ""
) -> HTMLResponse:
    """The newest letter of that code of a case, by another version of its words."""
    rows = _letters(backend, caller, case.strip())
    found = [each for each in rows if each.code == code]
    if not found:
        raise problems.invalid(FieldError("code", f"{case} has no letter {code}: choose one that it has"))
    known = {written for written, _ in versions()[LetterCode(found[-1].code)]}
    if version not in known:
        raise problems.invalid(FieldError("version", f"{code} has no version {version}"))
    return _page(request, found[-1], version)


def _letters(backend: Backend, caller: Caller, case_number: str) -> list[Letter]:
    visible_case(backend, caller, case_number, Action.READ_LETTER)
    with backend.session() as session:
        return list(letters.of_case(session, case_number))


def _page(request: Request, row: Letter, version: str) -> HTMLResponse:
    draft = as_draft(from_json(row.code, row.content), version)
    try:
        drawn = pictures(draft)
    except TemplateError as unfit:
        said = f"{row.code} of this case cannot be worded by version {version}: {unfit}"
        raise problems.invalid(FieldError("version", said)) from unfit
    shown = [f"data:image/png;base64,{b64encode(each).decode()}" for each in drawn]
    return page(request, "letter_preview.html", row=row, version=draft.template_version, pages=shown)
