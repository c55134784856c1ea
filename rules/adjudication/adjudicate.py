"""The one function that prices a claim: same inputs, same bytes."""

from collections.abc import Iterator

from rules.adjudication.allocation import split
from rules.adjudication.channel import hospital_kind
from rules.adjudication.claim import Accumulators, Claim, Policy
from rules.adjudication.merging import merged, unresolved
from rules.adjudication.pipeline import judge
from rules.adjudication.result import AdjudicationResult
from rules.adjudication.visit import Standing, Visit, standing_of
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
    standing = standing_of(accumulators)
    visits = list(_visits(terms, policy, accumulators, claim, standing))
    if not visits:
        return unresolved(terms, accumulators, claim)
    for visit in visits:
        judge(visit)
    return merged(terms, accumulators, claim, standing, visits)


def _visits(
    terms: EffectiveTerms, policy: Policy, before: Accumulators, claim: Claim, standing: Standing
) -> Iterator[Visit]:
    """Visits of the claim; none where the plan has no terms for one of them."""
    grouped = _lines_by_visit(claim)
    if any(kind not in terms.by_encounter for kind in grouped):
        return
    claimed = claim.lines
    billed = [sum([claimed[number].amount for number in numbers]) for numbers in grouped.values()]
    offsets = split(min(claim.public_insurance_paid, sum(billed)), billed)
    on, hospital = claim.encounter.on, hospital_kind(claim.provider)
    for index, (kind, numbers) in enumerate(grouped.items()):
        benefit = terms.by_encounter[kind]
        yield Visit(
            index + 1, claim, policy, before, terms, benefit, standing, kind, numbers,
            billed[index], offsets[index], on, hospital, billed[index],
        )  # fmt: skip


def _lines_by_visit(claim: Claim) -> dict[EncounterType, list[int]]:
    """Line numbers of each visit; the types of invoices tell visits apart, in their order (A-06)."""
    own = claim.encounter.type
    if all(invoice.type is None or invoice.type is own for invoice in claim.invoices):
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
