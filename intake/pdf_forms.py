"""How often the forms of a PDF draw each other, before a parser that draws them is let near."""

import re
from collections.abc import Iterator
from itertools import pairwise

from intake.pdf_streams import unpacked
from intake.verdict import Refusal, RefusedFileError

MOST_DRAWN = 50_000
"""Drawings of forms within one form: half a second of the parser's time. Papers need some hundred."""

_OBJECT = re.compile(rb"obj\b")
_NUMBER = re.compile(rb"(?<![0-9])([0-9]{1,10})\s+[0-9]{1,5}\s+$")
_BEFORE = 24
"""Bytes before the word in which the number of an object stands."""
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_STREAM = re.compile(rb"stream\r?\n")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]+)\s+([0-9]{1,10})\s+[0-9]{1,5}\s+R\b")
_DRAWS = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_STEPS = 3
"""From a form over its resources to their dictionary of forms, each of which may be an object of its own."""


def refuse_tangled(data: bytes) -> None:
    """RefusedFileError where forms draw forms so often that no page needs it.

    Only what every writer of PDFs writes is understood; what is hidden better is left to the limit of
    processor time.
    """
    if not _FORM.search(data):
        return
    objects = dict(_objects(data))
    forms = {number: said for number, said in objects.items() if _FORM.search(said[0])}
    drawn = _Drawn(objects, forms)
    if any(drawn.times(number) > MOST_DRAWN for number in forms):
        raise RefusedFileError(Refusal.TOO_COSTLY)


def _objects(data: bytes) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    """Number, dictionary and unpacked stream of each object; the last of a number stands, as for readers."""
    begun = [
        (each.end(), int(found[1]))
        for each in _OBJECT.finditer(data)
        if (found := _NUMBER.search(data[max(0, each.start() - _BEFORE) : each.start()]))
    ]
    for (start, number), (end, _) in pairwise([*begun, (len(data), 0)]):
        stream = _STREAM.search(data, start, end)
        said = data[start : stream.start() if stream else end]
        content = b""
        if stream and _FORM.search(said):
            content = bytes(unpacked(memoryview(data)[stream.end() : end], said))
        yield number, (said, content)


class _Drawn:
    """Counts, for each form once, how many drawings it comes to."""

    def __init__(
        self, objects: dict[int, tuple[bytes, bytes]], forms: dict[int, tuple[bytes, bytes]]
    ) -> None:
        self._objects, self._forms = objects, forms
        self._known: dict[int, int] = {}

    def times(self, number: int) -> int:
        """Drawings of this form; one that draws itself counts once, and above the limit nobody counts on."""
        waiting = [number]
        while waiting:
            form = waiting[-1]
            if form not in self._known:
                self._known[form] = 1
                waiting.extend(inner for inner in self._inner(form) if inner not in self._known)
                continue
            waiting.pop()
            sums = sum(self._known.get(inner, 1) for inner in self._inner(form))
            self._known[form] = min(1 + sums, MOST_DRAWN + 1)
        return self._known[number]

    def _inner(self, form: int) -> list[int]:
        """The forms that this one draws, as often as it draws them."""
        said, content = self._forms[form]
        named = self._named(said)
        return [named[name] for name in _DRAWS.findall(content) if name in named]

    def _named(self, said: bytes) -> dict[bytes, int]:
        """Forms by the names that a dictionary, and those that it refers to, give them."""
        named: dict[bytes, int] = {}
        texts = [said]
        for _ in range(_STEPS):
            found = [(name, int(number)) for text in texts for name, number in _NAMED.findall(text)]
            named |= {name: number for name, number in found if number in self._forms}
            others = {number for _, number in found if number not in self._forms}
            texts = [self._objects[number][0] for number in others if number in self._objects]
        return named
