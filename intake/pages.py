"""One page as a picture: whatever size a file claims, the picture stays small and carries nothing else."""

import io

from PIL import Image

LONGER_SIDE = 2000
"""Pixels of the picture of a page: small print can be read, and characters recognized."""


def encoded(image: Image.Image, *, photograph: bool = False) -> bytes:
    """The picture again from its pixels alone: no place, no camera, no comment comes along.

    PNG, which keeps small print sharp; JPEG for a photograph, which is a tenth of its size.
    """
    shown = image if image.mode in ("RGB", "L") else image.convert("RGB")
    if max(shown.size) > LONGER_SIDE:
        shown = shown.resize(fitting(shown.size), Image.Resampling.BOX)
    bare = Image.frombytes(shown.mode, shown.size, shown.tobytes())
    written = io.BytesIO()
    if photograph:
        bare.save(written, "JPEG", quality=88)
    else:
        bare.save(written, "PNG", compress_level=2)
    return written.getvalue()


def fitting(size: tuple[int, int]) -> tuple[int, int]:
    """The size in pixels that a picture of this one is shown in."""
    scale = min(1.0, LONGER_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
