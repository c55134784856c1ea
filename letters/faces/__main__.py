"""Cuts the faces of the letters out of the variable font: `python -m letters.faces`.

Only who changes them needs this, and `pip install fonttools==4.68.0`. What it writes is released, as layouts
are. The curves of a variable font are worked out anew for each letter: a quarter of what setting one costs.
"""

import io
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.varLib import instancer

_WHOLE = next(Path(str(files("manimgx_fonts_cjk"))).glob("*Sans*.ttc"))
_KOREAN, _CHINESE = 1, 2
"""Places in the collection; its fonts share their glyphs."""
_NARROW = (0xB7, 0x2022)
"""Middle dot and bullet, which the Chinese font makes as wide as a character."""
_PUNCTUATION = {*range(0x2010, 0x2028), *range(0x2030, 0x203B)}
_WEIGHTS = {"Regular": 400, "Bold": 700}
_FEATURES = ["ccmp", "locl", "kern", "mark", "mkmk", "liga", "clig", "rlig", "calt"]
_UPRIGHT_ONLY = ("VORG", "STAT", "BASE", "vhea", "vmtx", "DSIG")
_LIMITS = (
    *("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements", "SizeOfInstructions"),
    *("Points", "Contours", "CompositePoints", "CompositeContours", "ComponentElements", "ComponentDepth"),
)
_CURVE_ERROR = 0.5
"""In thousandths of the type size."""


def main(folder: Path) -> None:
    """Write the four faces, the same bytes every time."""
    western = {*range(0x20, 0x250), *_PUNCTUATION}
    chinese = {*range(0x20, 0x180), *_PUNCTUATION, *range(0xFF01, 0xFF5F), *range(0xFFE0, 0xFFE7), *_gb2312()}
    for style in _WEIGHTS:
        _cut("Lipei Sans Western", style, _KOREAN, western, _as_it_is).save(folder / f"western-{style}.ttf")
        _cut("Lipei Sans", style, _CHINESE, chinese, _narrow_dots).save(folder / f"chinese-{style}.ttf")


def _gb2312() -> Iterator[int]:
    """The 6,763 characters of the standard, and its signs."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield from map(ord, bytes((row, cell)).decode("gb2312", "ignore"))


def _cut(family: str, style: str, place: int, characters: set[int], prepare: Callable[[Any], None]) -> Any:
    font = TTFont(_WHOLE, fontNumber=place, lazy=True, recalcTimestamp=False)
    prepare(font)
    cutter = Subsetter(Options(layout_features=_FEATURES, notdef_outline=True, drop_tables=["DSIG"]))
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    font = _read_again(font)
    instancer.instantiateVariableFont(font, {"wght": _WEIGHTS[style]}, inplace=True)
    _make_quadratic(font)
    _call(font, family, style)
    return font


def _as_it_is(_font: Any) -> None:
    pass


def _narrow_dots(font: Any) -> None:
    korean = TTFont(_WHOLE, fontNumber=_KOREAN, lazy=True)
    glyphs, names = korean.getBestCmap(), font.getGlyphOrder()
    for table in font["cmap"].tables:
        for dot in _NARROW:
            if dot in getattr(table, "cmap", {}):
                table.cmap[dot] = names[korean.getGlyphID(glyphs[dot])]


def _read_again(font: Any) -> Any:
    file = io.BytesIO()
    font.save(file)
    file.seek(0)
    return TTFont(file, recalcTimestamp=False)


def _make_quadratic(font: Any) -> None:
    """From cubic curves (CFF2) to quadratic ones, which a PDF gets of a variable font in any case."""
    drawn, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines = font["glyf"] = newTable("glyf")
    font["loca"] = newTable("loca")
    outlines.glyphOrder, outlines.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, _CURVE_ERROR, reverse_direction=True))
        glyph = outlines.glyphs[name] = pen.glyph()
        glyph.recalcBounds(outlines)
        font["hmtx"][name] = (font["hmtx"][name][0], glyph.xMin if glyph.numberOfContours else 0)
    for table in ("CFF2", *_UPRIGHT_ONLY):
        if table in font:
            del font[table]
    font.sfntVersion = "\0\1\0\0"
    _limit(font["maxp"])


def _limit(maxp: Any) -> None:
    """Nothing of these faces is a program or composed; what counts is counted when it is saved."""
    maxp.tableVersion, maxp.maxZones = 0x00010000, 1
    for limit in _LIMITS:
        setattr(maxp, f"max{limit}", 0)


def _call(font: Any, family: str, style: str) -> None:
    bold = style == "Bold"
    font["post"].formatType = 3.0
    font["OS/2"].usWeightClass = _WEIGHTS[style]
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x61 | (0x20 if bold else 0x40)
    font["head"].macStyle = int(bold)
    names = font["name"]
    names.names = [each for each in names.names if each.platformID == 3 and each.nameID in (0, 13, 14)]
    whole = f"{family} {style}"
    for number, name in {1: family, 2: style, 3: whole, 4: whole, 5: "1", 6: whole.replace(" ", "")}.items():
        names.setName(name, number, 3, 1, 0x409)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
