"""Bars for a chart in a page: shares of the width, so that it fits a telephone and a sheet of paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ROW = 44
_LABEL, _BAR, _THICK = 16, 22, 14
_LEAST = 0.6
"""Per cent of the width that a number above none takes at least, so that it can be seen."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: its kind names the fill, ``x`` and ``width`` are per cent of the chart."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: label and numbers stand above the bar."""

    label: str
    note: str
    label_y: int
    bar_y: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below one another, on a common scale; heights in pixels."""

    bars: tuple[Bar, ...]
    height: int
    thickness: int = _THICK


def bar_chart(kinds: Sequence[str], rows: Iterable[tuple[str, str, Sequence[float]]]) -> Chart:
    """A bar for each row of label, note and as many numbers as there are kinds of parts."""
    kept = list(rows)
    most = max((sum(numbers) for _, _, numbers in kept), default=0)
    bars = tuple(
        Bar(
            label=label,
            note=note,
            label_y=place * _ROW + _LABEL,
            bar_y=place * _ROW + _BAR,
            parts=_parts(kinds, numbers, most),
        )
        for place, (label, note, numbers) in enumerate(kept)
    )
    return Chart(bars, len(bars) * _ROW)


def _parts(kinds: Sequence[str], numbers: Sequence[float], most: float) -> tuple[Part, ...]:
    shown = [(kind, number) for kind, number in zip(kinds, numbers, strict=True) if number > 0]
    room = 100 - _LEAST * len(kinds)
    parts: list[Part] = []
    x = 0.0
    for kind, number in shown:
        width = _LEAST + room * number / most
        parts.append(Part(kind, round(x, 2), round(width, 2)))
        x += width
    return tuple(parts)
