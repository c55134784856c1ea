"""From what a person entered about an advance to a decision that can stand."""

from dataclasses import dataclass
from datetime import datetime

from rules.advances.case import AdvanceCase
from rules.advances.reckoning import ceiling
from rules.advances.values import AdvanceDecision
from rules.advances.vocabulary import AdvanceAnswer
from rules.money import format_yuan
from rules.preauthorization.decisions import AMBIGUOUS_CODES, Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceInput:
    """What a person enters about a request or a top-up, in fen.

    ``amount`` left out is the whole ceiling, or what was asked where that is less. ``estimate`` is the cost
    of the stay as the review found it. A decline names reason, clause and why. ``accumulator_version`` is
    the one that was shown; left out, the one that the case showed.
    """

    answer: AdvanceAnswer
    amount: int | None = None
    estimate: int | None = None
    reason_code: str = ""
    clause: str = ""
    explanation: str = ""
    accumulator_version: int | None = None


def compose(case: AdvanceCase, entry: AdvanceInput, maker: str, at: datetime) -> AdvanceDecision | Mistake:
    """The decision that the entry makes, or the first mistake in it."""
    if entry.answer is AdvanceAnswer.DECLINE:
        return refusal_mistake(entry.reason_code, entry.clause, entry.explanation) or AdvanceDecision(
            answer=entry.answer,
            reason_code=entry.reason_code,
            clause=entry.clause,
            explanation=entry.explanation,
            decided_by=maker,
            decided_at=at,
        )
    estimate = entry.estimate or (case.top_up.estimate if case.top_up else case.amount)
    most = ceiling(case, estimate)
    asked = min(most, case.top_up.amount) if case.top_up else most
    amount = asked if entry.amount is None else entry.amount
    seen = entry.accumulator_version
    return _amount_mistake(amount, most) or AdvanceDecision(
        answer=entry.answer,
        amount=amount,
        ceiling=most,
        estimate=estimate,
        explanation=entry.explanation,
        decided_by=maker,
        decided_at=at,
        accumulator_version=case.accumulator_version if seen is None else seen,
    )


def refusal_mistake(reason_code: str, clause: str, explanation: str) -> Mistake | None:
    """What a refusal still lacks: a reason that can carry it, its clause, and plain words (L-07, L-12)."""
    if not reason_code:
        return Mistake("reason_code", "A refusal needs a reason code.")
    if reason_code in AMBIGUOUS_CODES:
        why = f"{reason_code} rests on an ambiguous clause and cannot carry a refusal alone (L-12)."
        return Mistake("reason_code", why)
    if not clause.strip():
        return Mistake("clause", "A refusal cites the clause that it rests on.")
    if not explanation.strip():
        return Mistake("explanation", "A refusal explains in plain words how the fact meets the clause.")
    return None


def _amount_mistake(amount: int, most: int) -> Mistake | None:
    if amount <= 0:
        return Mistake("amount", f"An advance of {format_yuan(amount)} yuan advances nothing: decline it.")
    if amount > most:
        why = f"{format_yuan(amount)} yuan is above the ceiling: {format_yuan(most)} can be advanced (A-29)."
        return Mistake("amount", why)
    return None
