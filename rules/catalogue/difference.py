"""What changes for members from one plan version to another, in words and numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.catalogue.benefits import BenefitTerms, Tier
from rules.catalogue.plan import PlanVersion
from rules.catalogue.portrait import portrait
from rules.catalogue.statements import Heading, Statement, share_words, visits
from rules.catalogue.values import Words
from rules.catalogue.words import both
from rules.vocabulary import EncounterType

COPAY_KINDS = (EncounterType.OUTPATIENT, EncounterType.EMERGENCY)
ORDINARY = both("一般网络医院", "ordinary network hospitals")


class Effect(StrEnum):
    """What a change means to the member, where that is plain from the numbers."""

    BETTER = "BETTER"
    WORSE = "WORSE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One statement that differs; ``None`` where one of the versions says nothing about it."""

    heading: Heading
    before: Words | None
    after: Words | None
    effect: Effect
    source: tuple[str, ...]


def changes(before: PlanVersion, after: PlanVersion, on: date) -> Iterator[Change]:
    """Everything that differs for members on a day; visits are compared number by number."""
    yield from _visit_changes(before, after, on)
    old = {statement.key: statement for statement in portrait(before, on)}
    new = {statement.key: statement for statement in portrait(after, on)}
    for key in dict.fromkeys([*old, *new]):
        if "/tiers" not in key and (change := _change(old.get(key), new.get(key))):
            yield change


def _change(old: Statement | None, new: Statement | None) -> Change | None:
    shown = new or old
    if shown is None or (old and new and old.value == new.value and old.amount == new.amount):
        return None
    return Change(
        heading=shown.heading,
        before=old.value if old else None,
        after=new.value if new else None,
        effect=_effect(old, new),
        source=shown.source,
    )


def _effect(old: Statement | None, new: Statement | None) -> Effect:
    if not old or not new or old.amount is None or new.amount is None or new.more_is_better is None:
        return Effect.OTHER
    return Effect.BETTER if (new.amount > old.amount) == new.more_is_better else Effect.WORSE


def _visit_changes(before: PlanVersion, after: PlanVersion, on: date) -> Iterator[Change]:
    for name, old in before.benefits.items():
        new = after.benefits.get(name)
        if new is None:
            continue
        groups = [o.group for terms in (old, new) for o in terms.hospital_overrides]
        for group in [None, *dict.fromkeys(groups)]:
            yield from _group_changes(old, new, group, on)


def _group_changes(old: BenefitTerms, new: BenefitTerms, group: str | None, on: date) -> Iterator[Change]:
    old_tiers, new_tiers = _tiers(old, group, on), _tiers(new, group, on)
    if not old_tiers or not new_tiers:
        return
    starts = sorted({tier.first for tier in (*old_tiers, *new_tiers)})
    place = both(group, group) if group else ORDINARY
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        left, right = _tier_of(old_tiers, start), _tier_of(new_tiers, start)
        if _cost(left) == _cost(right):
            continue
        last = following - 1 if following else None
        yield Change(
            heading=_visits(new.name, place, start, last),
            before=share_words(left),
            after=share_words(right),
            effect=_tier_effect(left, right),
            source=_tier_source(new, group, on),
        )


def _tiers(terms: BenefitTerms, group: str | None, on: date) -> tuple[Tier, ...]:
    """Tiers of a hospital group; those of ordinary hospitals where the plan has none of its own."""
    dated = terms.tiers
    for override in terms.hospital_overrides:
        if override.group == group:
            dated = override.tiers
    stated = dated.on(on) if dated else None
    return (stated.value or ()) if stated else ()


def _tier_source(terms: BenefitTerms, group: str | None, on: date) -> tuple[str, ...]:
    for override in terms.hospital_overrides:
        if override.group == group:
            return override.source
    stated = terms.tiers.on(on) if terms.tiers else None
    return stated.source if stated else ()


def _tier_of(tiers: tuple[Tier, ...], visit: int) -> Tier:
    return next(tier for tier in tiers if tier.last is None or visit <= tier.last)


def _cost(tier: Tier) -> tuple[int, int, str]:
    outpatient, emergency = (tier.copay_of(kind) for kind in COPAY_KINDS)
    return outpatient, emergency, f"{tier.coinsurance.normalize():f}"


def _tier_effect(left: Tier, right: Tier) -> Effect:
    """Plain only where every part of the cost moves the same way."""
    copays = [(left.copay_of(kind), right.copay_of(kind)) for kind in COPAY_KINDS]
    pairs = [(Decimal(old), Decimal(new)) for old, new in copays]
    pairs.append((left.coinsurance, right.coinsurance))
    if all(after <= before for before, after in pairs):
        return Effect.BETTER
    return Effect.WORSE if all(after >= before for before, after in pairs) else Effect.OTHER


def _visits(title: Words, place: Words, first: int, last: int | None) -> Heading:
    span = visits(first, last)
    return Heading(title, both(f"{place.zh}{span.zh}", f"{span.en} at {place.en}"))
