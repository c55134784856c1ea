"""Reads the lines that a words template makes into a document.

The templates are written in a small markup, one block a line or more, described in ``templates/README.md``.
Data never takes part in it: every value that a template prints arrives sealed (:func:`seal`), as hexadecimal
between two control characters, and is opened only after the markup around it was read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from letters.document import (
    Blanks,
    Block,
    Column,
    Document,
    Field,
    Fields,
    Heading,
    Items,
    Notice,
    Paragraph,
    Proof,
    Span,
    Spans,
    Table,
)
from letters.text import lines as split_lines
from rules.vocabulary import Language

_SEALED = re.compile("\x02([0-9a-f]*)\x03")
_CHINESE_NUMBERS = "一二三四五六七八九十"
_STARTS = ("# ", "## ", "> ", "- ", "+ ", "| ", "_ ", "@")
_ORDERED = re.compile(r"1\. ")
_FIELD = re.compile(r"^([^|]+?) (:::?) ?(.*)$")


class WordsError(ValueError):
    """A words template is wrong; the message names the line."""


def seal(value: object) -> str:
    """A value as the markup carries it; only text and whole numbers may be printed."""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise WordsError(f"a template printed {value!r}: print text, or format it with a filter first")
    text = "\n".join(split_lines(str(value)))
    return f"\x02{text.encode().hex()}\x03"


def open_text(source: str) -> str:
    """The text of a line, its sealed values opened and its marks of emphasis dropped."""
    return "".join(span.text for span in open_spans(source))


def open_spans(source: str) -> Spans:
    """The runs of a line: what stands between ``**`` is strong."""
    runs = (
        Span(_SEALED.sub(lambda match: bytes.fromhex(match[1]).decode(), run), bool(index % 2))
        for index, run in enumerate(source.strip().split("**"))
    )
    return tuple(run for run in runs if run.text)


@dataclass(slots=True)
class _Draft:
    language: Language
    single: dict[str, str] = field(default_factory=dict)
    many: dict[str, list[str]] = field(default_factory=dict)
    body: list[Block] = field(default_factory=list)
    slip: list[Block] = field(default_factory=list)
    sections: int = 0


def read(source: str, language: Language) -> Document:
    """The document of a rendered template; WordsError when the markup is wrong."""
    draft = _Draft(language)
    blocks = draft.body
    for group in _groups(source):
        if group[0] == "@slip":
            blocks = draft.slip
        elif group[0].startswith("@"):
            _take_directive(draft, group[0])
        else:
            blocks.append(_block(draft, group))
    return _finish(draft)


def _groups(source: str) -> Iterable[list[str]]:
    """Lines that make one block together: rows of fields, of a table, of a list, of a paragraph."""
    group: list[str] = []
    for line in source.split("\n"):
        if group and (not line.strip() or not _continues(group, line)):
            yield group
            group = []
        if line.strip():
            group.append(line)
    if group:
        yield group


def _continues(group: list[str], line: str) -> bool:
    first = _kind(group[0])
    return (first, _kind(line)) in {
        ("field", "field"),
        ("+ ", "| "),
        ("- ", "- "),
        ("1. ", "1. "),
        ("_ ", "_ "),
        ("text", "text"),
        ("> ", "text"),
    }


def _kind(line: str) -> str:
    for start in _STARTS:
        if line.startswith(start):
            return start
    if _ORDERED.match(line):
        return "1. "
    return "field" if _FIELD.match(line) else "text"


def _block(draft: _Draft, group: list[str]) -> Block:
    match _kind(group[0]):
        case "# ":
            return Heading(open_spans(_number(draft) + group[0][2:]))
        case "## ":
            return Heading(open_spans(group[0][3:]))
        case "> ":
            return Notice(open_spans(_join(draft, [group[0][2:], *group[1:]])))
        case "field":
            return Fields(tuple(_field(line) for line in group))
        case "+ ":
            return _table(group)
        case "- ":
            return Items(False, tuple(open_spans(line[2:]) for line in group))
        case "1. ":
            return Items(True, tuple(open_spans(line[3:]) for line in group))
        case "_ ":
            return Blanks(tuple(open_text(line[2:]) for line in group))
        case "text":
            return Paragraph(open_spans(_join(draft, group)))
    raise WordsError(f"a table row stands without its head: {group[0]!r}")


def _number(draft: _Draft) -> str:
    draft.sections += 1
    if draft.language is Language.CHINESE:
        return f"{_CHINESE_NUMBERS[draft.sections - 1]}、"
    return f"{draft.sections}. "


def _join(draft: _Draft, group: list[str]) -> str:
    return ("" if draft.language is Language.CHINESE else " ").join(line.strip() for line in group)


def _field(line: str) -> Field:
    match = _FIELD.match(line)
    if match is None or " ::" in match[3]:
        raise WordsError(f"a field is one 'label :: value' a line, this line is: {line!r}")
    return Field(open_text(match[1]), open_spans(match[3]), match[2] == ":::")


def _table(group: list[str]) -> Table:
    caption, *heads = _cells(group[0])
    columns = tuple(
        Column(open_text(head.removesuffix(">")), "end" if head.endswith(">") else "start") for head in heads
    )
    rows = tuple(tuple(open_spans(cell) for cell in _cells(line)) for line in group[1:])
    for row in rows:
        if len(row) != len(columns):
            raise WordsError(f"table {caption!r} has {len(columns)} columns, a row has {len(row)}")
    return Table(open_text(caption), columns, rows)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r" \|(?= |$)", line[2:])]


def _take_directive(draft: _Draft, line: str) -> None:
    name, _, rest = line[1:].partition(" ")
    if name in {"layout", "title", "subtitle", "running", "page", "proof"}:
        draft.single[name] = rest
    elif name in {"issuer", "office", "ref", "to", "sign", "foot", "proof-line"}:
        draft.many.setdefault(name, []).append(rest)
    else:
        raise WordsError(f"no directive is called @{name}")


def _finish(draft: _Draft) -> Document:
    single, many = draft.single, draft.many
    before, between, after = (open_text(part) for part in single["page"].split("|"))
    return Document(
        language=draft.language,
        layout=int(single["layout"]),
        title=open_text(single["title"]),
        subtitle=open_text(single.get("subtitle", "")),
        issuer=tuple(open_text(line) for line in many["issuer"]),
        office=tuple(open_text(line) for line in many["office"]),
        references=tuple(_field(line) for line in many["ref"]),
        addressee=tuple(open_spans(line) for line in many["to"]),
        body=tuple(draft.body),
        signature=tuple(open_spans(line) for line in many["sign"]),
        footer=tuple(open_text(line) for line in many["foot"]),
        running=open_text(single["running"]),
        page_words=(before, between, after),
        proof=_proof(draft),
        slip=tuple(draft.slip),
    )


def _proof(draft: _Draft) -> Proof | None:
    if "proof" not in draft.single:
        return None
    url, alternative = (open_text(part) for part in draft.single["proof"].split("|"))
    proof_lines = tuple(open_spans(line) for line in draft.many["proof-line"])
    return Proof(url=url, alternative=alternative, lines=proof_lines)
