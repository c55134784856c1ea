"""Pages of PDFs: their text where they have one, else their picture."""

import statistics
from collections.abc import Iterator

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from reading import codes, pictures
from reading.spans import Sheet, Span, plain, spread
from rules.findings.reading import Means

MOST_PAGES = 20
_FEWEST_LETTERS = 25
"""A page with less text than that is a picture with a stamp or a page number."""
_LONGEST_SIDE = 1800
_TEXT_SCORE = 0.995
_GAP = 0.9
"""Of a letter's height: a wider gap begins another span, as between columns."""


def sheets(content: bytes) -> Iterator[Sheet]:
    """The pages of a document, `MOST_PAGES` at most."""
    with pypdfium2.PdfDocument(content) as document:
        for index in range(min(len(document), MOST_PAGES)):
            page = document[index]
            width, height = page.get_size()
            spans = tuple(_spans(page, height))
            picture = _picture(page, width, height)
            if sum(len(span.text) for span in spans) < _FEWEST_LETTERS:
                yield pictures.sheet(picture, index + 1)
                continue
            yield Sheet(
                number=index + 1,
                width=width,
                height=height,
                spans=spans,
                means=Means.TEXT,
                codes=codes.texts(picture),
            )


def _picture(page: pypdfium2.PdfPage, width: float, height: float) -> Image.Image:
    scale = min(2.2, _LONGEST_SIDE / max(width, height, 1.0))
    drawn: Image.Image = page.render(scale=scale).to_pil()
    return drawn


def _spans(page: pypdfium2.PdfPage, height: float) -> Iterator[Span]:
    """Runs of letters that stand side by side on one line; a letter with no box is a blank."""
    run: list[tuple[str, float, float, float, float]] = []
    for letter in _letters(page, height):
        if run and _breaks(run[-1], letter):
            yield _span(run)
            run = []
        run.append(letter)
    if run:
        yield _span(run)


def _letters(page: pypdfium2.PdfPage, height: float) -> Iterator[tuple[str, float, float, float, float]]:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if not letter.strip() or not letter.isprintable():
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        yield letter, left, height - top, right, height - bottom


def _breaks(
    before: tuple[str, float, float, float, float], letter: tuple[str, float, float, float, float]
) -> bool:
    size = max(min(before[4] - before[2], letter[4] - letter[2]), 1.0)
    beside = abs((before[2] + before[4]) - (letter[2] + letter[4])) / 2 < 0.4 * size
    return not beside or not -0.6 * size < letter[1] - before[3] < _GAP * size


def _span(run: list[tuple[str, float, float, float, float]]) -> Span:
    size = statistics.median(each[4] - each[2] for each in run)
    text, right = "", run[0][1]
    for letter, left, _, end, _ in run:
        text += (" " if left - right > 0.22 * size and text else "") + letter
        right = end
    text = plain(text)
    return Span(
        text=text,
        left=min(each[1] for each in run),
        top=min(each[2] for each in run),
        right=max(each[3] for each in run),
        bottom=max(each[4] for each in run),
        scores=spread(text, _TEXT_SCORE),
    )
