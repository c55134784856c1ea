"""Letters a second, signing beside it, and WeasyPrint in the same run: `python -m bench.letters [rounds]`.

Every letter code in both languages, as PDF/A-2a and PDF/UA-1 in one file. It is CPU of this process; two
cores have two seconds of it each second. WeasyPrint (`pip install weasyprint==70.0`; nothing else here needs
it) sets the words of the mail's page as PDF/UA-1 alone, for it writes one standard at a time, with our font
cut down beforehand to what the letters use: the whole one costs it 13 s a letter, which says little of it.
The goals are 8 times its rate, and 100 a second on two cores.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from bench.server import machine
from embedded.authority import renew_seal
from letters import pdf
from letters.kinds import Letter
from letters.samples import samples
from letters.signing import Seal
from letters.words import as_mail_page, document
from rules.vocabulary import Language
from settings import Settings

Item = TypeVar("Item")

CORES = 2
WEASYPRINT_LETTERS = 12
"""So many of all samples, spread over them."""
WEASYPRINT_SECONDS = 60
"""No letter is begun after that many seconds of WeasyPrint."""


def main(rounds: int) -> None:
    """Print the figures."""
    every = [letter for language in Language for letter in samples(language).values()]
    print(f"{machine()}; {len(every)} letters, {rounds} rounds")
    rendered = [pdf.render(letter) for letter in every]
    _show("rendered, both standards", _seconds(pdf.render, every * rounds) / len(every) / rounds)
    seal, at = _seal(), datetime.now(UTC)
    seal.sign(rendered[0], at)
    signing = _seconds(lambda file: seal.sign(file, at), rendered * rounds)
    _show("signed, beside it", signing / len(rendered) / rounds)
    _against_weasyprint(every[:: len(every) // WEASYPRINT_LETTERS])


def _seconds(act: Callable[[Item], object], items: Sequence[Item]) -> float:
    """CPU for all of them."""
    began = time.process_time()
    for item in items:
        act(item)
    return time.process_time() - began


def _show(what: str, each: float) -> None:
    print(f"{what:28} {each * 1000:7.1f} ms of CPU each, {CORES / each:6.1f}/s on {CORES} cores")


def _seal() -> Seal:
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), secret_key="s" * 32)
        renew_seal(settings)
        return Seal.read(settings.seal_file)


def _against_weasyprint(letters: list[Letter]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            set_by_weasyprint = _weasyprint(letters, Path(folder))
        except (ImportError, OSError) as missing:
            print(f"WeasyPrint cannot be measured here: {missing}")
            return
        _by_turns(letters, set_by_weasyprint)


def _by_turns(letters: list[Letter], set_by_weasyprint: Callable[[Letter], bytes]) -> None:
    """One letter by the one, then by the other."""
    assert set_by_weasyprint(letters[0]).startswith(b"%PDF")
    theirs = ours = 0.0
    count, until = 0, time.monotonic() + WEASYPRINT_SECONDS
    while count < len(letters) and time.monotonic() < until:
        theirs += _seconds(set_by_weasyprint, letters[count : count + 1])
        ours += _seconds(pdf.render, letters[count : count + 1])
        count += 1
    _show(f"WeasyPrint, {count} letters", theirs / count)
    _show("Lipei, the same by turns", ours / count)
    print(f"{theirs / ours:.1f} times WeasyPrint's rate")


def _weasyprint(letters: list[Letter], folder: Path) -> Callable[[Letter], bytes]:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    pages = [as_mail_page(document(letter)) for letter in letters]
    font = _small_font("".join(pages), folder / "small.otf")
    fonts = FontConfiguration()
    face = f"@font-face {{ font-family: Set; src: url({font.as_uri()}) }} * {{ font-family: Set !important }}"
    style = CSS(string=face, font_config=fonts)

    def render(letter: Letter) -> bytes:
        page = HTML(string=as_mail_page(document(letter)))
        return page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")

    return render


def _small_font(text: str, path: Path) -> Path:
    """The letters' font with the characters of the text and no more."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTCollection

    whole = next(Path(str(files("manimgx_fonts_cjk"))).rglob("*Sans*"))
    fonts = TTCollection(str(whole), lazy=True).fonts
    font = next(each for each in fonts if each["name"].getDebugName(1).startswith("Noto Sans CJK SC"))
    smaller = Subsetter(Options(layout_features=["kern"]))
    smaller.populate(text=text)
    smaller.subset(font)
    font.save(path)
    return path


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
