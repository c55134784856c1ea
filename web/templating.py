"""Pages from templates. Words live in the templates, in both languages side by side."""

import re
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from rules.adjudication.words import REASONS, RULES
from rules.catalogue.vaccines import shipped_doses
from rules.china_time import shanghai_time
from rules.item_words import ITEMS
from rules.vocabulary import Language
from web.browser import LANGUAGE_COOKIE, THEME_COOKIE
from web.languages import preferred
from web.reader import Reader

FOLDER = Path(__file__).parent / "templates"

_pages = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"


def _change(fen: int) -> str:
    """A difference with its sign; nothing for none."""
    return f"{'+' if fen > 0 else '−'}{_yuan(abs(fen))}" if fen else ""


def _amount(fen: int) -> str:
    """An amount that may be below zero, such as a float that is overdrawn."""
    return f"{'−' if fen < 0 else ''}{_yuan(abs(fen))}"


def _moment(instant: datetime) -> str:
    return f"{shanghai_time(instant):%Y-%m-%d %H:%M}"


def _moment_exact(instant: datetime) -> str:
    return f"{shanghai_time(instant):%H:%M:%S}"


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())


def _marked(text: str) -> Markup:
    """Words in back quotes as code; everything else stays words."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704  (escaped first)


_pages.filters |= {
    "yuan": _yuan,
    "change": _change,
    "amount": _amount,
    "moment": _moment,
    "moment_exact": _moment_exact,
    "marked": _marked,
    "seconds": _seconds,
}


_pages.globals |= {
    "REASONS": {code.value: words for code, words in REASONS.items()},
    "ITEMS": {code.value: words for code, words in ITEMS.items()},
    "RULES": RULES,
    "DOSES": {code: dose.name for code, dose in shipped_doses().items()},
}


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page in the reader's language; a template says ``{{ say("中文", "English") }}``."""
    language = language_of(request)
    words = partial(_say, language)
    shown: dict[str, Any] = {"me": None, **_about(request), **values}
    content = _pages.get_template(template).render(lang=language.value, say=words, **shown)
    headers = {"Content-Language": language.value, "Vary": "Accept-Language, Cookie"}
    return HTMLResponse(content, status, headers=headers)


def language_of(request: Request) -> Language:
    """The language that was chosen in this browser, else the one that it prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in set(Language):
        return Language(chosen)
    return preferred(request.headers.get("accept-language"))


def _about(request: Request) -> dict[str, Any]:
    """What the layout shows around every page: who reads it, where, and in which look."""
    theme = request.cookies.get(THEME_COOKIE, "system")
    caller = getattr(request.state, "caller", None)
    return {
        "me": Reader.of(caller) if caller else None,
        "theme": theme if theme in ("light", "dark") else "system",
        "here": request.url.path,
        "back": f"{request.url.path}?{request.url.query}".rstrip("?") if request.method == "GET" else "/",
    }


def module(template: str, language: Language) -> Any:
    """What a template of words sets, in a language."""
    return _pages.get_template(template).make_module({"say": partial(_say, language)})


def _say(language: Language, chinese: str, english: str) -> str:
    return chinese if language is Language.CHINESE else english
