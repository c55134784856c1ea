"""The charges of a bill as a table: CSV text as hospitals export it, read so that nothing in it is lost."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from rules.money import format_yuan, parse_yuan

COLUMNS = (
    "line_id",
    "item",
    "description",
    "amount",
    "quantity",
    "unit_price",
    "invoice",
    "doctor_level",
)
MOST_LINES = 200
_TOTALS = frozenset({"合计", "总计", "总额", "合计金额", "total", "sum"})
_COLONS = " :\uff1a"
_BETWEEN = (",", ";", "\t")
_EXCEL = "sep="

Row = dict[str, str]


def charges(text: str, headings: Mapping[str, str]) -> list[Row]:
    """The filled cells of each charge by column; ``headings`` are known beside the names of the columns.

    A last row that sums the charges up is compared with them and left out. ValueError: what cannot be read
    without a guess, and a sum that is another one.
    """
    records = _records(text)
    names = _named(next(records, (1, []))[1], headings)
    rows = [_row(line, cells, names) for line, cells in records]
    charged = _without_total([row for row in rows if row])
    require_few(charged)
    return charged


def require_few(lines: Sequence[object]) -> None:
    """ValueError for no charge, and for more than a bill holds."""
    if not lines:
        raise ValueError("the file has no charges: put one in each line")
    if len(lines) > MOST_LINES:
        raise ValueError(
            f"the bill has {len(lines)} charges, more than {MOST_LINES}: "
            "join charges of one item and price into one line with their quantity"
        )


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line that it begins on; first the headings."""
    text = text.lstrip("\ufeff")
    first, _, rest = text.partition("\n")
    if first.lower().startswith(_EXCEL):
        text, first = rest, rest.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(_BETWEEN, key=first.count), strict=True)
    line = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield line, [cell.strip() for cell in record]
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"line {line} cannot be read as CSV: {error}") from error


def _named(cells: Sequence[str], headings: Mapping[str, str]) -> list[str]:
    names = [headings.get(cell, cell.lower()) for cell in cells]
    unknown = sorted({name for name in names if name} - set(COLUMNS))
    if unknown or not any(names):
        known = ", ".join(f"{code} ({word})" for word, code in headings.items()) or ", ".join(COLUMNS)
        raise ValueError(f"the file has the columns {', '.join(unknown) or 'of nothing'}; known are {known}")
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise ValueError(f"the file has the column {twice} twice: keep one of them")
    return names


def _row(line: int, cells: Sequence[str], names: Sequence[str]) -> Row:
    headed = len([name for name in names if name])
    stray = any(cell and not name for cell, name in zip(cells, names, strict=False))
    if stray or len(cells) > len(names):
        raise ValueError(
            f"line {line} has {len(cells)} cells where the headings are {headed}: "
            "quote cells that hold commas"
        )
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell}


def _without_total(rows: list[Row]) -> list[Row]:
    last = rows[-1].values() if rows else ()
    if not any(cell.rstrip(_COLONS).lower() in _TOTALS for cell in last):
        return rows
    total, charged = rows[-1].get("amount"), rows[:-1]
    if total is not None:
        _require_sum(total, [row.get("amount", "") for row in charged])
    return charged


def _require_sum(total: str, amounts: Sequence[str]) -> None:
    try:
        said, summed = _fen(total), sum(map(_fen, amounts))
    except ValueError:
        return  # an amount that is none is told at its own line
    if said != summed:
        raise ValueError(
            f"the last line says {format_yuan(said)} in all, the charges come to {format_yuan(summed)}: "
            "correct one of them"
        )


def _fen(cell: str) -> int:
    return parse_yuan(cell.replace(",", "").removeprefix("¥").strip())
