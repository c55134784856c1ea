"""Pages from templates. Words live in the templates, in both languages side by side."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from rules.adjudication.words import REASONS, RULES
from rules.catalogue.vaccines import shipped_doses
from rules.china_time import shanghai_time
from rules.item_words import ITEMS
from rules.vocabulary import Language
from web.browser import THEME_COOKIE
from web.languages import language_of
from web.reader import Reader
from web.told.telling import in_chinese

FOLDER = Path(__file__).parent / "templates"
_CODED = (
    ("finance_words.html", "statuses"),
    ("finance_words.html", "kinds"),
    ("finance_words.html", "found"),
    ("frame_words.html", "roles"),
    ("clock_words.html", "clocks"),
    ("stage_words.html", "stages"),
    ("action_words.html", "actions"),
)
"""Templates that have words for codes, and under which name; of two words for one code the later holds."""

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


@pass_context
def _told(context: Context, said: str) -> str:
    """A refusal in the reader's language; one that has no Chinese is marked as English."""
    if context.resolve("say")("", "English") or not said[:1].isascii():
        return said
    return in_chinese(said, _codes()) or Markup('<span lang="en">{}</span>').format(said)


def _is_our_rule(clause: str) -> bool:
    """Whether a clause is a number of our own rules, such as R-025, which only staff can look up."""
    return re.fullmatch("[A-Z]-[0-9]+", clause) is not None


_pages.tests["our_rule"] = _is_our_rule
_pages.filters |= {
    "told": _told,
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


def module(template: str, language: Language, **about: Any) -> Any:
    """What a template of words sets, in a language; ``about`` is what a page knows, such as ``me``."""
    return _pages.get_template(template).make_module({"say": partial(_say, language), **about})


def told(said: str, language: Language) -> str:
    """What was refused, in a language; as it was said where it has no Chinese."""
    return in_chinese(said, _codes()) or said if language is Language.CHINESE else said


@cache
def _codes() -> Mapping[str, str]:
    """Words for the codes that stand in refusals: acts, stages, clocks, kinds of document, roles, reasons."""
    chinese = Language.CHINESE
    found: dict[str, str] = {}
    for words in module("value_words.html", chinese).values.values():
        found |= words
    for template, name in _CODED:
        found |= getattr(module(template, chinese), name)
    return found | {code.value: f"{code}（{words.zh}）" for code, words in REASONS.items()}


def _say(language: Language, chinese: str, english: str) -> str:
    return chinese if language is Language.CHINESE else english
