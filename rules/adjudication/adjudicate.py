"""The one function that prices a claim: same inputs, same bytes."""

from collections.abc import Sequence

from rules.adjudication.allocation import split
from rules.adjudication.channel import hospital_kind
from rules.adjudication.claim import Accumulators, Claim, Policy
from rules.adjudication.merging import merged, unresolved
from rules.adjudication.pipeline import judge
from rules.adjudication.result import AdjudicationResult
from rules.adjudication.visit import Findings, Standing, Visit
from rules.adjudication.visit_tier import hospital_override, joined_visit
from rules.catalogue.effective import EffectiveTerms
from rules.catalogue.plan import PlanVersion
from rules.catalogue.resolution import effective_terms
from rules.vocabulary import EncounterType

Bill = tuple[EncounterType, Sequence[int], int, int]
"""Type of a visit, numbers of its lines, fen billed and fen that public insurance paid."""


def adjudicate(
    plan: PlanVersion | None, policy: Policy, accumulators: Accumulators, claim: Claim
) -> AdjudicationResult:
    """Judges a claim by the plan version in force on its service date.

    Never raises for a bad claim: what is wrong with it is a reason. ``plan`` is ``None`` where the product
    is not known. Money in fen.
    """
    if plan is None:
        return unresolved(None, accumulators, claim)
    terms = effective_terms(plan, policy.schedule, policy.options, claim.encounter.on)
    visits = _visits(terms, policy, accumulators, claim)
    if not visits:
        return unresolved(terms, accumulators, claim)
    for visit in visits:
        judge(visit)
    return merged(terms, accumulators, claim, visits)


def _visits(terms: EffectiveTerms, policy: Policy, before: Accumulators, claim: Claim) -> list[Visit]:
    """Visits of the claim; none where the plan has no terms for one of them."""
    on, provider, amounts = claim.encounter.on, claim.provider, [line.amount for line in claim.lines]
    standing, findings = Standing(*before), Findings({}, {}, {}, {}, [], [])
    hospital, settled = hospital_kind(provider), before.settled_visits
    visits: list[Visit] = []
    for kind, numbers, billed, offset in _bills(claim, amounts):
        benefit = terms.by_encounter.get(kind)
        if benefit is None:
            return []
        override = hospital_override(benefit, hospital, provider) if benefit.overrides else None
        joined = joined_visit(settled, provider.name, on, kind) if settled else None
        visit = Visit(
            len(visits) + 1, claim, policy, terms, benefit, standing, findings, kind, numbers, amounts,
            billed, offset, on, hospital, override, joined, billed, {}, [],
        )  # fmt: skip
        visits.append(visit)
    return visits


def _bills(claim: Claim, amounts: list[int]) -> list[Bill]:
    """What each visit bills, and its share of what public insurance paid."""
    paid, billed = claim.public_insurance_paid, sum(amounts)
    if not claim.invoices:
        return [(claim.encounter.type, range(len(amounts)), billed, min(paid, billed))]
    grouped = _lines_by_visit(claim)
    billed_each = [sum([amounts[number] for number in numbers]) for numbers in grouped.values()]
    offsets = split(min(paid, billed), billed_each)
    return list(zip(grouped, grouped.values(), billed_each, offsets, strict=True))


def _lines_by_visit(claim: Claim) -> dict[EncounterType, list[int]]:
    """Line numbers of each visit; the types of invoices tell visits apart, in their order (A-06)."""
    own, invoices = claim.encounter.type, claim.invoices
    kinds = {name: invoice.type or own for invoice in invoices for name in (invoice.number, invoice.key)}
    only = next(iter(kinds.values())) if len(invoices) == 1 else own
    grouped: dict[EncounterType, list[int]] = {kind: [] for kind in kinds.values()}
    for number, line in enumerate(claim.lines):
        kind = kinds.get(line.invoice, own) if line.invoice is not None else only
        grouped.setdefault(kind, []).append(number)
    return {kind: numbers for kind, numbers in grouped.items() if numbers} or {own: []}
