"""The one function that prices a claim: same inputs, same bytes."""

from collections.abc import Iterator

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
    visits = []
    for visit in _visits(terms, policy, accumulators, claim):
        judge(visit)
        visits.append(visit)
    if not visits:
        return unresolved(terms, accumulators, claim)
    return merged(terms, accumulators, claim, visits)


def _visits(terms: EffectiveTerms, policy: Policy, before: Accumulators, claim: Claim) -> Iterator[Visit]:
    """Visits of the claim, one after the other; none where the plan has no terms for one of them."""
    grouped, claimed, by_encounter = _lines_by_visit(claim), claim.lines, terms.by_encounter
    if not by_encounter.keys() >= grouped.keys():
        return
    billed = [sum([claimed[number].amount for number in numbers]) for numbers in grouped.values()]
    offsets = split(min(claim.public_insurance_paid, sum(billed)), billed)
    on, provider, hospital = claim.encounter.on, claim.provider, hospital_kind(claim.provider)
    standing, findings = _standing(before), Findings()
    for index, (kind, numbers) in enumerate(grouped.items()):
        benefit, bill = by_encounter[kind], billed[index]
        override = hospital_override(benefit, hospital, provider)
        joined = joined_visit(standing.settled_visits, provider.name, on, kind)
        yield Visit(
            index + 1, claim, policy, before, terms, benefit, standing, findings, kind, numbers,
            bill, offsets[index], on, hospital, override, joined, bill, {}, [],
        )  # fmt: skip


def _lines_by_visit(claim: Claim) -> dict[EncounterType, list[int]]:
    """Line numbers of each visit; the types of invoices tell visits apart, in their order (A-06)."""
    own = claim.encounter.type
    if not claim.invoices or all(invoice.type is None or invoice.type is own for invoice in claim.invoices):
        return {own: list(range(len(claim.lines)))}
    kinds = {
        name: invoice.type or own for invoice in claim.invoices for name in (invoice.number, invoice.key)
    }
    only = next(iter(kinds.values())) if len(claim.invoices) == 1 else own
    grouped: dict[EncounterType, list[int]] = {kind: [] for kind in kinds.values()}
    for number, line in enumerate(claim.lines):
        kind = kinds.get(line.invoice, own) if line.invoice is not None else only
        grouped.setdefault(kind, []).append(number)
    return {kind: numbers for kind, numbers in grouped.items() if numbers}


def _standing(before: Accumulators) -> Standing:
    return Standing(
        before.counted_visits,
        before.counted_visits_by_group,
        before.remaining,
        before.deductible_left,
        before.counts_used,
        before.brands,
        before.settled_visits,
    )
