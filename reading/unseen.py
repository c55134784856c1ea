"""Characters that nobody sees on a paper: a value with one is shown without it, and asked about."""

import unicodedata
from dataclasses import replace

from rules.findings.reading import ReadField, Reading, ReadLine

_UNSURE = 0.5


def without(reading: Reading) -> Reading:
    """The reading with what can be seen alone; what held more is never sure."""
    return replace(
        reading,
        fields=tuple(each for each in map(_field, reading.fields) if each.value),
        disputed=tuple(map(_field, reading.disputed)),
        lines=tuple(map(_line, reading.lines)),
        others=tuple(map(without, reading.others)),
    )


def _field(each: ReadField) -> ReadField:
    value = _seen(each.value)
    return each if value == each.value else replace(each, value=value, confidence=_least(each.confidence))


def _line(each: ReadLine) -> ReadLine:
    item = _seen(each.item)
    return each if item == each.item else replace(each, item=item, confidence=_least(each.confidence))


def _least(confidence: float) -> float:
    return min(confidence, _UNSURE)


def _seen(text: str) -> str:
    """Marks of direction, joiners and controls fall away."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co"))
