"""Pictures in, sheets out: held upright, read, with their codes and their perceptual hash."""

import numpy as np
from PIL import Image, ImageOps

from reading import codes
from reading.ocr import read_picture
from reading.spans import Sheet
from rules.findings.reading import Means

_SIDE = 16
_CLEARLY = 2
"""Of 256 shades: less is the grain of white paper."""


def sheet(picture: Image.Image, number: int) -> Sheet:
    """A photograph or a scan, read."""
    held = ImageOps.exif_transpose(picture)
    upright, spans = read_picture(held)
    return Sheet(
        number=number,
        width=upright.width,
        height=upright.height,
        spans=spans,
        means=Means.OCR,
        codes=codes.texts(held) or codes.texts(upright),
        picture=difference_hash(upright),
    )


def difference_hash(picture: Image.Image) -> str:
    """256 bits in hexadecimal: whether each of 16 × 16 cells is clearly brighter than its right neighbor.

    It stays nearly the same when a picture is scaled, packed harder or made brighter (dHash). Forms of one
    hospital look alike, which is why it has four times the bits that are usual.
    """
    small = picture.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.LANCZOS)
    cells = np.asarray(small, dtype=np.int16)
    bits = (cells[:, :-1] > cells[:, 1:] + _CLEARLY).flatten()
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):064x}"
