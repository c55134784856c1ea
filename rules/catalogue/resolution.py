"""Lays the options and the policy schedule over a plan version."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from rules.catalogue.benefits import BenefitTerms, ExclusionDefinition, Tier
from rules.catalogue.effective import (
    POLICY_SCHEDULE,
    EffectiveBenefit,
    EffectivePart,
    EffectiveTerms,
    EffectiveWaiting,
    Exclusion,
    Override,
    Term,
)
from rules.catalogue.plan import (
    PenaltyBase,
    PlanKind,
    PlanVersion,
    PublicInsuranceOffset,
    VisitCounterScope,
)
from rules.catalogue.schedule import Schedule
from rules.catalogue.values import Dated, nearest
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType

T = TypeVar("T")


def effective_terms(
    plan: PlanVersion, schedule: Schedule, options: tuple[str, ...], on: date
) -> EffectiveTerms:
    """As ``resolve``, remembered for the stretch of days between two changes of the plan."""
    return _remembered(plan, schedule, options, plan.stretch(on))


@lru_cache(maxsize=4096)
def _remembered(
    plan: PlanVersion, schedule: Schedule, options: tuple[str, ...], stretch: int
) -> EffectiveTerms:
    return resolve(plan, schedule, options, plan.first_day_of(stretch))


def resolve(plan: PlanVersion, schedule: Schedule, options: Iterable[str], day: date) -> EffectiveTerms:
    """Terms of a policy on a day; ValueError for a schedule that makes no sense."""
    bought = [option for option in plan.options if option.code in set(options)]
    by_encounter: dict[EncounterType, EffectiveBenefit] = {}
    for source in (plan, *bought):
        for name, terms in source.benefits.items():
            benefit = _benefit(source, name, terms, schedule, day)
            by_encounter.update(dict.fromkeys(terms.encounters, benefit))
    choices = plan.choices
    return EffectiveTerms(
        plan_code=plan.code,
        plan_version=plan.version,
        automatic=bool(_term(plan.automatic, schedule, day).value) and plan.kind is not PlanKind.CARD_NAME,
        by_encounter=by_encounter,
        optional=_optional_encounters(plan, by_encounter),
        counter_per_group=_choice(choices.visit_counter_scope, day) is VisitCounterScope.PER_GROUP,
        penalty_of_eligible=_choice(choices.penalty_base, day) is PenaltyBase.ELIGIBLE,
        offset_caps_only=_choice(choices.si_offset, day) is PublicInsuranceOffset.CAP_ONLY,
        choice_sources={
            "visit_counter_scope": _term(choices.visit_counter_scope, schedule, day).source,
            "penalty_base": _term(choices.penalty_base, schedule, day).source,
            "si_offset": _term(choices.si_offset, schedule, day).source,
        },
    )


def _optional_encounters(
    plan: PlanVersion, covered: Mapping[EncounterType, EffectiveBenefit]
) -> dict[EncounterType, str]:
    """Encounters that an option not bought, or bought without stated terms, would be about."""
    return {
        encounter: option.code
        for option in plan.options
        for terms in option.benefits.values()
        for encounter in terms.encounters
        if encounter not in covered
    }


def _choice(dated: Dated[T], day: date) -> T | None:
    stated = dated.on(day)
    return stated.value if stated else None


def _term(dated: Dated[Any] | None, schedule: Schedule, day: date) -> Term[Any]:
    """The value in force; the schedule's where the plan names a key that the policy states."""
    stated = dated.on(day) if dated else None
    if stated is None:
        return Term(None, ())
    if stated.schedule:
        supplied = getattr(schedule, stated.schedule)
        if supplied is not None:
            return Term(supplied, POLICY_SCHEDULE)
    return Term(stated.value, stated.source)


def _benefit(
    plan: PlanVersion, name: str, terms: BenefitTerms, schedule: Schedule, day: date
) -> EffectiveBenefit:
    exclusions = _term(terms.exclusions, schedule, day)
    caught = list(_excluded(plan, exclusions))
    public = terms.public
    channels = terms.channels
    return EffectiveBenefit(
        name=name,
        terms=terms,
        limit_account=terms.limit,
        limit=_term(plan.limits[terms.limit], schedule, day),
        deductible_account=terms.deductible,
        deductible=_deductible(plan, terms, schedule, day),
        tiers=_tiers(terms, schedule, day),
        counted_visits=_term(terms.counted_visits, schedule, day).value,
        overrides=tuple(_overrides(terms, schedule, day)),
        fee_exclusions=terms.fee_exclusions,
        excluded_items={item: Exclusion(d.reason, d.source) for d in reversed(caught) for item in d.items},
        excluded_diagnoses=tuple(
            (prefix, Exclusion(d.reason, d.source))
            for d in caught
            for diagnoses in d.diagnoses
            for prefix in prefixes(diagnoses)
        ),
        exclusions_stated=terms.exclusions is None or exclusions.value is not None,
        illnesses=_term(terms.illnesses, schedule, day),
        channels={
            "private_network": _term(channels.private_network, schedule, day),
            "private_non_network": _term(channels.private_non_network, schedule, day),
            "public_direct_list": _term(channels.public_direct_list, schedule, day),
            "public_other": _term(channels.public_other, schedule, day),
        },
        appointment_required=_term(channels.appointment_required, schedule, day),
        min_grade=_term(public.min_grade if public else None, schedule, day),
        departments=_term(public.departments if public else None, schedule, day),
        other_departments=public.other_departments if public else "REFER",
        public_rate=_term(public.rate if public else None, schedule, day),
        brand_lock=terms.brand_lock,
        exempt_brands=_term(terms.brand_lock.exempt_brands, schedule, day).value or ()
        if terms.brand_lock
        else (),
        parts=_parts(terms, schedule, day),
        waiting=_waiting(plan, terms, schedule, day),
        preauthorization=plan.preauthorization,
        holes=tuple(_holes(plan, terms, schedule, day)),
    )


def _deductible(plan: PlanVersion, terms: BenefitTerms, schedule: Schedule, day: date) -> Term[int]:
    if terms.deductible is None:
        return Term(0, ())
    return _term(plan.deductibles[terms.deductible], schedule, day)


def _tiers(terms: BenefitTerms, schedule: Schedule, day: date) -> Term[tuple[Tier, ...]]:
    """The tiers, or one open tier made of the benefit's copay and coinsurance."""
    if terms.tiers is not None:
        return _term(terms.tiers, schedule, day)
    copay = _term(terms.copay, schedule, day) if terms.copay else Term(0, ())
    coinsurance = _term(terms.coinsurance, schedule, day) if terms.coinsurance else Term(Decimal(0), ())
    source = (*copay.source, *coinsurance.source)
    if copay.value is None or coinsurance.value is None:
        return Term(None, source)
    whole = Tier.model_construct(first=1, last=None, copay=copay.value, coinsurance=coinsurance.value)
    return Term((whole,), source)


def _overrides(terms: BenefitTerms, schedule: Schedule, day: date) -> Iterator[Override]:
    for override in terms.hospital_overrides:
        tiers = _term(override.tiers, schedule, day)
        yield Override(
            override.group,
            override.matches or override.group,
            tiers.value or (),
            override.refer or (ReasonCode.NEEDS_PLAN if tiers.value is None else None),
            override.source,
        )


def _excluded(plan: PlanVersion, listed: Term[tuple[str, ...]]) -> Iterator[ExclusionDefinition]:
    for word in listed.value or ():
        definition = plan.exclusions.get(word.lower()) or next(
            (
                d
                for d in plan.exclusions.values()
                if word.upper() in (d.reason, d.reason.removeprefix("EXC-"))
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
        effective = EffectivePart(
            name,
            _term(part.coinsurance, schedule, day),
            _term(part.max_count, schedule, day),
            part.not_stated_reason,
        )
        by_item.update(dict.fromkeys(_term(part.items, schedule, day).value or (), effective))
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
    return EffectiveWaiting(
        applies_to=frozenset(_term(waiting.applies_to, schedule, day).value or ()),
        days=_term(waiting.days[terms.limit], schedule, day),
        review_days=_term(waiting.inpatient_review_days if inpatient else None, schedule, day),
        surgery_days=_term(surgery.days if surgery else None, schedule, day),
        surgery_diagnoses=tuple(p for c in conditions for d in c.diagnoses for p in prefixes(d)),
        surgery_procedures=tuple(p for c in conditions for p in c.procedures),
    )


def _holes(plan: PlanVersion, terms: BenefitTerms, schedule: Schedule, day: date) -> Iterator[str]:
    if _term(plan.limits[terms.limit], schedule, day).value is None:
        yield "limit"
    if _deductible(plan, terms, schedule, day).value is None:
        yield "deductible"
    if _tiers(terms, schedule, day).value is None:
        yield "member share"
    if terms.exclusions is not None and _term(terms.exclusions, schedule, day).value is None:
        yield "exclusions"
