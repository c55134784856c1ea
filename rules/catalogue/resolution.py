"""The terms of a policy: plan version, options and schedule laid over one another."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from rules.catalogue.effective import EffectiveBenefit, EffectiveTerms, Term
from rules.catalogue.overlay import effective_benefit, not_covered, term
from rules.catalogue.plan import (
    PenaltyBase,
    PlanKind,
    PlanVersion,
    PublicInsuranceOffset,
    VisitCounterScope,
)
from rules.catalogue.schedule import Schedule
from rules.vocabulary import EncounterType


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
    codes = set(options)
    by_encounter: dict[EncounterType, EffectiveBenefit] = {}
    for source in (plan, *(option for option in plan.options if option.code in codes)):
        for name, terms in source.benefits.items():
            benefit = effective_benefit(source, name, terms, schedule, day)
            by_encounter.update(dict.fromkeys(terms.encounters, benefit))
    by_encounter.update(not_covered(plan, by_encounter))
    automatic = term(plan.automatic, schedule, day)
    counter = term(plan.choices.visit_counter_scope, schedule, day)
    penalty = term(plan.choices.penalty_base, schedule, day)
    offset = term(plan.choices.si_offset, schedule, day)
    return EffectiveTerms(
        plan_code=plan.code,
        plan_version=plan.version,
        plan_hash=plan.content_hash,
        automatic=Term(False, automatic.source) if plan.kind is PlanKind.CARD_NAME else automatic,
        by_encounter=by_encounter,
        counter_per_group=counter.value is VisitCounterScope.PER_GROUP,
        penalty_of_eligible=penalty.value is PenaltyBase.ELIGIBLE,
        offset_caps_only=offset.value is PublicInsuranceOffset.CAP_ONLY,
        penalty_source=penalty.source,
        offset_source=offset.source,
    )
