"""Blank forms on paper, for families that would rather write by hand (R-145).

They are worded and set like letters; nothing of a person stands in them, and the same bytes come every time.
"""

from datetime import UTC, datetime
from enum import StrEnum
from functools import cache

from letters.pdf import set_words
from letters.words import form_words
from rules.vocabulary import Language

_WORDED_AT = datetime(2026, 11, 22, 16, tzinfo=UTC)
"""When the present words were written."""


class BlankForm(StrEnum):
    """What can be filled in by hand."""

    CLAIM = "CLAIM"
    PREAUTHORIZATION = "PREAUTHORIZATION"
    ACCIDENT = "ACCIDENT"
    CONSENT = "CONSENT"


@cache
def blank_form(form: BlankForm, language: Language) -> bytes:
    """The form as PDF/A-2a and PDF/UA-1."""
    return set_words(form_words(form, language), _WORDED_AT)
