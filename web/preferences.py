"""`/preferences`: the language and the look of the pages in this browser."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from rules.vocabulary import Language
from web.access import anyone
from web.backend import Uses
from web.browser import LANGUAGE_COOKIE, THEME_COOKIE, keep_preference, own_path, require_own_origin

router = APIRouter(include_in_schema=False, dependencies=[Depends(anyone)])

THEMES = ("system", "light", "dark")
Said = Annotated[str, Form(max_length=1000)]


@router.post("/preferences")
def prefer(
    request: Request, backend: Uses, back: Said = "", language: Said = "", theme: Said = ""
) -> Response:
    """Keep what was chosen, and go back to the page."""
    require_own_origin(request)
    answer = RedirectResponse(own_path(back) or "/", 303)
    if language in set(Language):
        keep_preference(answer, backend.settings, LANGUAGE_COOKIE, language)
    if theme in THEMES:
        keep_preference(answer, backend.settings, THEME_COOKIE, theme)
    return answer
