"""Letters that say what was determined, alike for every process with a claim."""

from datetime import date
from typing import TypeVar

from activities.letter_contents.frame import family, frame, staff_name
from activities.letter_contents.sources import Sources, tidy
from letters.kinds import (
    BenefitStatement,
    Calculation,
    Finding,
    Reason,
    RefusalNotice,
    RefusedLine,
    StatementLine,
    Visit,
)
from rules.adjudication.claim import Claim
from rules.catalogue.values import Words
from rules.china_time import shanghai_date
from rules.claims.case import ClaimCase
from rules.claims.values import ClaimDecision, ClaimFigures
from rules.deadlines import ClockKind
from rules.item_words import ITEMS
from rules.items import ItemCode
from rules.vocabulary import Language

Case = TypeVar("Case", bound=ClaimCase)


def claim_of(sources: Sources[Case]) -> Claim:
    """The claim that the letter is about."""
    if sources.case.claim is None:
        raise ValueError(f"{sources.number} speaks of a claim that {sources.case.case_number} has not got")
    return sources.case.claim


def decision_of(sources: Sources[Case]) -> ClaimDecision:
    """The decision that stands."""
    if sources.case.decision is None:
        raise ValueError(f"{sources.number} says what {sources.case.case_number} has not determined")
    return sources.case.decision


def signer(decision: ClaimDecision) -> str:
    """The second person where there was one: the decision is theirs to answer for."""
    return decision.co_signed_by or decision.decided_by


def said(sources: Sources[Case], words: Words) -> str:
    """Words of both languages in the letter's."""
    return words.zh if sources.case.language is Language.CHINESE else words.en


def item(sources: Sources[Case], code: str) -> str:
    """What a charge is for."""
    return said(sources, ITEMS[ItemCode(code)]) if code else sources.say("家庭自付部分", "the family's share")


def visit(sources: Sources[Case], until_on: date | None = None) -> Visit:
    """The care that was billed; a hospital that we don't know is named as the family named it."""
    claim, hospital = claim_of(sources), sources.parties.hospital
    return Visit(
        hospital=hospital.name if hospital else claim.provider.name,
        hospital_english=(hospital.name_en or "") if hospital else "",
        encounter=claim.encounter.type,
        on=claim.encounter.on,
        until_on=until_on,
        billed=sum(line.amount for line in claim.lines),
        bills=tuple(invoice.number for invoice in claim.invoices),
    )


def calculation(figures: ClaimFigures) -> Calculation:
    """From the bill to the benefit, step by step."""
    return Calculation(
        billed=figures.billed,
        not_covered=figures.excluded,
        other_payers=figures.offset,
        deductible=figures.deductible,
        copay=figures.copay,
        coinsurance=figures.coinsurance,
        penalty=figures.penalty,
        over_limit=figures.over_limit + figures.capped,
        payable=figures.payable,
    )


def statement(
    sources: Sources[Case], *, until_on: date | None = None, agree_by: date | None = None
) -> BenefitStatement:
    """LT-EOB: charge by charge, and the sum step by step."""
    decision, claim = decision_of(sources), claim_of(sources)
    judged = decision.judged
    return BenefitStatement(
        **frame(sources, signer(decision)),
        **family(sources),
        process=sources.case.process,
        visit=visit(sources, until_on),
        decided_on=shanghai_date(decision.decided_at),
        lines=_lines(sources, claim, decision),
        calculation=calculation(judged.figures),
        visit_number=judged.visit_numbers[0] if judged.visit_numbers else None,
        agree_by=agree_by,
    )


def _lines(sources: Sources[Case], claim: Claim, decision: ClaimDecision) -> tuple[StatementLine, ...]:
    held = {line.line: line for line in decision.judged.held_lines}
    rows = []
    for number, line in enumerate(claim.lines):
        outside = held.get(number)
        rows.append(
            StatementLine(
                item=item(sources, line.item),
                billed=line.amount,
                covered=line.amount - outside.amount if outside else line.amount,
                reason=Reason(code=outside.reason, clause=outside.clause) if outside else None,
            )
        )
    return tuple(rows)


def refusal(sources: Sources[Case]) -> RefusalNotice:
    """LT-REF: nothing is paid, and why; two names stand under it (L-07, L-17)."""
    decision, claim = decision_of(sources), claim_of(sources)
    reason = Reason(code=decision.reason_code or "", clause=tidy(decision.clause))
    total = sum(line.amount for line in claim.lines)
    started = [c for c in sources.case.clocks if c.kind is ClockKind.STATUTORY_DETERMINATION]
    complete_at = started[-1].started_at if started else sources.case.opened_at
    return RefusalNotice(
        **frame(sources, signer(decision)),
        **family(sources),
        visit=visit(sources),
        applied_on=shanghai_date(sources.case.opened_at),
        complete_on=shanghai_date(complete_at),
        determined_on=shanghai_date(decision.decided_at),
        finding=Finding.NOTHING,
        claimed=total,
        paid=0,
        refused=tuple(
            RefusedLine(item=item(sources, line.item), amount=line.amount, reason=reason)
            for line in claim.lines
        ),
        explanation=tidy(decision.explanation),
        highlighted=highlighted(sources),
        would_change=decision.would_change,
        handled_by=staff_name(sources, decision.decided_by),
        reviewed_by=staff_name(sources, decision.co_signed_by),
    )


def highlighted(sources: Sources[Case]) -> str:
    """Where the evidence lies that the clause was pointed out (L-11): with the policy's purchase."""
    number = sources.parties.policy.number
    return sources.say(
        f"投保时免责条款的提示与说明记录随保单 {number} 保存，可凭本通知书编号申请查阅。",
        f"The record of how the exclusions were pointed out and explained at the purchase is kept with "
        f"policy {number}; ask for it with the number of this notice.",
    )
