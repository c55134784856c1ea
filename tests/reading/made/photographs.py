"""Photographs of printed papers: askew, turned, blurred, badly lit, packed hard, stamped over the text."""

import io
import math
import random

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter


def photograph(pdf: bytes, seed: int) -> bytes:
    """A JPEG of the first page as somebody with a telephone would take it."""
    rng = random.Random(seed)
    paper = _stamped(printed(pdf, rng), rng)
    seen = _perspective(paper, rng)
    seen = _lit(seen, rng)
    seen = seen.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 1.1)))
    turn = rng.choices((0, 90, 180, 270), weights=(82, 6, 6, 6))[0]
    if turn:
        seen = seen.rotate(turn, expand=True)
    buffer = io.BytesIO()
    seen.save(buffer, "JPEG", quality=rng.randrange(35, 86))
    return buffer.getvalue()


def printed(pdf: bytes, rng: random.Random) -> Image.Image:
    """The first page as a picture, held straight."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        wanted = rng.randrange(1300, 1900) if max(page.get_size()) > 300 else rng.randrange(800, 1200)
        drawn: Image.Image = page.render(scale=wanted / max(page.get_size())).to_pil()
        return drawn.convert("RGB")


def _stamped(paper: Image.Image, rng: random.Random) -> Image.Image:
    """A round red stamp over whatever stands there, in two of three."""
    if rng.random() > 0.66:
        return paper
    ink = Image.new("RGB", paper.size, "white")
    drawn = ImageDraw.Draw(ink)
    radius = rng.uniform(0.09, 0.14) * min(paper.size)
    x, y = rng.uniform(0.3, 0.8) * paper.width, rng.uniform(0.3, 0.85) * paper.height
    red = (225, rng.randrange(60, 130), rng.randrange(60, 130))
    wide = max(3, int(radius / 14))
    drawn.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=wide)
    points = [
        (x + radius * size * math.sin(step * math.pi / 5), y - radius * size * math.cos(step * math.pi / 5))
        for step in range(10)
        for size in ((0.36,) if step % 2 == 0 else (0.15,))
    ]
    drawn.polygon(points, fill=red)
    return ImageChops.multiply(paper, ink)


def _perspective(paper: Image.Image, rng: random.Random) -> Image.Image:
    """The paper on a table, seen from a little aside and turned by up to three degrees."""
    width, height = paper.size
    edge = int(0.06 * max(width, height))
    desk = tuple(rng.randrange(70, 200) for _ in range(3))
    wide, high = width + 2 * edge, height + 2 * edge
    angle = math.radians(rng.uniform(-3, 3))
    shift = 0.025
    corners = []
    for x, y in ((0, 0), (width, 0), (width, height), (0, height)):
        dx, dy = x - width / 2, y - height / 2
        turned = (dx * math.cos(angle) - dy * math.sin(angle), dx * math.sin(angle) + dy * math.cos(angle))
        corners.append(
            (
                wide / 2 + turned[0] * 0.97 + rng.uniform(-shift, shift) * width,
                high / 2 + turned[1] * 0.97 + rng.uniform(-shift, shift) * height,
            )
        )
    numbers = _coefficients(corners, [(0, 0), (width, 0), (width, height), (0, height)])
    return paper.transform(
        (wide, high), Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC, fillcolor=desk
    )


def _coefficients(seen: list[tuple[float, float]], true: list[tuple[float, float]]) -> list[float]:
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, true, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        values += [u, v]
    return [float(each) for each in np.linalg.solve(np.array(rows), np.array(values))]


def _lit(picture: Image.Image, rng: random.Random) -> Image.Image:
    """Shadow towards one side, less contrast, the grain of a sensor."""
    picture = ImageEnhance.Contrast(picture).enhance(rng.uniform(0.7, 1.05))
    pixels = np.asarray(picture, dtype=np.float32)
    height, width = pixels.shape[:2]
    across = np.linspace(rng.uniform(0.7, 1.0), rng.uniform(0.85, 1.05), width)[None, :, None]
    down = np.linspace(rng.uniform(0.85, 1.0), rng.uniform(0.85, 1.0), height)[:, None, None]
    grain = np.random.default_rng(rng.randrange(2**32)).normal(0, rng.uniform(0, 6), pixels.shape)
    return Image.fromarray(np.clip(pixels * across * down + grain, 0, 255).astype(np.uint8))
