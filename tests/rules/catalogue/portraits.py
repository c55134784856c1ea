"""What every shipped plan says to members, and what changes between those a family may compare."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from rules.catalogue.difference import changes
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.plan import PlanVersion
from rules.catalogue.portrait import portrait
from rules.catalogue.values import Words

A_DAY = date(2026, 6, 10)
COMPARED = (
    ("GYX-2021-CZ", "GYX-2021-YX"),
    ("GYX-2021-YX", "GYX-2025-STD"),
    ("GYX-2021-CZ", "GYX-2025-STD"),
    ("DENT-2021", "DENTAL-OPT-2025"),
)


def _plan(code: str) -> PlanVersion:
    (version,) = shipped_catalogue().of(code)
    return version


def _said(words: Words | None) -> str:
    return f"{words.zh} / {words.en}" if words else "-"


def _portrait(code: str) -> Iterator[str]:
    for said in portrait(_plan(code), A_DAY):
        section, subject = said.heading
        compared = "" if said.amount is None else f" = {said.amount}, more is better: {said.more_is_better}"
        yield f"{said.key}: {_said(section)}: {_said(subject)}"
        yield f"    {_said(said.value)}{compared} [{', '.join(said.source)}]"


def _difference(before: str, after: str) -> Iterator[str]:
    for change in changes(_plan(before), _plan(after), A_DAY):
        section, subject = change.heading
        yield f"{_said(section)}: {_said(subject)}: {change.effect} [{', '.join(change.source)}]"
        yield f"    {_said(change.before)} -> {_said(change.after)}"


def _lines(made: Callable[[], Iterator[str]]) -> str:
    return "".join(f"{line}\n" for line in made())


PORTRAITS: Mapping[str, Callable[[], str]] = {
    **{
        f"plans/{code}.txt": partial(_lines, partial(_portrait, code)) for code in shipped_catalogue().codes()
    },
    **{
        f"plans/{before}..{after}.txt": partial(_lines, partial(_difference, before, after))
        for before, after in COMPARED
    },
}
"""How each kept text is made."""
