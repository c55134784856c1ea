"""What templates hold, read as a page would."""

from typing import Any

from rules.vocabulary import Language
from web.templating import module


def words(template: str, language: str) -> Any:
    """The dictionaries of a template of words, in a language."""
    return module(template, Language(language))
