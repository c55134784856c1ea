"""Puts the visits of a claim together into one result."""

from collections.abc import Iterator

from rules.adjudication.allocation import split
from rules.adjudication.claim import Accumulators, Claim
from rules.adjudication.lines import line_results
from rules.adjudication.result import (
    AdjudicationResult,
    Amounts,
    LineResult,
    Outcome,
    TraceStep,
    Verdict,
    VisitResult,
)
from rules.adjudication.visit import Standing, Visit
from rules.catalogue.effective import EffectiveTerms
from rules.reasons import ReasonCode

NOT_STATED = ("A-02", "R-050")
SETTLED = frozenset({Outcome.PAY, Outcome.PAY_ZERO})


def merged(
    terms: EffectiveTerms, before: Accumulators, claim: Claim, visits: list[Visit]
) -> AdjudicationResult:
    """The result of all visits; one that a person must decide holds back the whole claim."""
    standing, findings = visits[0].standing, visits[0].findings
    outcomes = [outcome_of(visit) for visit in visits]
    outcome = _claim_outcome(outcomes)
    return AdjudicationResult(
        outcome=outcome,
        reasons=tuple(findings.reasons),
        referred_for=tuple(findings.referred_for),
        to_confirm=tuple(findings.to_confirm),
        flags=tuple(findings.flags),
        missing_terms=tuple(findings.missing_terms),
        priced=all(visit.priced for visit in visits),
        amounts=_sums([_amounts(visit) for visit in visits]),
        visits=tuple(map(_visit_result, visits, outcomes)),
        lines=_in_order([line for visit in visits for line in line_results(visit)]),
        trace=tuple(findings.trace),
        after=_after(before, standing, claim) if outcome in SETTLED else before,
        plan_code=terms.plan_code,
        plan_version=terms.plan_version,
        plan_hash=terms.plan_hash,
    )


def _in_order(lines: list[LineResult]) -> tuple[LineResult, ...]:
    """The lines by their number, which a result begins with."""
    lines.sort()
    return tuple(lines)


def unresolved(terms: EffectiveTerms | None, before: Accumulators, claim: Claim) -> AdjudicationResult:
    """A claim that no terms are known for goes to a person, unpriced."""
    billed = sum(line.amount for line in claim.lines)
    offset = min(claim.public_insurance_paid, billed)
    clause = terms.automatic.source if terms else NOT_STATED
    facts = (("reason", ReasonCode.NEEDS_PLAN.value), ("encounter", claim.encounter.type.value))
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
        lines=tuple(_unresolved_lines(claim, offset)),
        trace=(TraceStep(1, "plan_resolved", Verdict.REFER, clause, billed, 0, billed, facts),),
        after=before,
        plan_code=terms.plan_code if terms else None,
        plan_version=terms.plan_version if terms else None,
        plan_hash=terms.plan_hash if terms else None,
    )


def _unresolved_lines(claim: Claim, offset: int) -> Iterator[LineResult]:
    if not claim.lines:
        return
    offsets = split(offset, [line.amount for line in claim.lines])
    for number, (line, paid) in enumerate(zip(claim.lines, offsets, strict=True)):
        bill = line.amount
        yield LineResult(
            number, line.item, 1, bill, 0, bill, paid, 0, 0, 0, 0, 0, 0, 0, bill - paid, None, ()
        )


def outcome_of(visit: Visit) -> Outcome:
    """Outcome of one visit."""
    if visit.stopped is not None:
        return Outcome.REFER if visit.stopped is Verdict.REFER else Outcome.REFUSE
    return Outcome.PAY if visit.payable else Outcome.PAY_ZERO


def _claim_outcome(outcomes: list[Outcome]) -> Outcome:
    if Outcome.REFER in outcomes:
        return Outcome.REFER
    if Outcome.PAY in outcomes:
        return Outcome.PAY
    return Outcome.PAY_ZERO if Outcome.PAY_ZERO in outcomes else Outcome.REFUSE


def _visit_result(visit: Visit, outcome: Outcome) -> VisitResult:
    payable = visit.payable if _is_priced(visit) else 0
    return VisitResult(
        type=visit.type,
        benefit=None if visit.benefit.not_covered else visit.benefit.name,
        outcome=outcome,
        number=visit.number,
        billed=visit.billed,
        eligible=visit.eligible,
        offset=visit.offset,
        payable=payable,
        member=visit.billed - visit.offset - payable,
    )


def _is_priced(visit: Visit) -> bool:
    return visit.priced and visit.stopped is not Verdict.REFUSE


def _amounts(visit: Visit) -> Amounts:
    billed, offset = visit.billed, visit.offset
    if not _is_priced(visit):
        excluded = billed if visit.stopped is Verdict.REFUSE else billed - visit.eligible
        return Amounts(billed, excluded, billed - excluded, offset, 0, 0, 0, 0, 0, 0, 0, billed - offset)
    deductible = copay = coinsurance = penalty = capped = over_limit = 0
    for bucket in visit.buckets:
        deductible += bucket.deductible
        copay += bucket.copay
        coinsurance += bucket.coinsurance
        penalty += bucket.penalty
        capped += bucket.capped
        over_limit += bucket.over_limit
    payable = visit.payable
    return Amounts(
        billed,
        billed - visit.eligible,
        visit.eligible,
        offset,
        deductible,
        copay,
        coinsurance,
        penalty,
        capped,
        over_limit,
        payable,
        billed - offset - payable,
    )


def _sums(amounts: list[Amounts]) -> Amounts:
    return amounts[0] if len(amounts) == 1 else Amounts(*map(sum, zip(*amounts, strict=True)))


def _after(before: Accumulators, standing: Standing, claim: Claim) -> Accumulators:
    seen = before.seen_invoices
    return Accumulators(
        counted_visits=standing.counted_visits,
        counted_visits_by_group=standing.by_group,
        remaining=standing.remaining,
        deductible_left=standing.deductible_left,
        counts_used=standing.counts_used,
        brands=standing.brands,
        brands_closed_on=before.brands_closed_on,
        seen_invoices=seen.union(invoice.key for invoice in claim.invoices) if claim.invoices else seen,
        settled_visits=standing.settled_visits,
        card=before.card,
    )
