"""Words a letter: from its fields to a document, and the document as plain text or HTML."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, StrictUndefined, select_autoescape

from letters.capitals import capitals
from letters.document import Document
from letters.figures import DAY, INSTANT, percent, stamp, yuan
from letters.kinds.code import LetterCode
from letters.kinds.letter import Letter
from letters.kinds.parties import Organization, Recipient
from letters.markup import read, seal
from letters.plain import as_text
from letters.released import Kept, released_in, require_layout
from rules.vocabulary import Language

__all__ = ["as_html", "as_mail_page", "as_text", "document", "term", "versions"]

_ROOM = Path(__file__).parent


def document(letter: Letter) -> Document:
    """The letter in words, by the template version and for the layout that it carries."""
    template = f"{letter.code}/v{letter.template_version}.{letter.language}.j2"
    source = _words(letter.language).get_template(template).render(letter=letter)
    words = read(source, letter.language)
    layout = max(words.layout, letter.layout)
    require_layout(layout)
    return replace(words, layout=layout)


def form_words(name: str, language: Language) -> Document:
    """A blank form, by the newest version of its words."""
    source = _words(language).get_template(f"forms/{name}.v1.{language}.j2").render(name=f"LF-{name}-1")
    return read(source, language)


def versions() -> dict[LetterCode, tuple[tuple[str, Language], ...]]:
    """The versions of the words of every letter, each with its language, the newest first."""
    return {code: tuple(sorted(_versions(code), reverse=True)) for code in LetterCode}


def _versions(code: LetterCode) -> Iterator[tuple[str, Language]]:
    for path in (_ROOM / "templates" / code).glob("v*.j2"):
        version, language, _ = path.name.split(".")
        yield version.removeprefix("v"), Language(language)


def as_html(document: Document) -> str:
    """The letter as an HTML fragment, an ``<article>`` whose title is an ``<h2>``."""
    return _pages().get_template(f"v{document.layout}/fragment.html.j2").render(letter=document)


def as_mail_page(document: Document, answer_url: str = "", answer_words: str = "") -> str:
    """The same fragment as a page of its own with the styles that mail readers need inside it.

    ``answer_url`` is where its reader answers it, and ``answer_words`` what that link says.
    """
    page = _pages().get_template(f"v{document.layout}/mail.html.j2")
    return page.render(letter=document, answer_url=answer_url, answer_words=answer_words)


def term(language: Language, name: str, value: str, version: str = "1") -> str:
    """The letters' word for a value of an enumeration, such as ``term(language, "sex", Sex.MALE)``."""
    terms = _words(language).get_template(f"terms/v{version}.{language}.j2").module
    word: str = getattr(terms, name)[value]
    return word


@cache
def _words(language: Language) -> Environment:
    environment = Environment(
        loader=Kept(_ROOM / "templates", released_in("templates")),
        undefined=StrictUndefined,
        finalize=seal,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - this makes text; seal() guards it and each layout escapes
    )
    environment.filters |= {
        "yuan": yuan,
        "capitals": capitals,
        "percent": percent,
        "day": DAY[language],
        "instant": INSTANT[language],
        "stamp": stamp,
        "called": partial(_called, language=language),
    }
    return environment


@cache
def _pages() -> Environment:
    return Environment(
        loader=Kept(_ROOM / "layout", released_in("layout")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
    )


def _called(party: Organization | Recipient, language: Language) -> str:
    if language is Language.CHINESE or not party.english_name:
        return party.name
    return f"{party.english_name} ({party.name})"
