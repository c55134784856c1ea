"""Whether the request came in time (R-081, A-13, A-17). Lateness alone never declines."""

from collections.abc import Iterator
from datetime import date, timedelta

from rules.catalogue.preauthorization import PreauthorizationTerms
from rules.catalogue.values import Stated
from rules.china_time import shanghai_date
from rules.due_dates import latest_request_on
from rules.preauthorization.facts import RequestFacts
from rules.preauthorization.values import Finding
from rules.preauthorization.weighing import refers
from rules.reasons import ReasonCode


def last_day_to_ask(facts: RequestFacts) -> date | None:
    """N working days before treatment; an emergency has no such day, nor has a plan that states no lead.

    Guidance only where the plan's lead does not bind (2021 plans, A-17).
    """
    terms = facts.plan.preauthorization
    stated = terms.lead_working_days.on(facts.request.planned_on) if terms else None
    if facts.request.emergency or stated is None or stated.value is None:
        return None
    return latest_request_on(facts.calendar, facts.request.planned_on, stated.value)


def is_late(facts: RequestFacts) -> bool:
    """Whether the request came after the last day: only the promise to decide before treatment falls away."""
    last_on = last_day_to_ask(facts)
    return last_on is not None and shanghai_date(facts.received_at) > last_on


def notified_in_time(facts: RequestFacts) -> bool:
    """Whether an emergency was told within 48 hours of admission, the last moment included (A-13)."""
    admitted_at, hours = facts.request.admitted_at, _notice_hours(facts)
    if not facts.request.emergency or hours is None or hours.value is None:
        return False
    return admitted_at is None or facts.received_at - admitted_at <= timedelta(hours=hours.value)


def timing_findings(facts: RequestFacts) -> Iterator[Finding]:
    """Care that began before anybody was asked: the additional share is for a person to judge."""
    request = facts.request
    if facts.plan.preauthorization is None:
        return
    if request.emergency:
        if not notified_in_time(facts):
            hours = _notice_hours(facts)
            yield refers(ReasonCode.PREAUTHORIZATION_MISSING, hours.source if hours else ["A-13"])
    elif _began_before(facts):
        yield refers(ReasonCode.PREAUTHORIZATION_MISSING, ["R-085"], request.planned_on.isoformat())


def _began_before(facts: RequestFacts) -> bool:
    admitted_at = facts.request.admitted_at
    admitted = admitted_at is not None and admitted_at < facts.received_at
    return admitted or facts.request.planned_on < shanghai_date(facts.received_at)


def _notice_hours(facts: RequestFacts) -> Stated[int] | None:
    terms: PreauthorizationTerms | None = facts.plan.preauthorization
    return terms.emergency_notice_hours.on(facts.request.planned_on) if terms else None
