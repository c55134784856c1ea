"""Puts the visits of a claim together into one result."""

from collections.abc import Iterable

from rules.adjudication.allocation import split
from rules.adjudication.buckets import UNTOUCHED, Bucket
from rules.adjudication.claim import Accumulators, Claim
from rules.adjudication.lines import line_amounts
from rules.adjudication.result import (
    REFER,
    REFUSE,
    AdjudicationResult,
    Amounts,
    LineAmounts,
    Outcome,
    VisitResult,
)
from rules.adjudication.visit import Standing, Visit
from rules.catalogue.effective import EffectiveTerms
from rules.reasons import ReasonCode

NOT_STATED = ("A-02", "R-050")
PAY, PAY_ZERO = SETTLED = (Outcome.PAY, Outcome.PAY_ZERO)
"""Outcomes that move the accumulators."""


def merged(
    terms: EffectiveTerms, before: Accumulators, claim: Claim, visits: list[Visit]
) -> AdjudicationResult:
    """The result of all visits; one that a person must decide holds back the whole claim."""
    findings = visits[0].findings
    results = [_visit_result(visit) for visit in visits]
    outcome = results[0].outcome if len(results) == 1 else _claim_outcome(results)
    return AdjudicationResult(
        outcome,
        tuple(findings.reasons),
        tuple(findings.referred_for),
        tuple(findings.to_confirm),
        tuple(findings.flags),
        tuple(findings.missing_terms),
        False not in [visit.priced for visit in visits],
        _sums(results),
        tuple(results),
        line_amounts(visits, len(claim.lines)),
        tuple(findings.trace),
        claim,
        _after(visits[0].standing, claim) if outcome in SETTLED else before,
        terms.plan_code,
        terms.plan_version,
        terms.plan_hash,
    )


def unresolved(terms: EffectiveTerms | None, before: Accumulators, claim: Claim) -> AdjudicationResult:
    """A claim that no terms are known for goes to a person, unpriced."""
    amounts = [line.amount for line in claim.lines]
    billed = sum(amounts)
    offset = min(claim.public_insurance_paid, billed)
    clause = terms.automatic.source if terms else NOT_STATED
    facts = (("reason", ReasonCode.NEEDS_PLAN.value), ("encounter", claim.encounter.type.value))
    zeros, offsets = (0,) * len(amounts), split(offset, amounts) if amounts else ()
    return AdjudicationResult(
        outcome=Outcome.REFER,
        reasons=(ReasonCode.NEEDS_PLAN,),
        referred_for=(ReasonCode.NEEDS_PLAN,),
        to_confirm=(),
        flags=(),
        missing_terms=(claim.encounter.type.value,),
        priced=False,
        amounts=Amounts(billed, 0, billed, offset, 0, 0, 0, 0, 0, 0, 0, billed - offset),
        visits=(),
        line_amounts=LineAmounts._make(((1,) * len(amounts), zeros, tuple(offsets), *[zeros] * 7, {})),
        steps=((1, "plan_resolved", REFER, clause, billed, 0, billed, facts),),
        claim=claim,
        after=before,
        plan_code=terms.plan_code if terms else None,
        plan_version=terms.plan_version if terms else None,
        plan_hash=terms.plan_hash if terms else None,
    )


def _claim_outcome(visits: list[VisitResult]) -> Outcome:
    outcomes = [visit.outcome for visit in visits]
    for decisive in (Outcome.REFER, Outcome.PAY, Outcome.PAY_ZERO):
        if decisive in outcomes:
            return decisive
    return Outcome.REFUSE


def _visit_result(visit: Visit) -> VisitResult:
    benefit, stopped = visit.benefit, visit.stopped
    name = None if benefit.not_covered else benefit.name
    if stopped is None:
        outcome = PAY if visit.payable else PAY_ZERO
    else:
        outcome = Outcome.REFER if stopped is REFER else Outcome.REFUSE
    return VisitResult(visit.type, name, outcome, visit.number, _amounts(visit))


def _amounts(visit: Visit) -> Amounts:
    billed, offset = visit.billed, visit.offset
    if not visit.priced or visit.stopped is REFUSE:
        excluded = billed if visit.stopped is REFUSE else billed - visit.eligible
        return Amounts(billed, excluded, billed - excluded, offset, 0, 0, 0, 0, 0, 0, 0, billed - offset)
    eligible, payable = visit.eligible, visit.payable
    _, deductible, copay, coinsurance, penalty, capped, over_limit = _taken(visit.buckets)
    return Amounts(
        billed, billed - eligible, eligible, offset, deductible, copay, coinsurance, penalty, capped,
        over_limit, payable, billed - offset - payable,
    )  # fmt: skip


def _taken(buckets: list[Bucket]) -> Iterable[int]:
    """What each column took of all buckets, the offset first."""
    if len(buckets) == 1:
        return buckets[0].taken
    return map(sum, zip(*[bucket.taken for bucket in buckets], strict=True)) if buckets else UNTOUCHED


def _sums(visits: list[VisitResult]) -> Amounts:
    if len(visits) == 1:
        return visits[0].amounts
    return Amounts(*map(sum, zip(*[visit.amounts for visit in visits], strict=True)))


def _after(standing: Standing, claim: Claim) -> Accumulators:
    seen = standing.seen_invoices
    if claim.invoices:
        seen = seen.union([invoice.key for invoice in claim.invoices])
    return Accumulators(
        standing.counted_visits,
        standing.by_group,
        standing.remaining,
        standing.deductible_left,
        standing.counts_used,
        standing.brands,
        standing.brands_closed_on,
        seen,
        standing.settled_visits,
        standing.card,
        standing.settled_bills,
        standing.counted_on,
    )
