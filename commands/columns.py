"""Prints rows in columns that line up, also where the text is Chinese."""

import unicodedata
from collections.abc import Sequence

import typer

GAP = "  "


def print_columns(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> None:
    """Rows with aligned columns; those named in ``right`` line up at their right edge."""
    if not rows:
        return
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [_padded(cell, widths[index], index in right) for index, cell in enumerate(row)]
        typer.echo(GAP.join(cells).rstrip())


def width(text: str) -> int:
    """Cells of a terminal that the text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, columns: int, right: bool) -> str:
    space = " " * (columns - width(text))
    return space + text if right else text + space
