"""CSV files as people export them: encodings, headings in English or Chinese, cells with a meaning."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from rules.catalogue.values import nearest
from rules.china_time import SHANGHAI

_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BETWEEN = re.compile(r"[;;|、]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where; ``column`` is empty where the whole row or file is."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}{f', column {self.column}' if self.column else ''}: {self.reason}"


class BadFileError(ValueError):
    """A file of which nothing was taken; ``faults`` name every bad row."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


_ANSWERS = {
    "yes": True,
    "是": True,
    "true": True,
    "1": True,
    "no": False,
    "否": False,
    "false": False,
    "0": False,
}


class CellError(ValueError):
    """A cell that is well-formed and yet wrong; the message says why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def nothing() -> None:
    """What an empty cell means where a column does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its English and Chinese heading; ``read`` raises ValueError with what is wrong.

    ``empty`` makes what an empty cell means.
    """

    name: str
    chinese: str
    read: Callable[[str], Any] = str
    required: bool = False
    empty: Callable[[], Any] = nothing


@dataclass(frozen=True, slots=True)
class Row:
    """One record by column name; a column that the file has not is not there."""

    line: int
    cells: Mapping[str, Any]


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, with or without BOM, or in GB18030; BadFileError for any other."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFileError([Fault(1, "", "the file is UTF-16: save it as CSV in UTF-8")])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFileError([Fault(1, "", "the file is neither UTF-8 nor GB18030: save it as CSV in UTF-8")])


def read(content: bytes, columns: Sequence[Column], key: Sequence[str]) -> tuple[list[Row], list[Fault]]:
    """The good rows and what is wrong with the others. BadFileError where no row can be read at all.

    ``key`` names the columns that no two rows may share.
    """
    records = _records(decode(content))
    named = _headings(records, columns)
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, record in records:
        row, wrong = _row(line, record, named)
        faults.extend(wrong)
        if not wrong:
            rows.append(row)
    return rows, faults + _repeated(rows, key)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadFileError([Fault(line, "", f"cannot be read as CSV: {error}")]) from error
        if any(cell.strip() for cell in record):
            yield line, record
        line = reader.line_num + 1


def _headings(records: Iterator[tuple[int, list[str]]], columns: Sequence[Column]) -> list[Column]:
    line, record = next(records, (1, []))
    if not record:
        raise BadFileError([Fault(1, "", f"the file is empty: begin with {_listed(columns)}")])
    known = {heading: column for column in columns for heading in (column.name, column.chinese)}
    headings = [cell.strip() for cell in record]
    faults = [
        Fault(line, heading, f"is no column of this file: {nearest(heading, list(known))}")
        for heading in headings
        if heading not in known
    ]
    named = [known[heading] for heading in headings if heading in known]
    faults += [
        Fault(line, column.name, "stands there twice") for column in columns if named.count(column) > 1
    ]
    faults += [
        Fault(line, column.name, f"is missing (or as {column.chinese})")
        for column in columns
        if column.required and column not in named
    ]
    if faults:
        raise BadFileError(faults)
    return named


def _listed(columns: Sequence[Column]) -> str:
    return ",".join(column.name for column in columns)


def _row(line: int, record: Sequence[str], columns: Sequence[Column]) -> tuple[Row, list[Fault]]:
    if len(record) != len(columns):
        reason = (
            f"has {len(record)} cells where the headings are {len(columns)}: quote cells that hold commas"
        )
        return Row(line, {}), [Fault(line, "", reason)]
    cells: dict[str, Any] = {}
    faults = []
    for column, cell in zip(columns, record, strict=True):
        try:
            cells[column.name] = _cell(column, cell.strip())
        except ValueError as error:
            faults.append(Fault(line, column.name, str(error)))
    return Row(line, cells), faults


def _cell(column: Column, cell: str) -> Any:
    if _CONTROL.search(cell):
        raise ValueError("holds a control character: remove it")
    if cell:
        return column.read(cell)
    if column.required:
        raise ValueError("is empty: fill it in")
    return column.empty()


def _repeated(rows: Sequence[Row], key: Sequence[str]) -> list[Fault]:
    first: dict[tuple[Any, ...], int] = {}
    faults = []
    for row in rows:
        value = tuple(row.cells.get(name) for name in key)
        if value in first:
            faults.append(Fault(row.line, key[0], f"is the same as on line {first[value]}: keep one of them"))
        first.setdefault(value, row.line)
    return faults


def a_date(cell: str) -> date:
    """A day such as 2026-01-31 or 2026/1/31."""
    match = _DATE.fullmatch(cell)
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is not a date: write it as 2026-01-31") from None


def an_instant(cell: str) -> datetime:
    """An instant such as 2026-01-31T09:30; in Shanghai time where it names no zone."""
    try:
        instant = datetime.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is not a time: write it as 2026-01-31T09:30") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)


def several(cell: str) -> list[str]:
    """A list whose items stand between semicolons."""
    return [item.strip() for item in _BETWEEN.split(cell) if item.strip()]


def yes_or_no(cell: str) -> bool:
    """A yes or a no, in English or Chinese."""
    if cell.lower() not in _ANSWERS:
        raise ValueError(f"{cell!r} is neither yes nor no: write yes (是) or no (否)")
    return _ANSWERS[cell.lower()]


def one_of(kind: type[StrEnum], chinese: Mapping[str, StrEnum] | None = None) -> Callable[[str], Any]:
    """A reader of one of the words of an enum, or of their Chinese ones."""
    words: dict[str, StrEnum] = {**{member.value: member for member in kind}, **(chinese or {})}

    def read_word(cell: str) -> StrEnum:
        if cell not in words:
            raise ValueError(f"{cell!r} is not one of {', '.join(words)}")
        return words[cell]

    return read_word
