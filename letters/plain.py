"""A document as plain text, for mail readers that show no HTML."""

from letters.document import Blanks, Block, Document, Fields, Heading, Items, Notice, Paragraph, Spans, Table
from rules.vocabulary import Language


def as_text(document: Document) -> str:
    """The letter as plain text; the slip, which lives on paper, is left out."""
    colon = "：" if document.language is Language.CHINESE else ": "
    references = [f"{row.label}{colon}{_text(row.value)}" for row in document.references]
    parts = [
        "\n".join([*document.issuer, *document.office]),
        "\n".join([document.title, *filter(None, [document.subtitle])]),
        "\n".join(references),
        "\n".join(_text(line) for line in document.addressee),
        *(_block(block, colon) for block in document.body),
        "\n".join(_text(line) for line in document.signature),
        *_proof(document),
        "\n".join(document.footer),
    ]
    return "\n\n".join(parts) + "\n"


def _proof(document: Document) -> list[str]:
    if document.proof is None:
        return []
    return ["\n".join([*(_text(line) for line in document.proof.lines), document.proof.url])]


def _text(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def _block(block: Block, colon: str) -> str:
    match block:
        case Heading(text) | Paragraph(text) | Notice(text):
            return _text(text)
        case Fields(rows):
            return "\n".join(f"{row.label}{colon}{_text(row.value)}" for row in rows)
        case Items(ordered, items):
            marks = (f"{index}." if ordered else "-" for index in range(1, len(items) + 1))
            return "\n".join(f"{mark} {_text(item)}" for mark, item in zip(marks, items, strict=True))
        case Blanks(labels):
            return "\n".join(f"{label}{colon}" for label in labels)
        case Table():
            return _table(block, colon)


def _table(table: Table, colon: str) -> str:
    return "\n".join([table.caption, *(f"- {_row(table, row, colon)}" for row in table.rows)])


def _row(table: Table, row: tuple[Spans, ...], colon: str) -> str:
    cells = zip(table.columns, row, strict=True)
    return "\n  ".join(f"{column.label}{colon}{_text(cell)}" for column, cell in cells if cell)
