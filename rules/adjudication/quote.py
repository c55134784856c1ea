"""Prices a claim outside any case: a quote before treatment, or a what-if (`lipei adjudicate`)."""

from datetime import date

from pydantic import Field

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.forms import AccumulatorsForm, ClaimForm, PolicyForm
from rules.adjudication.result import AdjudicationResult
from rules.catalogue.loader import Catalogue
from rules.catalogue.plan import PlanVersion
from rules.catalogue.schedule import Schedule
from rules.catalogue.values import Clause


class QuoteForm(Clause):
    """What a quote needs; the same words as case files."""

    plan: str
    config: dict[str, str] = Field(default_factory=dict)
    policy: PolicyForm
    before: AccumulatorsForm = Field(default_factory=AccumulatorsForm)
    claim: ClaimForm


def quote(form: QuoteForm, catalogue: Catalogue) -> AdjudicationResult:
    """The result that the claim would have; ValueError for a reading or schedule that makes no sense."""
    policy = form.policy.to_policy()
    claim = form.claim.to_claim()
    on = min(max(claim.encounter.on, policy.effective_on), policy.expires_on)
    plan = _plan(form, policy.schedule, catalogue, on)
    return adjudicate(plan, policy, form.before.to_accumulators(), claim)


def _plan(form: QuoteForm, schedule: Schedule, catalogue: Catalogue, on: date) -> PlanVersion | None:
    """The version sold; ``None`` where the catalogue does not know the product, which goes to a person."""
    try:
        plan = catalogue.sold(form.plan, schedule, on)
    except LookupError:
        return None
    return plan.with_choices(form.config) if form.config else plan
