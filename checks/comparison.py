"""Compares what a case expects with what the rules gave."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rules.china_time import SHANGHAI


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One field that differs; both values are plain: text, number, truth, None, and what is made of them."""

    field: str
    expected: object
    actual: object


@dataclass(frozen=True, slots=True)
class Present:
    """Codes that are there, for a field that expects some to be absent."""

    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Codes that were found, for a field that must name some of them and need not name all."""

    codes: frozenset[str]


NOT_COMPUTED = "(not computed)"


def mismatches(expected: object, actual: object, field: str = "") -> Iterator[Mismatch]:
    """Every field that differs. A field that is expected but was not computed differs; others are free.

    A mapping is compared by what is expected of it, a list item by item, a set without order,
    `Present` by having none of the expected codes, `AtLeast` by having all of them, an instant as an instant.
    """
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for name, wanted in expected.items():
            inner = f"{field}.{name}" if field else str(name)
            if name in actual:
                yield from mismatches(wanted, actual[name], inner)
            else:
                yield Mismatch(inner, plain(wanted), NOT_COMPUTED)
    elif isinstance(expected, list) and isinstance(actual, list | tuple) and len(expected) == len(actual):
        for position, (wanted, given) in enumerate(zip(expected, actual, strict=True)):
            yield from mismatches(wanted, given, f"{field}[{position}]")
    elif not _agree(expected, actual):
        yield Mismatch(field, plain(expected), plain(actual))


def plain(value: object) -> object:
    """The value as a case file writes it: dates as ISO text, instants in China time."""
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(SHANGHAI)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Present | AtLeast):
        return plain(value.codes)
    if isinstance(value, frozenset | set):
        return sorted(str(item) for item in value)
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _agree(expected: object, actual: object) -> bool:
    if isinstance(actual, Present):
        return isinstance(expected, list) and not actual.codes.intersection(_texts(expected))
    if isinstance(actual, AtLeast):
        return isinstance(expected, list) and actual.codes.issuperset(_texts(expected))
    if isinstance(actual, frozenset | set):
        return isinstance(expected, list) and set(_texts(expected)) == {str(code) for code in actual}
    if isinstance(actual, datetime):
        return _instant(expected) == actual
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    return plain(expected) == plain(actual)


def _texts(values: Iterable[object]) -> list[str]:
    return [str(value) for value in values]


def _instant(value: object) -> datetime | None:
    """The aware instant of ISO text, or None where it is none."""
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return instant if instant.tzinfo else None
