"""Which language a page speaks."""

from collections.abc import Iterator

from fastapi import Request

from rules.vocabulary import Language
from web.browser import LANGUAGE_COOKIE


def language_of(request: Request) -> Language:
    """The language that was chosen in this browser, else the one that it prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in set(Language):
        return Language(chosen)
    return preferred(request.headers.get("accept-language"))


def preferred(accept_language: str | None) -> Language:
    """The better of Chinese and English by the browser's list; Chinese where it names neither."""
    ranked = sorted(_ranked(accept_language or ""), key=lambda pair: -pair[1])
    return ranked[0][0] if ranked else Language.CHINESE


def _ranked(accept_language: str) -> Iterator[tuple[Language, float]]:
    for entry in accept_language[:500].split(","):
        tag, _, quality = entry.strip().partition(";q=")
        name = tag.split("-")[0].lower()
        if name in set(Language):
            yield Language(name), _quality(quality)


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
