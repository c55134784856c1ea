"""`/api/v1/quotes`: what a claim would come to, line by line and step by step. Nothing is recorded."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query

from rules.adjudication.result import MONEY_FACTS, AdjudicationResult, LineResult, Outcome, TraceStep, Verdict
from rules.adjudication.words import OUTCOMES, REASONS, RULES
from rules.catalogue.values import Words
from rules.items import ItemCode
from rules.money import format_yuan
from rules.permissions import Action
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType
from web.access import Caller, Permission
from web.api.bodies import quote_body
from web.api.bodies.fields import View, Yuan
from web.api.bodies.quote_body import QuoteBody
from web.backend import Uses
from web.new_cases import quoting
from web.new_cases.quoting import Quote

router = APIRouter(prefix="/api/v1/quotes", tags=["Quotes"])


class WordsView(View):
    """Words in both languages."""

    zh: str
    en: str


class ReasonView(View):
    """A reason with its words."""

    code: ReasonCode
    words: WordsView


class AmountsView(View):
    """Sums over all lines; `billed` is `offset`, `payable` and `member` together."""

    billed: Yuan
    excluded: Yuan
    eligible: Yuan
    offset: Yuan
    """Paid by public insurance."""
    deductible: Yuan
    copay: Yuan
    coinsurance: Yuan
    penalty: Yuan
    capped: Yuan
    """Cut off at the net bill."""
    over_limit: Yuan
    payable: Yuan
    member: Yuan


class QuotedLineView(AmountsView):
    """One line of the claim with its part of every amount."""

    line: int
    item: ItemCode
    reason: ReasonCode | None
    """Why it is excluded."""
    clause: tuple[str, ...]


class VisitView(View):
    """One visit or stay."""

    type: EncounterType
    outcome: Outcome
    number: int | None
    """Its place on the visit counter, if it counts."""
    payable: Yuan
    member: Yuan


class StepView(View):
    """One rule applied: the clause that it rests on, the amount in, what it took, the amount out."""

    visit: int
    rule: str
    words: WordsView
    verdict: Verdict
    clause: tuple[str, ...]
    amount_in: Yuan
    taken: Yuan
    amount_out: Yuan
    facts: dict[str, str]


class PlanView(View):
    """The terms that it was priced by."""

    code: str
    version: str


class QuoteView(View):
    """What the claim would come to by the accounts as they stand now."""

    outcome: Outcome
    words: WordsView
    insurer: Yuan | None
    """What the insurer would pay; null where a value is stated nowhere. For REFER, if a person accepts."""
    member: Yuan | None
    reasons: tuple[ReasonView, ...]
    flags: tuple[ReasonView, ...]
    to_confirm: tuple[ReasonCode, ...]
    """What a person must confirm before a decision is final."""
    missing_terms: tuple[str, ...]
    """Values that neither plan nor policy states."""
    policy_pending: bool
    """Whether the policy is still to be paid or underwritten."""
    amounts: AmountsView
    visits: tuple[VisitView, ...]
    lines: tuple[QuotedLineView, ...]
    plan: PlanView | None
    year_version: int | None
    """Version of the accounts; they may have moved when the real claim comes."""
    trace: tuple[StepView, ...] | None
    """Every step, where `explain` asked for it."""


@router.post("", operation_id="quoteClaim", summary="Price a claim without recording anything")
def quote_claim(
    body: Annotated[QuoteBody, Body(openapi_examples={"visit": {"value": quote_body.EXAMPLE}})],
    caller: Annotated[Caller, Depends(Permission(Action.QUOTE))],
    backend: Uses,
    explain: Annotated[bool, Query(description="Answer with every step and its clause")] = False,
) -> QuoteView:
    """By the engine that decides, with the accounts as they stand. A promise is only what a letter says."""
    return quote_view(quoting.quote(backend, caller, body), explain=explain)


def quote_view(quote: Quote, *, explain: bool) -> QuoteView:
    """The price as callers get it."""
    result = quote.result
    return QuoteView(
        outcome=result.outcome,
        words=_words(OUTCOMES[result.outcome]),
        insurer=result.insurer if result.priced else None,
        member=result.member if result.priced else None,
        reasons=_reasons(result.reasons),
        flags=_reasons(result.flags),
        to_confirm=result.to_confirm,
        missing_terms=result.missing_terms,
        policy_pending=quote.policy_pending,
        amounts=AmountsView.model_validate(result.amounts),
        visits=tuple(VisitView.model_validate(visit) for visit in result.visits),
        lines=tuple(_line(line) for line in result.lines),
        plan=_plan(result),
        year_version=quote.year_version,
        trace=tuple(_step(step) for step in result.trace) if explain else None,
    )


def _reasons(codes: Iterable[ReasonCode]) -> tuple[ReasonView, ...]:
    return tuple(ReasonView(code=code, words=_words(REASONS[code])) for code in codes)


def _words(words: Words) -> WordsView:
    return WordsView(zh=words.zh, en=words.en)


def _line(line: LineResult) -> QuotedLineView:
    return QuotedLineView.model_validate({**line._asdict(), "line": line.line + 1})


def _plan(result: AdjudicationResult) -> PlanView | None:
    if result.plan_code is None or result.plan_version is None:
        return None
    return PlanView(code=result.plan_code, version=result.plan_version)


def _step(step: TraceStep) -> StepView:
    return StepView(
        visit=step.visit,
        rule=step.rule,
        words=_words(RULES[step.rule]),
        verdict=step.verdict,
        clause=step.clause,
        amount_in=step.amount_in,
        taken=step.taken,
        amount_out=step.amount_out,
        facts=_facts(dict(step.facts)),
    )


def _facts(facts: Mapping[str, str | int]) -> dict[str, str]:
    """Money in yuan, numbers as text."""
    return {
        name: format_yuan(value) if name in MONEY_FACTS and isinstance(value, int) else str(value)
        for name, value in facts.items()
    }
