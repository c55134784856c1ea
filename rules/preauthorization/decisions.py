"""From what a person entered to a decision that can stand: lines, reasons, the ceiling."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from rules.china_time import shanghai_date
from rules.money import format_yuan, share
from rules.preauthorization.case import Amendment, AmendmentDecision, PreAuthorizationCase
from rules.preauthorization.values import (
    Assessment,
    Decision,
    DecisionLine,
    EstimateItem,
    LineVerdict,
    Outcome,
    Weight,
)
from rules.vocabulary import RoomClass

AMBIGUOUS_CODES = frozenset(
    {"AMBIG_WAIT30", "NEEDS_PLAN", "ORTHO-NS", "REFER_UFH_OTHER", "OON-EMERG", "PA-WARN"}
)
"""Reasons that rest on an ambiguous clause: they refer to a person and never refuse alone (L-12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineInput:
    """What is approved of one item of the estimate, in fen; a reason where it is less than asked."""

    approved: int
    reason_code: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionInput:
    """What a person enters.

    ``lines`` follow the estimate's items; left out, every item is approved as asked. ``ceiling`` left out is
    what the insurer would pay of the approved lines. ``accumulator_version`` is the one that was
    shown; left out, the one that the case showed.
    """

    outcome: Outcome
    lines: tuple[LineInput, ...] = ()
    ceiling: int | None = None
    approved_days: int | None = None
    room_class: RoomClass | None = None
    reason_code: str = ""
    clause: str = ""
    explanation: str = ""
    network_hospitals: tuple[str, ...] = ()
    accumulator_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentInput:
    """What a person answers to an amendment; figures left out are taken as asked.

    ``accumulator_version`` is the one that was shown; left out, the one that the case showed.
    """

    approve: bool
    ceiling: int | None = None
    approved_days: int | None = None
    valid_until: date | None = None
    reason_code: str = ""
    explanation: str = ""
    accumulator_version: int | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with the entry, and in which field."""

    field: str
    why: str


def guarantee_ceiling(approved: int, assessment: Assessment) -> int:
    """What the insurer would pay of ``approved`` fen: after deductible, copay, coinsurance and penalty (3.3).

    The account's remaining limit is not applied here: the ledger does that when it reserves.
    """
    after_deductible = max(0, approved - assessment.deductible_left)
    after_copay = max(0, after_deductible - assessment.copay)
    insurer = share(after_copay, 1 - Decimal(assessment.coinsurance))
    return share(insurer, 1 - Decimal(assessment.penalty))


def compose(case: PreAuthorizationCase, entry: DecisionInput, maker: str, at: datetime) -> Decision | Mistake:
    """The decision that the entry makes, or the first mistake in it."""
    if entry.outcome is Outcome.DECLINE:
        return _reason_mistake(entry) or _without_amount(entry, maker, at)
    if entry.outcome is Outcome.REDIRECT:
        if not entry.network_hospitals:
            return Mistake("network_hospitals", "Name at least one network hospital to go to (R-085).")
        return _without_amount(entry, maker, at)
    return _approval(case, entry, maker, at)


def _reason_mistake(entry: DecisionInput) -> Mistake | None:
    if not entry.reason_code:
        return Mistake("reason_code", "A decline needs a reason code.")
    if entry.reason_code in AMBIGUOUS_CODES:
        return Mistake(
            "reason_code",
            f"{entry.reason_code} rests on an ambiguous clause and cannot carry a decline alone (L-12).",
        )
    if not entry.clause.strip():
        return Mistake("clause", "A decline cites the clause that it rests on.")
    if not entry.explanation.strip():
        return Mistake("explanation", "A decline explains in plain words how the fact meets the clause.")
    return None


def _without_amount(entry: DecisionInput, maker: str, at: datetime) -> Decision:
    return Decision(
        outcome=entry.outcome,
        reason_code=entry.reason_code,
        clause=entry.clause,
        explanation=entry.explanation,
        network_hospitals=entry.network_hospitals,
        decided_by=maker,
        decided_at=at,
    )


def _approval(
    case: PreAuthorizationCase, entry: DecisionInput, maker: str, at: datetime
) -> Decision | Mistake:
    lines = _lines(case.request.items, entry)
    if isinstance(lines, Mistake):
        return lines
    approved = sum(line.approved for line in lines)
    if case.assessment is None:
        return Mistake("outcome", "The request has not been assessed yet; try again in a moment.")
    overruled = _overruled(case.assessment, lines)
    if overruled and not entry.explanation.strip():
        return Mistake("explanation", f"The rules found {overruled}: say why it is approved all the same.")
    ceiling = entry.ceiling if entry.ceiling is not None else guarantee_ceiling(approved, case.assessment)
    if not 0 <= ceiling <= approved:
        return Mistake(
            "ceiling", f"The ceiling lies between 0.00 and the approved {format_yuan(approved)} yuan."
        )
    return Decision(
        outcome=entry.outcome,
        lines=lines,
        ceiling=ceiling,
        approved_days=case.request.expected_days if entry.approved_days is None else entry.approved_days,
        room_class=entry.room_class or case.request.room_class,
        reason_code=entry.reason_code,
        clause=entry.clause,
        explanation=entry.explanation,
        decided_by=maker,
        decided_at=at,
        accumulator_version=_version_seen(case, entry),
    )


def _version_seen(case: PreAuthorizationCase, entry: DecisionInput | AmendmentInput) -> int:
    seen = entry.accumulator_version
    return case.accumulator_version if seen is None else seen


def _overruled(assessment: Assessment, lines: tuple[DecisionLine, ...]) -> str:
    """Plain clauses against the approval that no cut line answers, with their codes; empty where none is."""
    answered = {line.reason_code for line in lines}
    found = [each for each in assessment.findings if each.weight is Weight.BLOCKS]
    return ", ".join(
        dict.fromkeys(f"{each.code} ({each.clause})" for each in found if each.code not in answered)
    )


def _lines(items: tuple[EstimateItem, ...], entry: DecisionInput) -> tuple[DecisionLine, ...] | Mistake:
    if entry.lines and len(entry.lines) != len(items):
        return Mistake(
            "lines", f"The estimate has {len(items)} items; {len(entry.lines)} lines were decided."
        )
    inputs = entry.lines or tuple(LineInput(approved=item.amount) for item in items)
    for place, (item, line) in enumerate(zip(items, inputs, strict=True)):
        mistake = _line_mistake(place, item, line)
        if mistake:
            return mistake
    lines = tuple(_line(item, line) for item, line in zip(items, inputs, strict=True))
    cut = any(line.verdict is not LineVerdict.APPROVED for line in lines)
    if cut != (entry.outcome is Outcome.APPROVE_IN_PART):
        said = "approves in part but cuts no line" if not cut else "approves in full but cuts a line"
        return Mistake("outcome", f"The decision {said}; choose the outcome that fits the lines.")
    if not any(line.approved for line in lines):
        return Mistake("lines", "Nothing is approved; a full refusal is a decline by two people.")
    return lines


def _line_mistake(place: int, item: EstimateItem, line: LineInput) -> Mistake | None:
    if not 0 <= line.approved <= item.amount:
        return Mistake(
            f"lines.{place}.approved",
            f"Between 0.00 and the asked {format_yuan(item.amount)} yuan can be approved.",
        )
    if line.approved < item.amount and not (line.reason_code and line.clause):
        return Mistake(
            f"lines.{place}.reason_code", "A cut line needs a reason code and the clause behind it."
        )
    return None


def _line(item: EstimateItem, line: LineInput) -> DecisionLine:
    verdict = LineVerdict.REDUCED if line.approved else LineVerdict.EXCLUDED
    return DecisionLine(
        item=item.item,
        description=item.description,
        asked=item.amount,
        approved=line.approved,
        verdict=LineVerdict.APPROVED if line.approved == item.amount else verdict,
        reason_code=line.reason_code,
        clause=line.clause,
    )


def compose_amendment(
    case: PreAuthorizationCase, amendment: Amendment, entry: AmendmentInput, maker: str, at: datetime
) -> AmendmentDecision | Mistake:
    """The answer to the open amendment, with whole new figures, or the first mistake in the entry."""
    if case.guarantee is None:
        return Mistake("approve", "No guarantee letter stands on this case.")
    now = case.guarantee.current
    if not entry.approve and not (entry.reason_code and entry.explanation.strip()):
        return Mistake("reason_code", "A declined amendment needs a reason code and an explanation.")
    ceiling = _first(entry.ceiling, amendment.ceiling, now.ceiling) if entry.approve else now.ceiling
    if ceiling < 0:
        return Mistake("ceiling", "The ceiling is 0.00 or more.")
    valid_until = entry.valid_until or amendment.valid_until or now.valid_until
    if valid_until < now.valid_from:
        return Mistake("valid_until", f"The letter holds from {now.valid_from}; it cannot end before.")
    if entry.approve and valid_until < shanghai_date(at):
        return Mistake("valid_until", f"{valid_until} has passed meanwhile; name today or a later day.")
    covered_until = case.assessment.covered_until if case.assessment else None
    if entry.approve and covered_until and valid_until > covered_until:
        return Mistake("valid_until", f"The policy ends on {covered_until}; nothing is promised beyond it.")
    return AmendmentDecision(
        approve=entry.approve,
        ceiling=ceiling,
        approved_days=_first(entry.approved_days, amendment.approved_days, now.approved_days),
        valid_until=valid_until,
        reason_code=entry.reason_code,
        explanation=entry.explanation,
        decided_by=maker,
        decided_at=at,
        accumulator_version=_version_seen(case, entry),
    )


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)
