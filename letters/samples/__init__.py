"""A realistic, fictional letter of every kind: for tests, the preview and ``make letters``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from letters.kinds import Letter, LetterCode
from letters.pdf import render
from letters.preview import page_images
from letters.samples import advance, claims, copay, guarantee, preauthorization, service, settlement
from letters.samples.shared import Speech
from rules.vocabulary import Language

_ROOMS = (preauthorization, guarantee, settlement, claims, copay, advance, service)


@cache
def samples(language: Language) -> Mapping[LetterCode, Letter]:
    """One letter of every code, with the longest content that is realistic."""
    say = Speech(language)
    return MappingProxyType({letter.code: letter for room in _ROOMS for letter in room.letters(say)})


def render_all(out_dir: Path) -> list[Path]:
    """Write each sample in each language as ``CODE.language.pdf`` and a PNG a page; return the PDFs."""
    out_dir.mkdir(parents=True, exist_ok=True)
    written = []
    for language in Language:
        for code, letter in samples(language).items():
            path = out_dir / f"{code}.{language}.pdf"
            path.write_bytes(render(letter))
            for number, image in enumerate(page_images(path.read_bytes()), 1):
                path.with_suffix(f".{number}.png").write_bytes(image)
            written.append(path)
    return written
