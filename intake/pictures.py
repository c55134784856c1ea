"""JPEG, PNG, TIFF and HEIC: decoded to the last pixel, upright, without what cameras write beside them."""

import io
import warnings

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from intake.file_types import HEIC, JPEG, PNG, TIFF, FileType
from intake.pages import encoded, fitting
from intake.verdict import Refusal, RefusedFileError, Remark

MOST_PIXELS = 64_000_000
"""Of one picture: the largest cameras of telephones in use make 50 million."""
MOST_FRAMES = 200

PICTURES = (JPEG, PNG, TIFF, HEIC)
_FORMATS = {JPEG: "JPEG", PNG: "PNG", TIFF: "TIFF", HEIC: "HEIF"}

pillow_heif.register_heif_opener(thumbnails=False)
Image.init()


def opened(data: bytes, file_type: FileType) -> Image.Image:
    """The picture, not decoded yet; RefusedFileError for one that is of another kind or too large."""
    wanted = _FORMATS[file_type]
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=[wanted])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedFileError(Refusal.TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, RuntimeError, TypeError):
        raise RefusedFileError(Refusal.BROKEN) from None
    if image.width * image.height > MOST_PIXELS:
        raise RefusedFileError(Refusal.TOO_MANY_PIXELS)
    return image


def frames(image: Image.Image, file_type: FileType) -> int:
    """How many pages it has: the pages of a TIFF, one for all others."""
    if file_type is not TIFF:
        return 1
    try:
        count = int(getattr(image, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, RuntimeError):
        raise RefusedFileError(Refusal.BROKEN) from None
    if count > MOST_FRAMES:
        raise RefusedFileError(Refusal.TOO_MANY_PAGES)
    return count


def drawn(image: Image.Image, file_type: FileType, number: int) -> bytes:
    """The page of that number, from 1, as a picture; RefusedFileError where its pixels cannot all be read."""
    if not 1 <= number <= frames(image, file_type):
        raise RefusedFileError(Refusal.BROKEN)
    try:
        if number > 1:
            image.seek(number - 1)
        if image.width * image.height > MOST_PIXELS:
            raise RefusedFileError(Refusal.TOO_MANY_PIXELS)
        if file_type is JPEG:
            image.draft("RGB", fitting(image.size))
        return encoded(ImageOps.exif_transpose(_shown(image)), photograph=file_type in (JPEG, HEIC))
    except (Image.DecompressionBombError, MemoryError):
        raise RefusedFileError(Refusal.TOO_MANY_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, TypeError, KeyError, IndexError):
        raise RefusedFileError(Refusal.BROKEN) from None


def remarks(image: Image.Image, file_type: FileType) -> tuple[Remark, ...]:
    """What it carries besides its picture."""
    moves = file_type is PNG and getattr(image, "is_animated", False)
    return (Remark.MOVES,) if moves else ()


def _shown(image: Image.Image) -> Image.Image:
    image.load()
    if image.mode == "I" or image.mode.startswith("I;16"):
        # Sixteen bits a pixel, which nothing shows: the upper eight.
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        # What is transparent is white paper, as every viewer shows it.
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return image if image.mode in ("RGB", "L") else image.convert("RGB")
