"""Text in pictures, by the models that come with their package: nothing is fetched."""

import math
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from reading.spans import Span

LONGEST_SIDE = 1600
"""Pixels; what is larger is made smaller, and characters stay some 20 pixels high."""
FOUND_AT = 736
"""Pixels of the longer side when lines are looked for; they are read from the larger picture."""
_TALL = 1.5
_TURNED = 1
"""Class of a line that stands on its head."""

Pixels = npt.NDArray[np.uint8]


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR  # half a second and 300 MB: only for what is a picture

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_preprocess_img": False,
            "Global.use_vertical_padding": False,
            "Global.return_word_box": True,
            "Det.limit_type": "max",
            "Det.limit_side_len": FOUND_AT,
            # Lines that are read together are all as wide as the widest: alone, each is as wide as it is.
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
            # A second thread spins while it waits: it halves a page on an idle machine, and doubles its cost.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def read_picture(picture: Image.Image) -> tuple[Image.Image, tuple[Span, ...]]:
    """The picture as it should be held, and its text; turned pictures are turned back."""
    picture = shrunk(picture)
    lines = _lines(picture)
    if _lies_on_its_side(lines):
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        lines = _lines(picture)
    if sum(1 if line.turned else -1 for line in lines) > 0:
        picture = picture.transpose(Image.Transpose.ROTATE_180)
        lines = _lines(picture)
    return picture, tuple(line.span for line in lines if line.span.text)


def shrunk(picture: Image.Image) -> Image.Image:
    """The picture in colors, no longer than `LONGEST_SIDE`."""
    picture = picture.convert("RGB")
    scale = LONGEST_SIDE / max(picture.size)
    if scale >= 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


class _Line:
    """One line as the models saw it."""

    __slots__ = ("span", "tall", "turned")

    def __init__(self, box: npt.NDArray[np.float32], turned: bool, text: str, scores: list[float]) -> None:
        xs, ys = box[:, 0], box[:, 1]
        self.turned = turned
        self.tall = float(ys.max() - ys.min()) > _TALL * float(xs.max() - xs.min())
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = box.tolist()
        slope = (y1 - y0 + y2 - y3) / max(x1 - x0 + x2 - x3, 1.0)
        half = math.hypot(x3 - x0, y3 - y0) / 2
        middle = float(ys.mean())
        self.span = _plain_span(
            text, scores, float(xs.min()), middle - half, float(xs.max()), middle + half, slope
        )


def _plain_span(
    text: str, scores: list[float], left: float, top: float, right: float, bottom: float, slope: float
) -> Span:
    from reading.spans import plain

    if len(scores) != len(text):
        scores = [min(scores, default=0.0)] * len(text)
    kept = [
        (letter, score) for whole, score in zip(text, scores, strict=True) for letter in plain(whole) or " "
    ]
    return Span(
        text="".join(letter for letter, _ in kept).rstrip(),
        scores=tuple(score for _, score in kept),
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        slope=slope,
    )


def _lines(picture: Image.Image) -> list[_Line]:
    engine = _engine()
    pixels: Pixels = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
    found, classes, read, _ = engine.run_ocr_steps(pixels, {})
    if found.boxes is None or read.txts is None:
        return []
    infos = read.word_results
    return [
        _Line(np.asarray(box), _is_turned(side), text, [float(c) for c in (info.confs if info else [score])])
        for box, side, text, score, info in zip(
            found.boxes, classes.cls_res, read.txts, read.scores, infos, strict=True
        )
    ]


def _is_turned(side: Any) -> bool:
    label, score = side
    return "180" in str(label) and float(score) > 0.9


def _lies_on_its_side(lines: list[_Line]) -> bool:
    long = [line for line in lines if len(line.span.text) > 3 or line.tall]
    return len(long) > 2 and sum(line.tall for line in long) > len(long) / 2
