"""What a person says that a paper says, after a machine read it; the machine's word is kept beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.findings.reading import PERSONAL, FieldName, Means, PaperKind, ReadField, Reading
from rules.identity import mask_bank_card, mask_identity_number
from rules.money import format_yuan, parse_yuan

DAYS = frozenset({FieldName.ISSUED_ON, FieldName.ADMITTED_ON, FieldName.DISCHARGED_ON, FieldName.BORN_ON})
AMOUNTS = frozenset(
    {
        FieldName.AMOUNT,
        FieldName.PUBLIC_FUND,
        FieldName.PERSONAL_ACCOUNT,
        FieldName.CASH,
        FieldName.OTHER_PAYMENT,
    }
)
_BY_A_PERSON = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedField:
    """A value as a person confirms it; ``before`` is what stood there. Empty: it is not on the paper."""

    name: FieldName
    value: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedReading:
    """One act of a person on what was read off a paper; ``key`` names it for good."""

    key: str
    document_id: str
    confirmed_by: str
    confirmed_at: datetime
    kind: PaperKind | None = None
    fields: tuple[ConfirmedField, ...] = ()
    from_page: int = 0
    """Where the paper begins that is spoken of, behind the first one of its file; 0: the first one."""


def with_confirmed(reading: Reading, said: Sequence[ConfirmedReading]) -> Reading:
    """The reading as people left it, by their acts in order."""
    for each in said:
        if not each.from_page:
            reading = _confirmed(reading, each)
            continue
        others = (
            _confirmed(paper, each) if paper.first_page == each.from_page else paper
            for paper in reading.others
        )
        reading = replace(reading, others=tuple(others))
    return reading


def paper_at(reading: Reading, from_page: int) -> Reading | None:
    """The paper of a file that begins there, 0 for the first one; None where none does."""
    if not from_page:
        return reading
    return next((paper for paper in reading.others if paper.first_page == from_page), None)


def _confirmed(reading: Reading, said: ConfirmedReading) -> Reading:
    fields = {each.name: each for each in reading.fields}
    for each in said.fields:
        before = fields.pop(each.name, None)
        if each.value:
            fields[each.name] = ReadField(
                name=each.name,
                value=each.value,
                confidence=_BY_A_PERSON,
                means=Means.PERSON,
                place=before.place if before else None,
            )
    named = {each.name for each in said.fields}
    return replace(
        reading,
        kind=said.kind or reading.kind,
        kind_confidence=_BY_A_PERSON if said.kind else reading.kind_confidence,
        fields=tuple(fields.values()),
        # Whoever looked at a value has settled what was said otherwise of it.
        disputed=tuple(each for each in reading.disputed if each.name not in named),
    )


def shown(name: FieldName, value: str) -> str:
    """A value as people see it: numbers of people are masked (domain 7)."""
    if name not in PERSONAL or not value:
        return value
    return mask_bank_card(value) if name is FieldName.BANK_ACCOUNT else mask_identity_number(value)


def in_form(name: FieldName, value: str) -> str | None:
    """A value that a person wrote, in the form that we keep; None where it has not that form."""
    text = value.strip()
    if not text:
        return ""
    try:
        if name in DAYS:
            return date.fromisoformat(text).isoformat()
        if name in AMOUNTS:
            return format_yuan(parse_yuan(text.replace(",", "").removeprefix("¥")))
    except ValueError:
        return None
    if name in PERSONAL:
        text = re.sub(r"[ -]", "", text).upper()
        return text if re.fullmatch(r"[A-Z]?[0-9]{6,19}[0-9X]", text) else None
    if name is FieldName.SEX:
        return text if text in ("MALE", "FEMALE") else None
    return text


def in_words(said: Sequence[ConfirmedField]) -> str:
    """What was confirmed or corrected, a field a line, with masks: for the record of the case."""
    return "\n".join(_line(each) for each in said)


def _line(each: ConfirmedField) -> str:
    before, value = shown(each.name, each.before) or "–", shown(each.name, each.value) or "–"
    return f"{each.name}: {before}" if each.before == each.value else f"{each.name}: {before} → {value}"
