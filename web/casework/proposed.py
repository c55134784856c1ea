"""What waits for a second person, whatever the process, as the page shows it before it is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules.advances.case import AdvanceCase
from rules.advances.values import AdvanceProposal
from rules.any_case import AnyCase
from rules.claims.case import ClaimCase
from rules.direct_billing.case import DebtState, DirectBillingCase
from rules.preauthorization.case import PreAuthorizationCase, Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedLine:
    """A charge and what is proposed of it, in fen; ``item`` where it has no words of its own."""

    item: str
    description: str
    asked: int | None
    approved: int
    reason: str
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """``what`` names the act in the words of outcomes; ``amount`` in fen."""

    what: str
    made_by: str
    amount: int
    made_at: datetime | None = None
    reason: str = ""
    clause: str = ""
    explanation: str = ""
    lines: Sequence[ProposedLine] = ()
    days: int = 0
    until: date | None = None


def proposed_in(case: AnyCase | None) -> Proposed | None:
    """What waits in this case; None where nothing does."""
    if case is None or not case.proposed_by:
        return None
    match case:
        case PreAuthorizationCase():
            return _of_request(case.proposal) if case.proposal else None
        case AdvanceCase():
            return _of_advance(case.proposal) if case.proposal else None
        case ClaimCase():
            return _of_bill(case) or _of_claim(case)
        case _:
            return None


def _of_request(waiting: Proposal) -> Proposed:
    made_by, made_at = waiting.made_by, waiting.made_at
    if waiting.amendment:
        asked = waiting.amendment
        return Proposed(
            what="AMEND" if asked.approve else "AMEND_NO",
            made_by=made_by,
            made_at=made_at,
            amount=asked.ceiling,
            reason=asked.reason_code,
            explanation=asked.explanation,
            days=asked.approved_days,
            until=asked.valid_until,
        )
    made = waiting.decision
    assert made is not None  # exactly one of the two is set
    return Proposed(
        what=made.outcome,
        made_by=made_by,
        made_at=made_at,
        amount=made.ceiling,
        reason=made.reason_code,
        clause=made.clause,
        explanation=made.explanation,
        lines=[
            ProposedLine(
                item=line.item,
                description=line.description,
                asked=line.asked,
                approved=line.approved,
                reason=line.reason_code,
                clause=line.clause,
            )
            for line in made.lines
        ],
        days=made.approved_days,
    )


def _of_advance(waiting: AdvanceProposal) -> Proposed:
    made = waiting.decision or waiting.recall
    assert made is not None  # exactly one of the two is set
    return Proposed(
        what=waiting.decision.answer if waiting.decision else "RECALL",
        made_by=waiting.made_by,
        made_at=waiting.made_at,
        amount=waiting.amount,
        reason=made.reason_code,
        clause=made.clause,
        explanation=made.explanation,
    )


def _of_bill(case: ClaimCase) -> Proposed | None:
    """What only a hospital's bill has waiting: a discharge, or cost outside cover asked of the family."""
    if not isinstance(case, DirectBillingCase):
        return None
    leaves, debt = case.discharge_proposal, case.recovery
    if leaves:
        return Proposed(
            what="DISCHARGE", made_by=leaves.made_by, made_at=leaves.made_at, amount=leaves.payable
        )
    if debt is None or debt.state is not DebtState.PROPOSED:
        return None
    return Proposed(
        what="RECOVERY",
        made_by=debt.proposed_by,
        amount=debt.amount,
        explanation=debt.explanation,
        lines=[
            ProposedLine(item=each.item, description="", asked=None, approved=each.amount, reason=each.code)
            for each in debt.reasons
        ],
    )


def _of_claim(case: ClaimCase) -> Proposed | None:
    waiting, debt = case.proposal, case.overpayment
    if waiting:
        return Proposed(
            what=waiting.entry.answer,
            made_by=waiting.made_by,
            made_at=waiting.made_at,
            amount=waiting.payable,
            reason=waiting.entry.reason_code or "",
            clause=waiting.entry.clause,
            explanation=waiting.entry.explanation,
        )
    return Proposed(what="OVERPAYMENT", made_by=debt.proposed_by, amount=debt.amount) if debt else None
