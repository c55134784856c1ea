"""Claims priced by the accounts as they stand, with what a person entered about them."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import Claim
from rules.adjudication.result import AdjudicationResult
from rules.claims.case import ClaimCase
from rules.claims.decisions import claim_to_post, mistake_in
from rules.claims.values import ClaimAnswer, ClaimDecisionInput, ClaimFigures
from rules.direct_billing.case import DirectBillingCase
from rules.permissions import Action, Relation, Verdict, may
from rules.reasons import ReasonCode
from rules.roles import Actor
from stores.benefits.claim_facts import ClaimFacts, Occasion, claim_facts
from stores.benefits.usual_prices import usual_amounts
from stores.database import driver_connection
from web.worksheet.doubts import above_reserve, ten_times_usual
from web.worksheet.values import Compared, Doubt, Priced, PricedLine, Sum

_STEPS = (
    Sum.BILLED,
    Sum.EXCLUDED,
    Sum.OFFSET,
    Sum.DEDUCTIBLE,
    Sum.COPAY,
    Sum.COINSURANCE,
    Sum.PENALTY,
    Sum.CAPPED,
    Sum.OVER_LIMIT,
)


def price_answer(session: Session, case: ClaimCase, entry: ClaimDecisionInput, actor: Actor) -> Priced | None:
    """The claim with what the entry allows; a refusal pays nothing. None before there is a claim."""
    if case.claim is None:
        return None
    found = mistake_in(case.judged, entry)
    wrong = (found.field, found.why) if found else None
    if entry.answer is ClaimAnswer.REFUSE:
        return _refusal(case, wrong)
    facts, result = _priced(session, case, claim_to_post(case.claim, entry))
    amount = may(actor, Action.DECIDE_CLAIM, Relation.STAFF, result.insurer)
    seen = entry.accumulator_version
    return Priced(
        sums=_sums(case, result),
        lines=_lines(session, case, result),
        mistake=wrong,
        doubts=_doubts(session, case, result),
        needs_second=amount.verdict is Verdict.NEEDS_SECOND,
        year_moved=bool(seen is not None and facts.year and facts.year.version != seen),
    )


def price_rulings(
    session: Session, case: DirectBillingCase, ruled: Mapping[str, ReasonCode | None]
) -> Priced | None:
    """The bill with charges ruled in or out, by the hospital's numbers of them."""
    if case.claim is None or len(case.line_ids) != len(case.claim.lines):
        return None
    lines = tuple(
        replace(line, finding=ruled[line_id]) if line_id in ruled else line
        for line_id, line in zip(case.line_ids, case.claim.lines, strict=True)
    )
    _, result = _priced(session, case, replace(case.claim, lines=lines))
    return Priced(
        sums=_sums(case, result), lines=_lines(session, case, result), doubts=_doubts(session, case, result)
    )


def _refusal(case: ClaimCase, mistake: tuple[str, str] | None) -> Priced:
    figures = _figures(case)
    before = figures.payable if figures else None
    billed = figures.billed if figures else case.amount
    sums = (
        Compared(name=Sum.BILLED, before=billed, after=billed),
        Compared(name=Sum.PAYABLE, before=before, after=0),
        Compared(name=Sum.MEMBER, before=figures.member if figures else None, after=billed),
    )
    return Priced(sums=sums, mistake=mistake, needs_second=True)


def year_shown(session: Session, case: ClaimCase) -> int | None:
    """The version of the policy year by which the page prices the claim; None where no year is open."""
    facts = _facts(session, case, case.claim) if case.claim else None
    return facts.year.version if facts and facts.year else None


def _priced(session: Session, case: ClaimCase, claim: Claim) -> tuple[ClaimFacts, AdjudicationResult]:
    facts = _facts(session, case, claim)
    return facts, adjudicate(facts.plan, facts.policy, facts.before, claim)


def _facts(session: Session, case: ClaimCase, claim: Claim) -> ClaimFacts:
    subject = case.subject
    occasion = Occasion(
        policy_id=UUID(subject.policy_id),
        on=claim.encounter.on,
        facility=claim.provider.name,
        episode_id=UUID(subject.episode_id) if subject.episode_id else None,
        invoices=tuple(invoice.key for invoice in claim.invoices),
    )
    return claim_facts(driver_connection(session), occasion)


def _figures(case: ClaimCase) -> ClaimFigures | None:
    """The claim as it was judged last; a bill that nobody judged yet has been priced at least."""
    if case.judged:
        return case.judged.figures
    return case.price.figures if isinstance(case, DirectBillingCase) and case.price else None


def _sums(case: ClaimCase, result: AdjudicationResult) -> tuple[Compared, ...]:
    figures, after = _figures(case), result.amounts._asdict()
    steps = [
        Compared(
            name=name,
            before=getattr(figures, name.lower()) if figures else None,
            after=after[name.lower()],
        )
        for name in (*_STEPS, Sum.PAYABLE)
    ]
    member = Compared(
        name=Sum.MEMBER, before=figures.member if figures else None, after=result.amounts.member
    )
    always = (Sum.BILLED, Sum.PAYABLE)
    return (*(each for each in steps if each.name in always or each.before or each.after), member)


def _lines(session: Session, case: ClaimCase, result: AdjudicationResult) -> tuple[PricedLine, ...]:
    assert case.claim is not None
    _, now = _priced(session, case, case.claim)
    return tuple(
        PricedLine(
            number=line.line + 1,
            item=line.item,
            billed=line.billed,
            excluded=line.excluded,
            payable=line.payable,
            payable_before=before.payable,
            reason=line.reason or "",
            clause=", ".join(line.clause),
        )
        for line, before in zip(result.lines, now.lines, strict=True)
    )


def _doubts(session: Session, case: ClaimCase, result: AdjudicationResult) -> tuple[Doubt, ...]:
    usual = usual_amounts(
        driver_connection(session), case.process, (line.item for line in result.claim.lines)
    )
    charges = ((line.item, "", line.amount) for line in result.claim.lines)
    promised = case.promise.ceiling if isinstance(case, DirectBillingCase) and case.promise else 0
    reserved = promised or getattr(case, "reserved", 0)
    return (*ten_times_usual(charges, usual), *above_reserve(result.insurer, reserved))
