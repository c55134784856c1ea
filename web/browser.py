"""What a browser brings along: the cookie of its session, where a form was sent from, what it prefers."""

import hmac
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import Response

from settings import Settings
from stores.trust.sessions import LONGEST
from web import problems
from web.problems import ProblemError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_YEAR = 365 * 24 * 60 * 60
LANGUAGE_COOKIE = "lipei_language"
THEME_COOKIE = "lipei_theme"


def is_https(settings: Settings) -> bool:
    """Whether people reach the app by TLS."""
    return settings.public_url.startswith("https://")


def session_cookie(settings: Settings) -> str:
    """The name of the cookie; with TLS one that no other host and no plain connection can set."""
    return "__Host-lipei_session" if is_https(settings) else "lipei_session"


def keep_session(answer: Response, settings: Settings, secret: str) -> None:
    """Give the browser the secret of its session; scripts do not see it."""
    answer.set_cookie(
        session_cookie(settings),
        secret,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=is_https(settings),
        httponly=True,
        samesite="lax",
    )


def forget_session(answer: Response, settings: Settings) -> None:
    """Take the secret from the browser."""
    answer.delete_cookie(
        session_cookie(settings), path="/", secure=is_https(settings), httponly=True, samesite="lax"
    )


def keep_preference(answer: Response, settings: Settings, name: str, value: str) -> None:
    """Remember a language or a look in this browser."""
    answer.set_cookie(
        name, value, max_age=_YEAR, path="/", secure=is_https(settings), httponly=True, samesite="lax"
    )


def require_own_origin(request: Request) -> None:
    """Refuse a form that was not sent from our own pages."""
    site = request.headers.get("sec-fetch-site")
    if site in ("same-origin", "none") or (site is None and _own_origin(request)):
        return
    raise ProblemError(problems.FORBIDDEN, "This form was not sent from our own page: open the page again.")


def _own_origin(request: Request) -> bool:
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == request.headers.get("host")


async def sent_form(request: Request) -> FormData:
    """A browser's form; whoever reads it first sets the limits, so all read it here.

    A bill of 200 lines has 1,600 fields.
    """
    return await request.form(max_files=60, max_fields=4000)


async def sent_token(request: Request) -> AsyncIterator[str]:
    """The token that proves that a form is ours; empty where none was sent.

    The body is only read for a browser's form to one of our pages. Its files go when the answer is sent.
    """
    try:
        yield await _token_in(request)
    finally:
        await request.close()


async def _token_in(request: Request) -> str:
    if request.method in SAFE or request.url.path.startswith("/api/") or "authorization" in request.headers:
        return ""
    header = request.headers.get("x-csrf-token")
    if header or not request.headers.get("content-type", "").startswith(_FORMS):
        return header or ""
    sent = (await sent_form(request)).get("csrf")
    return sent if isinstance(sent, str) else ""


def require_token(sent: str, expected: str) -> None:
    """Refuse a form without the token of this session."""
    if not hmac.compare_digest(sent.encode(), expected.encode()):
        raise ProblemError(
            problems.FORBIDDEN, "This form belongs to another sign-in: open the page again and repeat it."
        )


def own_path(said: str | None) -> str | None:
    """An address of ours to go on to; None for any other."""
    if not said or not said.startswith("/") or said.startswith("//") or "\\" in said or len(said) > 1000:
        return None
    return said if said.isprintable() else None
