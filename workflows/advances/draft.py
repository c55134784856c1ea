"""A step of a hospital advance being written."""

from dataclasses import dataclass

from rules.advances.case import AdvanceCase
from rules.advances.decisions import refusal_mistake
from rules.advances.statement import Movement
from rules.advances.values import AdvanceDecision, AdvanceProposal, Payout, Recall
from rules.advances.vocabulary import MovementKind
from rules.payments.values import OrderPayment, Payee
from rules.roles import Actor
from workflows.case_draft import CaseDraft
from workflows.case_engine import Happening, Refusal, RefusedError

Case = AdvanceCase
Happened = Happening[AdvanceCase]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessAdvance:
    """Effect: look at policy, hospital and balances anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClaim:
    """Effect: open the reimbursement claim of the stay (domain 5.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPreauthorization:
    """Effect: the hospital bills directly, so approval is asked for instead (A-30)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAccount:
    """Effect: keep the account that the family named; its number never enters the state (L-35)."""

    holder: str
    number: str
    bank: str
    bank_code: str


class Draft(CaseDraft[AdvanceCase]):
    """Adds to every draft what only an advance has: its movements, its payments, its proposals."""

    def move(self, kind: MovementKind, amount: int, reference: str) -> "Draft":
        """Add a movement of the money object; one of nothing is none."""
        if amount:
            movement = Movement(kind=kind, amount=amount, at=self.happening.now, reference=reference)
            self.change(movements=(*self.case.movements, movement))
        return self

    def owe(self, payout: Payout, payee: Payee, *deciders: str) -> "Draft":
        """Order a payment; another attempt takes the place of the one that failed."""
        others = tuple(each for each in self.case.payouts if each.key != payout.key)
        self.change(payouts=(*others, payout))
        clock = self.case.driving_clock()
        order = OrderPayment(
            key=payout.key,
            payee=payee,
            amount=payout.amount,
            purpose=payout.purpose,
            deciders=tuple(dict.fromkeys(who for who in deciders if who.startswith("staff:"))),
            attempt=payout.attempt,
            due_at=clock.due_at if clock else None,
            fund=self.case.provider if payout.from_provider else "",
        )
        self.do(order)
        return self

    def with_payout(self, payout: Payout) -> "Draft":
        """Replace what is known of a payment."""
        changed = tuple(payout if each.key == payout.key else each for each in self.case.payouts)
        self.change(payouts=changed)
        return self

    def by_proposal(self, proposal: AdvanceProposal) -> "Draft":
        """Record what follows as the act of the person behind a proposal."""
        return self.by(Actor(proposal.made_by, (proposal.made_as,)))

    def proposal(
        self, *, decision: AdvanceDecision | None = None, recall: Recall | None = None
    ) -> AdvanceProposal:
        """An act on its way, in the name of the one who acts."""
        return AdvanceProposal(
            made_by=self._actor.reference,
            made_as=self._actor.roles[0],
            made_at=self.happening.now,
            decision=decision,
            recall=recall,
        )


def may_refuse(reason_code: str, clause: str, explanation: str) -> None:
    """Refuse an entry whose "no" could not stand (L-07, L-12)."""
    mistake = refusal_mistake(reason_code, clause, explanation)
    if mistake:
        raise RefusedError(Refusal.INVALID, mistake.why, field=mistake.field)


def no_money_under_way(case: Case) -> None:
    """Refuse what cannot be while a payment to the hospital may still arrive."""
    under_way = case.advance_under_way
    if under_way:
        why = (
            f"Payment {under_way.number} to the hospital is under way: "
            "have finance turn it down, or wait until it arrived."
        )
        raise RefusedError(Refusal.NOT_NOW, why)
