"""Terms of one benefit on a day, with the policy schedule laid over the plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from rules.catalogue.benefits import BenefitTerms, ExclusionDefinition, Tier
from rules.catalogue.effective import (
    NOTHING,
    POLICY_SCHEDULE,
    EffectiveBenefit,
    EffectivePart,
    EffectivePreauthorization,
    EffectiveTrigger,
    EffectiveWaiting,
    Exclusion,
    InsurerPart,
    MemberShare,
    Override,
    Term,
)
from rules.catalogue.plan import PlanVersion
from rules.catalogue.preauthorization import LINE_SITUATIONS, Situation, amount_on
from rules.catalogue.schedule import Schedule
from rules.catalogue.values import Dated, nearest
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, EncounterType

_LEFT_OUT = {EncounterType.VACCINATION: "vaccine", EncounterType.DENTAL: "dental"}
"""Encounters that medical plans exclude by name, or sell as an option (R-025, R-170)."""


def term(dated: Dated[Any] | None, schedule: Schedule, day: date) -> Term[Any]:
    """The value in force; the schedule's where the plan names a key that the policy states."""
    stated = dated.on(day) if dated else None
    if stated is None:
        return NOTHING
    if stated.schedule:
        supplied = getattr(schedule, stated.schedule)
        if supplied is not None:
            return Term(supplied, POLICY_SCHEDULE)
    return Term(stated.value, stated.source)


def effective_benefit(
    plan: PlanVersion, name: str, terms: BenefitTerms, schedule: Schedule, day: date
) -> EffectiveBenefit:
    """Terms of one benefit on a day; ValueError for an exclusion that is not defined."""
    exclusions = term(terms.exclusions, schedule, day) if terms.exclusions else Term((), ())
    benefit = _covered(plan, name, terms, schedule, day)
    caught, optional = _exclusions(plan, exclusions), _optional_items(plan, day)
    looked_at = frozenset({*caught["excluded_items"], *optional, ItemCode.SURGERY})
    benefit = replace(benefit, **caught, optional_items=optional, items_to_look_at=looked_at)
    benefit = replace(benefit, **_places(terms, schedule, day))
    return replace(benefit, holes=tuple(_holes(benefit)))


def _covered(
    plan: PlanVersion, name: str, terms: BenefitTerms, schedule: Schedule, day: date
) -> EffectiveBenefit:
    deductible = term(plan.deductibles[terms.deductible], schedule, day) if terms.deductible else Term(0, ())
    return EffectiveBenefit(
        name=name,
        limit_account=terms.limit,
        limit=term(plan.limits[terms.limit], schedule, day),
        deductible_account=terms.deductible,
        deductible=deductible,
        tiers=_tiers(terms, schedule, day),
        counted_visits=term(terms.counted_visits, schedule, day).value,
        overrides=tuple(_overrides(terms, schedule, day)),
        illnesses=term(terms.illnesses, schedule, day),
        parts=_parts(terms, schedule, day),
        waiting=_waiting(plan, terms, schedule, day),
        preauthorization=_preauthorization(plan, schedule, day),
    )


def _exclusions(plan: PlanVersion, listed: Term[tuple[str, ...]]) -> dict[str, Any]:
    caught = list(_excluded(plan, listed))
    return {
        "exclusions": listed,
        "excluded_items": {
            item: Exclusion(definition.reason, definition.source)
            for definition in reversed(caught)
            for item in definition.items
        },
        "excluded_diagnoses": {
            prefix: Exclusion(definition.reason, definition.source)
            for definition in caught
            for diagnoses in definition.diagnoses
            for prefix in prefixes(diagnoses)
        },
        "excluded_procedures": {
            prefix: Exclusion(definition.reason, definition.source)
            for definition in caught
            for prefix in definition.procedures
        },
    }


def _places(terms: BenefitTerms, schedule: Schedule, day: date) -> dict[str, Any]:
    channels, public, lock = terms.channels, terms.public, terms.brand_lock
    rate = term(public.rate, schedule, day) if public else NOTHING
    return {
        "channels": {
            "private_network": term(channels.private_network, schedule, day),
            "private_non_network": term(channels.private_non_network, schedule, day),
            "public_direct_list": term(channels.public_direct_list, schedule, day),
            "public_other": term(channels.public_other, schedule, day),
        },
        "appointment_required": term(channels.appointment_required, schedule, day),
        "fee_exclusions": terms.fee_exclusions,
        "min_grade": term(public.min_grade, schedule, day) if public else NOTHING,
        "departments": term(public.departments, schedule, day) if public else NOTHING,
        "other_departments": public.other_departments if public else "REFER",
        "public_rate": rate,
        "public_share": None if rate.value is None else _every_visit(0, 1 - rate.value, rate.source),
        "brand_lock": lock,
        "exempt_brands": (term(lock.exempt_brands, schedule, day).value or ()) if lock else (),
    }


def not_covered(
    plan: PlanVersion, covered: Mapping[EncounterType, EffectiveBenefit]
) -> Iterator[tuple[EncounterType, EffectiveBenefit]]:
    """Encounters that a medical plan leaves out: an option not bought, or an exclusion by name (R-175)."""
    outpatient = covered.get(EncounterType.OUTPATIENT)
    if outpatient is None:
        return
    for encounter, exclusion in _LEFT_OUT.items():
        optional = any(encounter in terms.encounters for o in plan.options for terms in o.benefits.values())
        if encounter not in covered and (optional or exclusion in (outpatient.exclusions.value or ())):
            yield encounter, _left_out(plan, encounter, exclusion, optional)


def _left_out(
    plan: PlanVersion, encounter: EncounterType, exclusion: str, optional: bool
) -> EffectiveBenefit:
    definition = plan.exclusions[exclusion]
    source = ("R-170", "R-171") if optional else definition.source
    return EffectiveBenefit(
        name=encounter,
        limit_account=Benefit.OUTPATIENT_EMERGENCY,
        excluded_items={
            item: Exclusion(known.reason, source)
            for known in reversed(plan.exclusions.values())
            for item in known.items
        },
        not_covered=Exclusion(definition.reason, source),
    )


def _optional_items(plan: PlanVersion, day: date) -> frozenset[ItemCode]:
    """Items that an option of the plan is about; its own benefits don't say whether they cover them."""
    parts = (
        part for o in plan.options for terms in o.benefits.values() for part in (terms.parts or {}).values()
    )
    return frozenset(item for part in parts for item in term(part.items, Schedule(), day).value or ())


def insurer_part(coinsurance: Decimal) -> InsurerPart:
    """What the insurer bears beside the member's rate."""
    return InsurerPart(*(1 - coinsurance).as_integer_ratio(), str(coinsurance))


def _member_shares(tiers: Iterable[Tier], source: tuple[str, ...]) -> tuple[MemberShare, ...]:
    return tuple(
        MemberShare(
            tier.first,
            tier.last,
            tier.copay_of(EncounterType.OUTPATIENT),
            tier.copay_of(EncounterType.EMERGENCY),
            tier.coinsurance,
            insurer_part(tier.coinsurance),
            source,
        )
        for tier in tiers
    )


def _every_visit(copay: int, coinsurance: Decimal, source: tuple[str, ...]) -> MemberShare:
    return MemberShare(1, None, copay, copay, coinsurance, insurer_part(coinsurance), source)


def _tiers(terms: BenefitTerms, schedule: Schedule, day: date) -> Term[tuple[MemberShare, ...]]:
    """The tiers, or one open tier made of the benefit's copay and coinsurance."""
    if terms.tiers is not None:
        stated = term(terms.tiers, schedule, day)
        return Term(_member_shares(stated.value, stated.source) if stated.value else None, stated.source)
    copay = term(terms.copay, schedule, day) if terms.copay else Term(0, ())
    coinsurance = term(terms.coinsurance, schedule, day) if terms.coinsurance else Term(Decimal(0), ())
    source = (*copay.source, *coinsurance.source)
    if copay.value is None or coinsurance.value is None:
        return Term(None, source)
    return Term((_every_visit(copay.value, coinsurance.value, source),), source)


def _overrides(terms: BenefitTerms, schedule: Schedule, day: date) -> Iterator[Override]:
    for override in terms.hospital_overrides:
        tiers = term(override.tiers, schedule, day)
        stated = override.refer or (ReasonCode.NEEDS_PLAN if tiers.value is None else None)
        shares = _member_shares(tiers.value or (), tiers.source)
        matches = override.matches or override.group
        yield Override(override.group, matches, shares, stated, override.source)


def _excluded(plan: PlanVersion, listed: Term[tuple[str, ...]]) -> Iterator[ExclusionDefinition]:
    """Definitions of the words listed; a schedule may write a reason code or an item instead of a word."""
    for word in listed.value or ():
        definition = plan.exclusions.get(word.lower()) or next(
            (
                d
                for d in plan.exclusions.values()
                if word.upper() in (d.reason, d.reason.removeprefix("EXC-"), *d.items)
            ),
            None,
        )
        if definition is None:
            raise ValueError(f"exclusion {word!r} is not defined: {nearest(word, list(plan.exclusions))}")
        yield definition


def prefixes(diagnoses: str) -> Iterator[str]:
    """ICD-10 prefixes of a code or of a range such as ``K00-K08``."""
    first, _, last = diagnoses.partition("-")
    if not last:
        yield first
        return
    for number in range(int(first[1:]), int(last[1:]) + 1):
        yield f"{first[0]}{number:02d}"


def _parts(terms: BenefitTerms, schedule: Schedule, day: date) -> dict[ItemCode, EffectivePart]:
    by_item: dict[ItemCode, EffectivePart] = {}
    for name, part in (terms.parts or {}).items():
        rate = term(part.coinsurance, schedule, day)
        effective = EffectivePart(
            name,
            rate,
            insurer_part(rate.value or Decimal(0)),
            term(part.max_count, schedule, day),
            part.not_stated_reason,
        )
        by_item.update(dict.fromkeys(term(part.items, schedule, day).value or (), effective))
    return by_item


def _waiting(
    plan: PlanVersion, terms: BenefitTerms, schedule: Schedule, day: date
) -> EffectiveWaiting | None:
    waiting = plan.waiting
    if waiting is None:
        return None
    inpatient = EncounterType.INPATIENT in terms.encounters
    surgery = waiting.surgery
    conditions = surgery.conditions if surgery else ()
    days = term(waiting.days[terms.limit], schedule, day)
    review_days = term(waiting.inpatient_review_days if inpatient else None, schedule, day)
    surgery_days = term(surgery.days if surgery else None, schedule, day)
    return EffectiveWaiting(
        applies_to=frozenset(term(waiting.applies_to, schedule, day).value or ()),
        days=days,
        review_days=review_days,
        surgery_days=surgery_days,
        last=max(stated.value or 0 for stated in (days, review_days, surgery_days)),
        surgery_diagnoses=tuple(p for c in conditions for d in c.diagnoses for p in prefixes(d)),
        surgery_procedures=tuple(p for c in conditions for p in c.procedures),
    )


def _preauthorization(plan: PlanVersion, schedule: Schedule, day: date) -> EffectivePreauthorization | None:
    terms = plan.preauthorization
    if terms is None:
        return None
    by_situation: dict[Situation, tuple[EffectiveTrigger, ...]] = {}
    for trigger in terms.triggers:
        effective = EffectiveTrigger(
            trigger.id,
            amount_on(trigger.require_from, day),
            amount_on(trigger.above, day),
            amount_on(trigger.penalize_above, day),
            trigger.source,
        )
        for situation in trigger.when:
            by_situation[situation] = (*by_situation.get(situation, ()), effective)
    share = term(terms.extra_member_share, schedule, day)
    refusal = term(terms.full_refusal, schedule, day)
    return EffectivePreauthorization(
        extra_member_share=share,
        full_refusal_source=refusal.source,
        by_situation=by_situation,
        by_line=not LINE_SITUATIONS.isdisjoint(by_situation),
    )


def _holes(benefit: EffectiveBenefit) -> Iterator[str]:
    if benefit.limit.value is None:
        yield "limit"
    if benefit.deductible.value is None:
        yield "deductible"
    if benefit.tiers.value is None:
        yield "member share"
    if benefit.exclusions.value is None:
        yield "exclusions"
    if benefit.waiting and benefit.waiting.days.value is None:
        yield "waiting days"
    if benefit.illnesses.value is None and benefit.illnesses.source:
        yield "listed illnesses"
    for part in dict.fromkeys(benefit.parts.values()):
        if part.coinsurance.value is None:
            yield f"{part.name} coinsurance"
