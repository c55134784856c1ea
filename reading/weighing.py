"""What a value's own form and its other readings say of it: check digits, capitals, codes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reading import codes
from reading.labels import given
from reading.spans import Row
from reading.words import capitals
from rules.findings.reading import FieldName, Means, ReadField, Reading
from rules.identity import parse_identity_number
from rules.money import parse_yuan
from rules.payments.payee import passes_luhn

_PROVEN, _BROKEN, _CONTRADICTED = 0.98, 0.4, 0.5
_OF_CODE = 0.99
_AGREED = 0.999


def weighed(found: Sequence[ReadField], rows: Sequence[Row]) -> list[ReadField]:
    """Each field as sure as its own check digits, and the amount in words, make it."""
    in_words = _in_words(rows)
    return [_weighed(each, in_words) for each in found]


def with_codes(
    found: Sequence[ReadField], texts: Iterable[str]
) -> tuple[tuple[ReadField, ...], tuple[ReadField, ...]]:
    """The fields together with those of an invoice's code, and what the paper says otherwise."""
    coded = next((fields for text in texts if (fields := codes.invoice(text))), {})
    by_name = {each.name: each for each in found}
    disputed = []
    for name, value in coded.items():
        printed = by_name.get(name)
        if printed is None:
            by_name[name] = given(name, value, Means.CODE, _OF_CODE)
        elif printed.value.upper() == value.upper():
            by_name[name] = replace(printed, confidence=_AGREED)
        else:
            disputed.append(printed)
            by_name[name] = _the_surer(printed, given(name, value, Means.CODE, _OF_CODE, printed.place))
    return tuple(by_name.values()), tuple(disputed)


def _the_surer(printed: ReadField, coded: ReadField) -> ReadField:
    """A misread picture gives way to its code; two clear texts that differ are for a person."""
    if printed.means is Means.OCR and printed.confidence < _PROVEN:
        return coded
    return replace(coded, confidence=_CONTRADICTED)


def _weighed(each: ReadField, in_words: int | None) -> ReadField:
    if each.name is FieldName.IDENTITY_NUMBER:
        return replace(each, confidence=_checked(each, _identity_holds(each.value)))
    if each.name is FieldName.BANK_ACCOUNT:
        return replace(each, confidence=_checked(each, passes_luhn(each.value)))
    if each.name is FieldName.AMOUNT and in_words is not None:
        return replace(each, confidence=_checked(each, parse_yuan(each.value) == in_words))
    return each


def _checked(each: ReadField, holds: bool) -> float:
    return max(each.confidence, _PROVEN) if holds else min(each.confidence, _BROKEN)


def _identity_holds(number: str) -> bool:
    try:
        parse_identity_number(number)
    except ValueError:
        return False
    return True


def _in_words(rows: Sequence[Row]) -> int | None:
    for row in rows:
        packed = row.text.replace(" ", "")
        if "大写" in packed and (value := capitals(packed)):
            return value
    return None


def with_data(printed: Reading, data: Reading | None) -> Reading:
    """A printed bill with the data that its file carries: the data stands, what differs is disputed."""
    if data is None:
        return printed
    told = {each.name: each for each in data.fields}
    differing = tuple(
        each for each in printed.fields if each.name in told and told[each.name].value != each.value
    )
    unsure = {each.name for each in differing}
    fields = {each.name: each for each in printed.fields}
    for name, each in told.items():
        place = fields[name].place if name in fields else None
        confidence = _CONTRADICTED if name in unsure else each.confidence
        fields[name] = replace(each, place=place, confidence=confidence)
    return replace(
        printed,
        kind=data.kind,
        kind_confidence=data.kind_confidence,
        fields=tuple(fields.values()),
        disputed=(*printed.disputed, *differing),
        lines=data.lines or printed.lines,
    )
