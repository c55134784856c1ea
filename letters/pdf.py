"""Sets letters as PDF/A-2a and PDF/UA-1 in one file, the same bytes every time."""

import io
import json
import re
import threading
from dataclasses import asdict
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import segno
import typst

from letters.document import Document
from letters.kinds.letter import Letter, leaves
from letters.words import document

_LAYOUT = Path(__file__).parent / "layout"
_FACES = Path(__file__).parent / "faces"
_WHOLE_FONT = Path(str(files("manimgx_fonts_cjk")))
_UNSET = re.compile(r'the text `?"(?P<text>.*?)"`? could not be displayed')
_ESCAPE = re.compile(r"\\u\{(?P<code>[0-9a-f]+)\}")
_MAIN = b'#import "/v%d/letter.typ": letter\n#letter(json("data.json"))'
_local = threading.local()


class UnsetCharacterError(ValueError):
    """The fonts lack a character, so the letter would show a box; a person decides how to write it."""

    def __init__(self, character: str, field: str) -> None:
        self.character = character
        self.field = field
        super().__init__(
            f"no font sets {character!r} (U+{ord(character):04X}) in {field}: "
            "agree on another form with the person concerned, or add a font that has it"
        )


def render(letter: Letter) -> bytes:
    """The letter as PDF bytes, which depend on the letter alone.

    Raises UnsetCharacterError when the fonts lack a character of the letter.
    """
    try:
        return set_words(document(letter), letter.issued_at)
    except typst.TypstError as error:
        raise _explain(error, letter) from error


def set_words(words: Document, at: datetime) -> bytes:
    """Words set as PDF, made ``at`` that instant; typst.TypstError where a font lacks a character."""
    compile_words = _compiled_as_input if words.layout == 1 else _compiled_as_file
    pdf = compile_words(
        words, format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=at.replace(microsecond=0)
    )
    assert isinstance(pdf, bytes)
    return pdf


def _compiled_as_input(words: Document, **how: Any) -> object:
    """The first layout reads its data from the inputs of the program, so all of it is read anew each time."""
    layout = _LAYOUT / "v1" / "letter.typ"
    return _compiler((_WHOLE_FONT,)).compile(layout, sys_inputs={"d": _data(words)}, **how)


def _compiled_as_file(words: Document, **how: Any) -> object:
    """Later ones read a file beside them; what is the same for all letters then stays read."""
    sources: Any = {"main.typ": _MAIN % words.layout, "data.json": _data(words).encode()}
    return _compiler((_FACES, _WHOLE_FONT)).compile(sources, **how)


def _compiler(fonts: tuple[Path, ...]) -> typst.Compiler:
    """One compiler a thread and choice of fonts, for a compiler is not to be shared."""
    compilers: dict[tuple[Path, ...], typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if fonts not in compilers:
        compilers[fonts] = typst.Compiler(root=str(_LAYOUT), font_paths=_fonts(fonts))
    return compilers[fonts]


@cache
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    """Read once and shared by all threads."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(each) for each in folders]
    )


def _data(words: Document) -> str:
    data = asdict(words)
    if words.proof is not None:
        data["qr"] = _qr(words.proof.url)
    return json.dumps(data, ensure_ascii=False)


def _qr(url: str) -> str:
    drawing = io.BytesIO()
    segno.make(url, error="m", micro=False).save(drawing, kind="svg", border=0, xmldecl=False, dark="#1c2430")
    return drawing.getvalue().decode()


def _explain(error: typst.TypstError, letter: Letter) -> Exception:
    match = _UNSET.search(error.message)
    if match is None:
        return error
    unset = _ESCAPE.sub(lambda escape: chr(int(escape["code"], 16)), match["text"])
    for path, value in leaves(letter):
        for character in unset:
            if isinstance(value, str) and character in value:
                return UnsetCharacterError(character, path)
    return UnsetCharacterError(unset[0], "the words of the letter")
