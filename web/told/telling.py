"""Says in Chinese what the rules, the cases and the pages refuse in English, with the same values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILES = ("cases", "pages", "phrases")
_PLACE = re.compile(r"\{(\w+)\}")
_LISTED = re.compile(r"(, | or )")
_JOINTS = {", ": "、", " or ": "或"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with places for values: how it reads in English, and in Chinese."""

    begins: str
    pattern: str
    chinese: str
    fixed: int
    """How many of its characters are not values: of two that fit, the longer is meant."""

    @classmethod
    def of(cls, english: str, chinese: str) -> "Sentence":
        """``{name}`` stands for a value in both."""
        parts = _PLACE.split(english)
        pattern = "".join(
            re.escape(part) if place % 2 == 0 else f"(?P<{part}>.+?)" for place, part in enumerate(parts)
        )
        return cls(parts[0], pattern, chinese, sum(map(len, parts[::2])))

    def values(self, said: str) -> dict[str, str] | None:
        """What stands in the places of what was said; None where that is another sentence."""
        if not said.startswith(self.begins):
            return None
        found = re.fullmatch(self.pattern, said, re.DOTALL)
        return found.groupdict() if found else None

    def filled(self, values: Mapping[str, str]) -> str:
        """The sentence in Chinese with these values."""
        return _PLACE.sub(lambda place: values[place[1]], self.chinese)


def in_chinese(said: str, codes: Mapping[str, str]) -> str | None:
    """The sentence in Chinese; None for one that is not in the catalogue. ``codes`` are words for values."""
    whole, sentences = _known()
    if said in whole:
        return whole[said]
    for sentence in sentences:
        values = sentence.values(said)
        if values is not None:
            return sentence.filled({name: _value(value, codes) for name, value in values.items()})
    return None


def catalogue(*names: str) -> dict[str, str]:
    """Every sentence of these files, or of all, in English, with what it is in Chinese."""
    found: dict[str, str] = {}
    for name in names or FILES:
        found |= yaml.safe_load((Path(__file__).parent / f"{name}.zh.yaml").read_text("utf-8"))
    return found


@cache
def _known() -> tuple[Mapping[str, str], tuple[Sentence, ...]]:
    sentences = catalogue()
    whole = {english: chinese for english, chinese in sentences.items() if not _PLACE.search(english)}
    others = (Sentence.of(english, sentences[english]) for english in sentences.keys() - whole.keys())
    return whole, tuple(sorted(others, key=lambda each: (-each.fixed, each.pattern)))


def _value(said: str, codes: Mapping[str, str]) -> str:
    """A value in words: a sentence of its own, or codes that have words; anything else stays as it is."""
    parts = _LISTED.split(said)
    words = [codes.get(part) or codes.get(part.upper().replace(" ", "_")) for part in parts[::2]]
    if all(words):
        return _joined((word or "" for word in words), parts[1::2])
    return in_chinese(said, codes) or said


def _joined(words: Iterable[str], joints: Iterable[str]) -> str:
    first, *others = words
    return first + "".join(_JOINTS[joint] + word for joint, word in zip(joints, others, strict=True))
