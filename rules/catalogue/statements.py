"""Single statements of a plan: what it is about, what it says, where it is stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from rules.catalogue.benefits import Tier
from rules.catalogue.values import Dated, Words
from rules.catalogue.words import NONE, NOT_STATED, both
from rules.money import spoken_yuan


class Heading(NamedTuple):
    """Part of the plan, and what is said about it."""

    section: Words
    subject: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that a plan says. ``more_is_better`` tells what a higher ``amount`` means to the member."""

    key: str
    heading: Heading
    value: Words
    source: tuple[str, ...]
    amount: Decimal | None = None
    more_is_better: bool | None = None


def heading(section: Words, zh: str, en: str) -> Heading:
    """A heading in both languages."""
    return Heading(section, both(zh, en))


def said(key: str, title: Heading, value: Words, source: tuple[str, ...]) -> Statement:
    """A statement without a number to compare."""
    return Statement(key=key, heading=title, value=value, source=source)


def money(key: str, title: Heading, dated: Dated[int], on: date, more_is_better: bool) -> Statement:
    """An amount in fen."""
    stated = dated.on(on)
    if stated is None or stated.value is None:
        return said(key, title, NOT_STATED, stated.source if stated else ())
    yuan = spoken_yuan(stated.value)
    return _numbered(key, title, both(f"{yuan} 元", yuan), stated.source, stated.value, more_is_better)


def rate(
    key: str, title: Heading, dated: Dated[Decimal], on: date, more_is_better: bool = False
) -> Statement:
    """A rate, by default one that the member bears."""
    stated = dated.on(on)
    if stated is None or stated.value is None:
        return said(key, title, NOT_STATED, stated.source if stated else ())
    percent = percent_of(stated.value)
    return _numbered(key, title, both(percent, percent), stated.source, stated.value, more_is_better)


def number(key: str, title: Heading, dated: Dated[int], on: date, more_is_better: bool) -> Statement:
    """A count of days, hours, visits."""
    stated = dated.on(on)
    if stated is None or stated.value is None:
        return said(key, title, NOT_STATED, stated.source if stated else ())
    value = both(str(stated.value), str(stated.value))
    return _numbered(key, title, value, stated.source, stated.value, more_is_better)


def _numbered(
    key: str,
    title: Heading,
    value: Words,
    source: tuple[str, ...],
    amount: int | Decimal,
    more_is_better: bool,
) -> Statement:
    return Statement(
        key=key,
        heading=title,
        value=value,
        source=source,
        amount=Decimal(amount),
        more_is_better=more_is_better,
    )


def listed(key: str, title: Heading, dated: Dated[Any], names: Mapping[str, Words], on: date) -> Statement:
    """A list of names."""
    stated = dated.on(on)
    if stated is None or stated.value is None:
        return said(key, title, NOT_STATED, stated.source if stated else ())
    words = [names[entry] for entry in stated.value]
    value = both("、".join(w.zh for w in words), ", ".join(w.en for w in words)) if words else NONE
    return said(key, title, value, stated.source)


def tiers(key: str, title: Heading, dated: Dated[tuple[Tier, ...]], on: date) -> Statement:
    """What each visit costs the member."""
    stated = dated.on(on)
    if stated is None or stated.value is None:
        return said(key, title, NOT_STATED, stated.source if stated else ())
    words = [(visits(tier.first, tier.last), share_words(tier)) for tier in stated.value]
    zh = "；".join(f"{span.zh}：{share.zh}" for span, share in words)
    en = "; ".join(f"{span.en}: {share.en}" for span, share in words)
    return said(key, title, both(zh, en), stated.source)


def visits(first: int, last: int | None) -> Words:
    """A span of visit numbers."""
    if last is None:
        return both(f"第{first}次起", f"visit {first} on")
    span = str(first) if first == last else f"{first}-{last}"
    return both(f"第{span}次", f"visit {span}")


def share_words(tier: Tier) -> Words:
    """What one tier costs the member."""
    if tier.copay is not None:
        flat = _copay(tier.copay, "", "")
    else:
        outpatient = _copay(tier.outpatient_copay or 0, "门诊", "outpatient ")
        emergency = _copay(tier.emergency_copay or 0, "急诊", "emergency ")
        flat = both(f"{outpatient.zh}，{emergency.zh}", f"{outpatient.en}, {emergency.en}")
    if not tier.coinsurance:
        return flat
    percent = percent_of(tier.coinsurance)
    if tier.copay or tier.outpatient_copay or tier.emergency_copay:
        return both(f"{flat.zh}，另加 {percent}", f"{flat.en}, then {percent}")
    return both(percent, percent)


def _copay(fen: int, zh: str, en: str) -> Words:
    if not fen:
        return both(f"{zh}无自付", f"{en}nothing")
    return both(f"{zh}{spoken_yuan(fen)} 元", f"{en}{spoken_yuan(fen)}")


def percent_of(share: Decimal) -> str:
    """A rate in percent, such as ``12.5 %``."""
    return f"{(share * 100).normalize():f} %"
