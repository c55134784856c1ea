"""Typst markup of made-up papers: titles, labelled values, tables. Values go in as string literals."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import manimgx_fonts_cjk
import segno
import typst

from rules.findings.reading import FieldName, PaperKind


@dataclass(kw_only=True)
class Made:
    """A paper with what stands on it."""

    kind: PaperKind
    fields: dict[FieldName, str]
    lines: tuple[tuple[str, int], ...] = ()
    markup: str = ""
    code: str = ""

    @property
    def pdf(self) -> bytes:
        """The paper as printed."""
        return _compile(self.markup)


def text(value: str) -> str:
    """A string literal of Typst."""
    return json.dumps(value, ensure_ascii=False)


class Style:
    """How one hospital or office sets its papers."""

    def __init__(self, rng: random.Random) -> None:
        """Choose separators, sizes and columns."""
        self.rng = rng
        self.colon = rng.choice((":", "：", "： ", ": "))
        self.size = rng.choice((9.5, 10.5, 11.0, 12.0))
        self.columns = rng.choice((2, 3))
        self.day_form = rng.choice(("%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"))
        self.grouped = rng.random() < 0.3
        self.yuan_sign = rng.choice(("¥", "￥", ""))

    def day(self, value: date) -> str:
        """A day as this office writes it."""
        return value.strftime(self.day_form)

    def amount(self, fen: int) -> str:
        """An amount as this office writes it."""
        return f"{fen / 100:,.2f}" if self.grouped else f"{fen / 100:.2f}"

    def page(self, *parts: str, width: str = "210mm", height: str = "297mm", margin: str = "16mm") -> str:
        """The whole file."""
        page = f"#set page(width: {width}, height: {height}, margin: {margin})"
        letters = f'#set text(font: "Noto Sans CJK SC", size: {self.size}pt, lang: "zh")'
        return "\n\n".join((page, letters, *parts))

    def title(self, value: str, size: float = 1.6) -> str:
        """A heading in the middle."""
        return f"#align(center, text(size: {size}em, weight: 600, {text(value)}))"

    def line(self, value: str) -> str:
        """A paragraph."""
        return f"#{text(value)}"

    def pair(self, label: str, value: str) -> str:
        """A label with its value."""
        return f"#{text(label + self.colon + value)}"

    def pairs(self, values: Sequence[tuple[str, str]], columns: int = 0) -> str:
        """Labelled values in columns."""
        cells = ", ".join(f"[#{text(label + self.colon + value)}]" for label, value in values)
        layout = f"columns: (1fr,) * {columns or self.columns}, row-gutter: 0.9em, column-gutter: 1em"
        return f"#grid({layout}, {cells})"

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], even: bool = False) -> str:
        """A table."""
        stroke = "0.5pt" if even or self.rng.random() < 0.6 else "none"
        cells = ", ".join(f"[#{text(cell)}]" for row in (head, *rows) for cell in row)
        widths = ", ".join("2fr" if index == 0 and not even else "1fr" for index in range(len(head)))
        return f"#table(columns: ({widths}), stroke: {stroke}, inset: 5pt, {cells})"

    def code(self, said: str) -> str:
        """A QR code in the corner."""
        drawn = segno.make(said, error="m").svg_inline(scale=4, border=2, light="white")
        return f'#place(top + right, dx: -2mm, image(bytes({text(drawn)}), format: "svg", width: 26mm))'


@cache
def _compiler() -> typst.Compiler:
    own = str(Path(manimgx_fonts_cjk.__file__).parent)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[own])
    return typst.Compiler(font_paths=fonts)


def _compile(markup: str) -> bytes:
    made = _compiler().compile(markup.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made
