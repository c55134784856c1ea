"""A decision that was taken back is offered to its maker again, as a draft of the form that made it."""

from collections.abc import Iterator

from rules.advances.case import AdvanceCase
from rules.advances.values import AdvanceDecision
from rules.advances.vocabulary import AdvanceAnswer
from rules.any_case import AnyCase
from rules.claims.case import ClaimCase
from rules.claims.values import ClaimDecisionInput
from rules.money import format_yuan
from rules.permissions import Action
from rules.preauthorization.case import AmendmentDecision, PreAuthorizationCase
from rules.preauthorization.values import Decision
from stores.casework import case_drafts
from web.access import Caller
from web.backend import Backend
from web.casework.case_room import CaseRoom

Field = tuple[str, str]


def offer_again(
    backend: Backend, caller: Caller, before: CaseRoom, action: Action, version: int
) -> Action | None:
    """Keep what the caller had decided as their draft; the act to go on with, None where it was not theirs.

    ``before`` is the case before the decision was taken back, ``version`` the one that this made.
    """
    case = before.state
    if action is not Action.TAKE_BACK_DECISION or case is None:
        return None
    act, entered = _made_by(case, caller.reference)
    if act is None:
        return None
    fields: dict[str, list[str]] = {}
    for name, value in entered:
        if value:
            fields.setdefault(f"decision.{name}", []).append(value)
    number, now = case.case_number, backend.clock.wall()
    with backend.session() as session:
        case_drafts.keep(session, caller.reference, number, act, fields, version, now)
    return act


def _made_by(case: AnyCase, person: str) -> tuple[Action | None, Iterator[Field]]:
    """The act and the fields of a decision that this person made alone."""
    if isinstance(case, AdvanceCase) and case.before_decision and case.decision:
        answer = case.decision
        if answer.decided_by == person and not answer.co_signed_by:
            top_up = case.before_decision.top_up
            return Action.DECIDE_TOP_UP if top_up else Action.DECIDE_ADVANCE, _advance_fields(answer)
    if isinstance(case, PreAuthorizationCase) and case.before_decision and case.before_decision.amendment:
        change = case.amendment_decision
        if change and change.decided_by == person and not change.co_signed_by:
            return Action.DECIDE_AMENDMENT, _amendment_fields(change)
        return None, iter(())
    if isinstance(case, PreAuthorizationCase) and case.decision:
        decided = case.decision
        if decided.decided_by == person and not decided.co_signed_by:
            return Action.DECIDE, _fields(decided)
    if isinstance(case, ClaimCase) and case.before_decision:
        made = case.before_decision.made
        if made.made_by == person and not made.co_signed_by:
            return Action.DECIDE_CLAIM, _claim_fields(made.entry)
    return None, iter(())


def _claim_fields(entry: ClaimDecisionInput) -> Iterator[Field]:
    yield "answer", entry.answer.value
    for name, values in (
        ("confirmed", entry.confirmed),
        ("allowed", entry.allowed),
        ("would_change", entry.would_change),
    ):
        for value in values:
            yield name, str(value)
    yield "reason_code", entry.reason_code or ""
    yield "clause", entry.clause
    yield "explanation", entry.explanation


def _advance_fields(answer: AdvanceDecision) -> Iterator[Field]:
    yield "answer", answer.answer.value
    if answer.answer is AdvanceAnswer.APPROVE:
        yield "amount", format_yuan(answer.amount)
        yield "estimate", format_yuan(answer.estimate)
    yield "reason_code", answer.reason_code
    yield "clause", answer.clause
    yield "explanation", answer.explanation


def _amendment_fields(change: AmendmentDecision) -> Iterator[Field]:
    yield "approve", str(change.approve).lower()
    if change.approve:
        yield "ceiling", format_yuan(change.ceiling)
        yield "approved_days", str(change.approved_days)
        yield "valid_until", change.valid_until.isoformat() if change.valid_until else ""
    yield "reason_code", change.reason_code
    yield "explanation", change.explanation


def _fields(decision: Decision) -> Iterator[Field]:
    """As the form sends them: amounts in yuan, a list once a value."""
    yield "outcome", decision.outcome.value
    for place, line in enumerate(decision.lines):
        yield f"lines.{place}.approved", format_yuan(line.approved)
        yield f"lines.{place}.reason_code", line.reason_code
        yield f"lines.{place}.clause", line.clause
    if decision.lines:
        yield "ceiling", format_yuan(decision.ceiling)
        yield "approved_days", str(decision.approved_days)
        yield "room_class", decision.room_class.value
    yield "reason_code", decision.reason_code
    yield "clause", decision.clause
    yield "explanation", decision.explanation
    for code in decision.network_hospitals:
        yield "network_hospitals", code
