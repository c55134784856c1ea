"""`/codec/session`: lets the browser of a leader or an auditor decode in Temporal's own pages."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.permissions import Action
from web import problems
from web.access import CODEC_COOKIE, anyone, caller_of
from web.backend import Backend, Uses
from web.problems import ProblemError
from web.templating import page

router = APIRouter(prefix="/codec/session", include_in_schema=False, dependencies=[Depends(anyone)])

SECONDS = 8 * 60 * 60
_OWN = ("same-origin", "none", None)


@router.get("")
def sign_in_page(request: Request, backend: Uses) -> HTMLResponse:
    """Ask for a token, or say that the browser has one."""
    return _page(request, backend)


@router.post("")
def sign_in(request: Request, backend: Uses, token: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Keep the token where only the codec gets it, and scripts do not."""
    if request.headers.get("sec-fetch-site") not in _OWN:
        raise ProblemError(problems.FORBIDDEN, "Sign in from the page itself.")
    try:
        caller_of(request, backend, token.strip()).require(Action.DECODE_PAYLOADS)
    except ProblemError as refused:
        return _page(request, backend, refused.kind.status, wrong=True)
    answer = RedirectResponse(request.url.path, 303)
    answer.set_cookie(
        CODEC_COOKIE,
        token.strip(),
        max_age=SECONDS,
        path="/codec",
        secure=backend.settings.public_url.startswith("https://"),
        httponly=True,
        samesite="strict",
    )
    return answer


def _page(request: Request, backend: Backend, status: int = 200, *, wrong: bool = False) -> HTMLResponse:
    return page(
        request,
        "codec.html",
        status,
        wrong=wrong,
        signed_in=CODEC_COOKIE in request.cookies,
        temporal=backend.settings.temporal_ui_url,
        codec=f"{backend.settings.public_url}/codec",
    )
