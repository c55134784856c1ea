"""Pieces of text with their place on a page, and the rows that they stand in."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rules.findings.reading import Means, Place

_LEVEL = 0.55
"""Of a letter's height: pieces whose middles differ by less stand in one row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of text; the box in pixels or points of its page, ``slope`` how much it climbs a unit of width.

    ``scores`` hold the confidence of each character.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    slope: float = 0.0
    scores: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """Of its letters."""
        return max(self.bottom - self.top, 1.0)

    def part(self, start: int, end: int) -> "Span":
        """The characters from ``start`` to ``end``, in their share of the width."""
        step = (self.right - self.left) / max(len(self.text), 1)
        return replace(
            self,
            text=self.text[start:end],
            left=self.left + step * start,
            right=self.left + step * end,
            scores=self.scores[start:end],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page: its size in the unit of its spans, and how its text was come by."""

    number: int
    width: float
    height: float
    spans: tuple[Span, ...]
    means: Means
    codes: tuple[str, ...] = ()
    picture: str = ""
    """Perceptual hash; empty for pages that are no pictures."""

    def place(self, spans: Sequence[Span]) -> Place:
        """The box around some of its spans."""
        return Place(
            page=self.number,
            left=_share(min(span.left for span in spans), self.width),
            top=_share(min(span.top for span in spans), self.height),
            right=_share(max(span.right for span in spans), self.width),
            bottom=_share(max(span.bottom for span in spans), self.height),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """Spans that stand beside each other, from left to right; their texts joined by single blanks."""

    sheet: Sheet
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(span.text for span in self.spans)

    def cut(self, start: int, end: int) -> tuple[Span, ...]:
        """The pieces of spans that make up these characters of `text`."""
        pieces, at = [], 0
        for span in self.spans:
            first, last = max(start - at, 0), min(end - at, len(span.text))
            if first < last:
                pieces.append(span.part(first, last))
            at += len(span.text) + 1
        return tuple(pieces)


def rows(sheet: Sheet) -> list[Row]:
    """The sheet's spans in rows from top to bottom, along the slope that lines have where they stand."""
    slope = _slope(sheet.spans)
    chains: list[list[Span]] = []
    for span in sorted(sheet.spans, key=lambda each: each.left):
        fitting = [chain for chain in chains if _follows(chain[-1], span, slope)]
        if fitting:
            min(fitting, key=lambda chain: _offset(chain[-1], span, slope)).append(span)
        else:
            chains.append([span])
    chains.sort(key=lambda chain: chain[0].middle - slope(chain[0].middle) * chain[0].left)
    return [Row(sheet, tuple(chain)) for chain in chains]


def _slope(spans: Sequence[Span]) -> Callable[[float], float]:
    """How much lines climb at a height of the page: a straight line through all of them, the longest most.

    On a photograph taken from aside, lines at the top climb otherwise than those at the bottom.
    """
    weights = [max(span.right - span.left, 0.0) for span in spans]
    whole = sum(weights)
    if not whole:
        return lambda _: 0.0
    middle = sum(w * span.middle for w, span in zip(weights, spans, strict=True)) / whole
    mean = sum(w * span.slope for w, span in zip(weights, spans, strict=True)) / whole
    spread_out = sum(w * (span.middle - middle) ** 2 for w, span in zip(weights, spans, strict=True))
    if not spread_out:
        return lambda _: mean
    along = sum(
        w * (span.middle - middle) * (span.slope - mean) for w, span in zip(weights, spans, strict=True)
    )
    return lambda height: mean + along / spread_out * (height - middle)


def _follows(before: Span, span: Span, slope: Callable[[float], float]) -> bool:
    if span.left < before.right - before.height:
        return False
    return _offset(before, span, slope) < _LEVEL * min(before.height, span.height)


def _offset(before: Span, span: Span, slope: Callable[[float], float]) -> float:
    """How far the middle of a span lies off the line that goes through the one before it."""
    run = (span.left + span.right - before.left - before.right) / 2
    return abs(span.middle - (before.middle + slope(before.middle) * run))


def plain(text: str) -> str:
    """Full-width letters and figures made half-width, blanks inside Chinese dropped.

    What steers writing direction or does not show is dropped: it would hide what stands there.
    """
    shown = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFKC", text)
        if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )
    return " ".join(shown.split())


def spread(text: str, score: float) -> tuple[float, ...]:
    """The same score for each character."""
    return (score,) * len(text)


def _share(value: float, whole: float) -> float:
    return round(min(max(value / whole, 0.0), 1.0), 4) if whole else 0.0
