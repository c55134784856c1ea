"""Every letter has words, the same in both languages, and every value that it holds is in them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest

from letters.document import Blanks, Document, Fields, Heading, Table
from letters.figures import DAY, INSTANT, percent, stamp, yuan
from letters.kinds import KINDS, LapseCause, Letter, LetterCode
from letters.kinds.letter import leaves
from letters.samples import samples
from letters.words import as_html, as_text, document, term
from rules.reasons import ReasonCode
from rules.vocabulary import (
    AuthorizationType,
    DocumentKind,
    GuaranteeVersionKind,
    GuardianRelation,
    IdentityKind,
    Language,
    Process,
    RoomClass,
    Sex,
)
from tests.letters.reading import squeezed

_CHINESE = re.compile("[\u4e00-\u9fff]")
_HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")

EVERY_LETTER = [
    pytest.param(letter, id=f"{code}.{language}")
    for language in Language
    for code, letter in samples(language).items()
]

TERMS: dict[str, type[StrEnum]] = {
    "sex": Sex,
    "relation": GuardianRelation,
    "identity_kind": IdentityKind,
    "process": Process,
    "authorization_type": AuthorizationType,
    "room_class": RoomClass,
    "version_kind": GuaranteeVersionKind,
    "document_kind": DocumentKind,
    "document_why": DocumentKind,
    "lapse_cause": LapseCause,
    "reason": ReasonCode,
}


def test_every_code_has_a_kind_and_a_sample() -> None:
    assert set(KINDS) == set(LetterCode)
    for language in Language:
        assert set(samples(language)) == set(LetterCode)


@pytest.mark.parametrize("letter", EVERY_LETTER)
def test_every_text_and_amount_of_a_letter_is_in_its_words(letter: Letter) -> None:
    words = squeezed(as_text(document(letter)))

    missing = [path for path, value in leaves(letter) if not _is_said(path, value, words, letter)]

    assert missing == []


def _is_said(path: str, value: object, words: str, letter: Letter) -> bool:
    name = path.rpartition(".")[2]
    if isinstance(value, StrEnum) or name in {"number", "template_version", "layout"} or value in ("", None):
        return True
    if path.endswith("reason.code") or ("reasons[" in path and name == "code"):
        value = term(letter.language, "reason", str(value))
    if isinstance(value, bool) or _only_in_the_other_language(path, letter.language):
        return True
    return any(squeezed(form) in words for form in _forms(value, letter.language))


def _only_in_the_other_language(path: str, language: Language) -> bool:
    if language is Language.CHINESE:
        return "english" in path and path != "insurer.english_name"
    return path.endswith(("policy.plan", "hospital", "administrator.name", "].name"))


def _forms(value: object, language: Language) -> list[str]:
    if isinstance(value, datetime):
        return [INSTANT[language](value), stamp(value), DAY[language](value.astimezone(UTC).date())]
    if isinstance(value, date):
        return [DAY[language](value)]
    if isinstance(value, Decimal):
        return [percent(value)] if value else [""]
    return [yuan(value), str(value)] if isinstance(value, int) else [str(value)]


@pytest.mark.parametrize("code", list(LetterCode))
def test_both_languages_say_a_letter_in_the_same_parts(code: LetterCode) -> None:
    chinese, english = (_outline(document(samples(language)[code])) for language in Language)

    assert chinese == english


def _outline(words: Document) -> list[object]:
    return [
        (part.kind, len(part.rows), len(part.columns)) if isinstance(part, Table) else part.kind
        for part in (*words.body, *words.slip)
    ]


@pytest.mark.parametrize("letter", [letter for letter in EVERY_LETTER if str(letter.id).endswith("zh")])
def test_chinese_letters_use_full_width_punctuation(letter: Letter) -> None:
    assert _HALF_WIDTH.findall(as_text(document(letter))) == []


@pytest.mark.parametrize("letter", [letter for letter in EVERY_LETTER if str(letter.id).endswith("en")])
def test_headings_and_labels_of_english_letters_hold_no_chinese(letter: Letter) -> None:
    assert [label for label in _labels(document(letter)) if _CHINESE.search(label)] == []


def _labels(words: Document) -> Iterator[str]:
    yield from (words.title, words.subtitle, *(row.label for row in words.references))
    for part in (*words.body, *words.slip):
        match part:
            case Heading(text):
                yield "".join(span.text for span in text)
            case Fields(rows):
                yield from (row.label for row in rows)
            case Table():
                yield from (part.caption, *(column.label for column in part.columns))
            case Blanks(labels):
                yield from labels


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("name", "kind"), TERMS.items())
def test_every_term_has_a_word(language: Language, name: str, kind: type[StrEnum]) -> None:
    for member in kind:
        assert term(language, name, member)


@pytest.mark.parametrize("letter", EVERY_LETTER)
def test_the_page_holds_each_word_of_the_letter(letter: Letter) -> None:
    words = document(letter)

    page = as_html(words)

    assert page.count("<h2>") == 1
    assert page.startswith('<article class="letter" lang="')
    for part in words.body:
        if isinstance(part, Table):
            assert f"<caption>{part.caption}</caption>" in page


def test_amounts_are_grouped_and_carry_two_places() -> None:
    assert yuan(12_625_93) == "¥12,625.93"
    assert yuan(-5) == "-¥0.05"


def test_shares_drop_what_is_nothing() -> None:
    assert percent(Decimal("0.40")) == "40%"
    assert percent(Decimal("0.125")) == "12.5%"


def test_the_day_of_issue_is_the_day_in_shanghai() -> None:
    late = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)

    assert DAY[Language.CHINESE](date(2026, 11, 22)) == "2026年11月22日"
    assert INSTANT[Language.CHINESE](late) == "2026年11月22日00:30"
    assert INSTANT[Language.ENGLISH](late) == "22 November 2026, 00:30 (Beijing time)"
