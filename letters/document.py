"""A letter as words in order, before any layout; PDF, mail and page each lay out the same document."""

from dataclasses import dataclass
from typing import Literal

from rules.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; strong where the words ask for weight."""

    text: str
    strong: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section, with its number where the letter numbers them."""

    text: Spans
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Spans
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the reader must not miss, set apart."""

    text: Spans
    kind: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value; wide ones take a line of their own."""

    label: str
    value: Spans
    wide: bool


@dataclass(frozen=True, slots=True)
class Fields:
    """Labelled values that belong together."""

    rows: tuple[Field, ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a table's column; amounts align at their end."""

    label: str
    align: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headed columns; it may run over pages, repeating its head."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Spans, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    ordered: bool
    items: tuple[Spans, ...]
    kind: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Blanks:
    """Lines to be filled in by hand, on paper only."""

    labels: tuple[str, ...]
    kind: Literal["blanks"] = "blanks"


Block = Heading | Paragraph | Notice | Fields | Table | Items | Blanks


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where the letter can be checked: drawn as a QR code on paper, a link elsewhere."""

    url: str
    alternative: str
    lines: tuple[Spans, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole letter in words. ``slip`` is the part that is cut off and sent back, on paper only."""

    language: Language
    layout: int
    title: str
    subtitle: str
    issuer: tuple[str, ...]
    office: tuple[str, ...]
    references: tuple[Field, ...]
    addressee: tuple[Spans, ...]
    body: tuple[Block, ...]
    signature: tuple[Spans, ...]
    footer: tuple[str, ...]
    running: str
    page_words: tuple[str, str, str]
    proof: Proof | None
    slip: tuple[Block, ...]
