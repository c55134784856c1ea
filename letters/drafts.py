"""A letter as it would look, marked so that nobody takes it for one that was sent."""

import io
from dataclasses import replace

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from letters.kinds import Letter
from letters.pdf import render

MARK = "DRAFT"
"""Stands for the number, and across each page."""
_SCALE, _SIZE, _PALE = 1.3, 190, (178, 34, 34, 70)


def as_draft(letter: Letter, template_version: str = "") -> Letter:
    """The letter without number and code, by its own template version or another one."""
    version = template_version or letter.template_version
    return replace(letter, number=MARK, verification=None, template_version=version)


def pictures(draft: Letter) -> list[bytes]:
    """Each page as a PNG with the mark across it; jinja2's TemplateError where its version does not fit."""
    drawn = []
    with pypdfium2.PdfDocument(render(draft)) as document:
        for page in document:
            buffer = io.BytesIO()
            _marked(page.render(scale=_SCALE).to_pil()).save(buffer, "PNG")
            drawn.append(buffer.getvalue())
    return drawn


def _marked(page: Image.Image) -> Image.Image:
    """The page with the mark on a slant."""
    mark = Image.new("RGBA", page.size, (255, 255, 255, 0))
    middle = (page.width / 2, page.height / 2)
    ImageDraw.Draw(mark).text(middle, MARK, _PALE, ImageFont.load_default(_SIZE), anchor="mm")
    turned = mark.rotate(40, center=middle)
    return Image.alpha_composite(page.convert("RGBA"), turned).convert("RGB")
