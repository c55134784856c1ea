"""Whatever people type into names and notes stands in the letter as typed, or is refused loudly."""

from dataclasses import replace
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.kinds import GuaranteeLetter, LetterCode, Recipient, RecipientRole
from letters.mail import compose
from letters.masking import UnmaskedNumberError, reveals_number
from letters.pdf import render
from letters.samples import samples
from letters.text import UnsafeTextError, refused_character
from letters.words import as_html, as_text, document
from rules.vocabulary import Language
from tests.letters.reading import pdf_text, squeezed

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; &amp; &#65; <b>x</b>",
    "{{ 7 * 7 }} {% include 'frame/v1.zh.j2' %} {# gone #}",
    '#import "/etc/passwd" #read("letter.typ") #sys.version',
    "*strong* _weak_ `raw` $x^2$ [content] <label> @reference",
    r"\input{/etc/passwd} \write18{ls} \textbf{x} % gone",
    "**strong** | cell | cell :: value ::: value",
    "# heading",
    "## heading",
    "- item",
    "1. item",
    "> notice",
    "+ table | a | b",
    "| a | b |",
    "_ blank",
    "@slip",
    "@title Another title",
    "'; drop table letter; --",
    "${jndi:ldap://x} %n %s {0}",
    "line one\nline two",
    "line one\r\n@title two",
]

REFUSED = [
    ("\x00", "a control character"),
    ("\x02", "a control character"),
    ("\x03", "a control character"),
    ("\x1b[31m", "a control character"),
    ("a\rb", "a control character"),
    ("a\tb", "a control character"),
    ("\x85", "a control character"),
    ("\u200b", "an invisible formatting character"),
    ("\u200f", "an invisible formatting character"),
    ("\u202e", "an invisible formatting character"),
    ("\u2066", "an invisible formatting character"),
    ("\ufeff", "an invisible formatting character"),
    ("\u00ad", "an invisible formatting character"),
    ("\u2028", "a line separator"),
    ("\u2029", "a paragraph separator"),
    ("\ud800", "half of a surrogate pair"),
]


def letter_to(text: str) -> GuaranteeLetter:
    """A guarantee letter with the text as name, as free text and as a cell of a table."""
    letter = samples(Language.CHINESE)[LetterCode.GUARANTEE]
    assert isinstance(letter, GuaranteeLetter)
    item = replace(letter.item_ceilings[0], item=text)
    return replace(
        letter,
        recipient=Recipient(name=text, role=RecipientRole.HOSPITAL),
        special_conditions=(text,),
        item_ceilings=(item,),
    )


def mail_parts(message: EmailMessage) -> tuple[str, str]:
    """The plain and the HTML text of a mail."""
    parts = [message.get_body((kind,)) for kind in ("plain", "html")]
    plain, page = (part.get_content() for part in parts if part is not None)
    return plain, page


class Reader(HTMLParser):
    """What a browser shows of a page, and the tags that it holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown = ""
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.shown += data


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_stands_as_typed_in_pdf_page_and_mail(text: str) -> None:
    letter = letter_to(text)
    typed = squeezed(text)

    pdf = render(letter)

    words = document(letter)
    plain, page = mail_parts(
        compose(letter, pdf, "a@lipei.example", "b@x.example", letter.issued_at, "<1@x.example>")
    )
    for shown in (pdf_text(pdf), as_text(words), plain, Reader(as_html(words)).shown, Reader(page).shown):
        assert squeezed(shown).count(typed) >= 3


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_changes_neither_the_blocks_nor_the_tags_of_a_letter(text: str) -> None:
    hostile, plain = document(letter_to(text)), document(letter_to("plain"))

    assert hostile.title == plain.title
    assert [part.kind for part in hostile.body] == [part.kind for part in plain.body]
    tags = [tag for tag in Reader(as_html(hostile)).tags if tag != "br"]
    assert tags == [tag for tag in Reader(as_html(plain)).tags if tag != "br"]


@pytest.mark.parametrize(("text", "what"), REFUSED)
def test_characters_that_a_reader_cannot_see_are_refused_with_their_field(text: str, what: str) -> None:
    with pytest.raises(UnsafeTextError, match=what) as refusal:
        letter_to(f"王{text}芳")

    assert refusal.value.field == "recipient.name"
    assert f"U+{ord(refusal.value.character):04X}" in str(refusal.value)


def test_line_breaks_are_kept() -> None:
    page = as_html(document(letter_to("line one\r\nline two")))

    assert "line one<br>line two" in page


@given(st.text(min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_is_said_as_typed_or_refused(text: str) -> None:
    if refused_character(text) is not None:
        with pytest.raises(UnsafeTextError):
            letter_to(text)
        return
    if reveals_number(text):
        with pytest.raises(UnmaskedNumberError):
            letter_to(text)
        return

    words = document(letter_to(text))

    conditions = [part for part in words.body if part.kind == "items" and part.ordered]
    said = "".join(span.text for span in conditions[0].items[-1])
    assert squeezed(said) == squeezed(text)
