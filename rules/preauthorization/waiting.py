"""Waiting periods on the planned day (R-021 to R-024, A-03, A-47); a gapless renewal has none."""

from collections.abc import Iterator

from rules.adjudication.waiting_period import is_accident
from rules.catalogue.effective import EffectiveBenefit, EffectiveWaiting
from rules.due_dates import waiting_period
from rules.preauthorization.diagnoses import falls_under
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.situations import is_surgery
from rules.preauthorization.values import Finding, TreatmentRequest
from rules.preauthorization.weighing import blocks, refers
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType

_SURGERY_DAYS = 120


def waiting_findings(facts: RequestFacts, benefit: EffectiveBenefit) -> Iterator[Finding]:
    """What still waits on the planned day."""
    waiting = benefit.waiting
    if waiting is None or facts.policy.purchase not in waiting.applies_to:
        return
    yield from _surgery(facts, waiting)
    yield from _benefit(facts, waiting)
    yield from _first_month(facts, waiting)


def _surgery(facts: RequestFacts, waiting: EffectiveWaiting) -> Iterator[Finding]:
    """Surgery of the listed conditions; the text does not speak about accidents, so a person does (A-47)."""
    days, source = waiting.surgery_days
    if days is None or not _waits(facts, days):
        return
    clause = tuple(dict.fromkeys((*source, "A-47")))
    if _is_listed_surgery(facts, waiting) and not _is_accident(facts.request):
        yield blocks(ReasonCode.WAITING_120, clause, _covered_from(facts, days))
    elif _is_listed_surgery(facts, waiting) or _may_be_listed_surgery(facts, waiting):
        yield refers(ReasonCode.WAITING_120, clause, _covered_from(facts, days))


def _is_listed_surgery(facts: RequestFacts, waiting: EffectiveWaiting) -> bool:
    """A listed procedure; or surgery without a procedure code for nothing but listed diagnoses (8.5)."""
    request = facts.request
    if request.procedures:
        return any(falls_under(planned.code, waiting.surgery_procedures) for planned in request.procedures)
    listed = (falls_under(found.code, waiting.surgery_diagnoses) for found in request.diagnoses)
    return is_surgery(facts) and bool(request.diagnoses) and all(listed)


def _may_be_listed_surgery(facts: RequestFacts, waiting: EffectiveWaiting) -> bool:
    """Surgery with another procedure code, or for more than the listed diagnoses."""
    listed = (falls_under(found.code, waiting.surgery_diagnoses) for found in facts.request.diagnoses)
    return is_surgery(facts) and any(listed)


def _benefit(facts: RequestFacts, waiting: EffectiveWaiting) -> Iterator[Finding]:
    """Waiting of the whole benefit, which the schedule may state; where nobody does, a person asks."""
    days, source = waiting.days
    if days is None:
        yield refers(ReasonCode.NEEDS_PLAN, source, "waiting_days")
    elif _waits(facts, days):
        code = ReasonCode.WAITING_120 if days == _SURGERY_DAYS else ReasonCode.WAITING_SCHEDULE
        yield blocks(code, source, _covered_from(facts, days))


def _first_month(facts: RequestFacts, waiting: EffectiveWaiting) -> Iterator[Finding]:
    """A disease admission on day 1 to 30: the handbook says both 0 and 30 days, so no refusal (A-03)."""
    days, source = waiting.review_days
    admitted = facts.request.encounter is EncounterType.INPATIENT
    if days is not None and admitted and not _is_accident(facts.request) and _waits(facts, days):
        yield refers(ReasonCode.AMBIGUOUS_WAITING_30, source, _covered_from(facts, days))


def _is_accident(request: TreatmentRequest) -> bool:
    return is_accident(tuple(diagnosis.code.upper() for diagnosis in request.diagnoses))


def _waits(facts: RequestFacts, days: int) -> bool:
    """Day 1 is the effective day, and the last of the days still waits (A-47)."""
    return facts.request.planned_on <= waiting_period(facts.policy.effective_on, days)[0]


def _covered_from(facts: RequestFacts, days: int) -> str:
    return waiting_period(facts.policy.effective_on, days)[1].isoformat()
