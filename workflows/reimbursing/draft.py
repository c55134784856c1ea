"""A step of a reimbursement claim being written."""

from dataclasses import replace

from rules.cases import CaseNews, OpenQuestion, Side
from rules.deadlines import ClockKind
from rules.payments.values import OrderPayment, Payee
from rules.payments.vocabulary import PayeeKind, PaymentPurpose
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Payout, Stage
from workflows.case_engine import Happening, TellCase
from workflows.claims import overpaid
from workflows.claims.draft import ClaimDraft
from workflows.reimbursing.effects import CheckFile

Case = ReimbursementCase
Happened = Happening[ReimbursementCase]

CLAIM_DETERMINED, CLAIM_OBJECTED, CLAIM_CLOSED = "CLAIM_DETERMINED", "CLAIM_OBJECTED", "CLAIM_CLOSED"
"""Facts that the case of an advance hears of the claim of its stay."""

PAUSING = (
    ClockKind.STATUTORY_DETERMINATION,
    ClockKind.REIMBURSEMENT_DECISION,
    ClockKind.SMALL_CLAIM_DECISION,
    ClockKind.CLAIM_INVESTIGATION,
)
"""Clocks that stand still while the family was told what is missing (L-04); day 60 never does (L-08)."""

TARGETS = (ClockKind.REIMBURSEMENT_DECISION, ClockKind.SMALL_CLAIM_DECISION)


class Draft(ClaimDraft[ReimbursementCase]):
    """Adds to every draft what only a claim of the family has: its file, its payments, its pauses."""

    def check(self) -> "Draft":
        """Look at the file as it is now."""
        return self.do(CheckFile())

    def pause_for_documents(self) -> "Draft":
        """The list reached the family: the law's time stands still until the papers reach us (L-04)."""
        now, case = self.happening.now, self.case
        question = OpenQuestion(
            question_id=f"S{case.supplement_requests}",
            asked_of=Side.GUARDIAN,
            asked_by=self.happening.actor.reference,
            asked_at=now,
            items=(),
            documents=case.missing,
        )
        for kind in PAUSING:
            clock = self.case.clock(kind)
            if clock and not any(pause.to_at is None for pause in clock.pauses):
                self.pause(clock, question)
        return self

    def resume_all(self) -> "Draft":
        """What was asked for has come: every clock that stood still goes on."""
        for kind in PAUSING:
            clock = self.case.clock(kind)
            waited = [pause for pause in clock.pauses if pause.to_at is None] if clock else []
            if clock and waited:
                self.resume(clock, waited[0].question_id)
        return self

    def judge_for_a_person(self, *, reopen: bool = False) -> "Draft":
        """Judge the claim so that a person sees what it would come to; nothing is posted.

        ``reopen``: what its decision had posted goes back first, and is held again for an approval.
        """
        assert self.case.claim is not None
        hold_again = reopen and bool(self.case.subject.authorized_by)
        return self.judge(self.case.claim, wants_person=True, reopen=reopen, hold_again=hold_again)

    def owe(self, payout: Payout, *deciders: str, automatic: bool = False) -> "Draft":
        """Order a payment to the guardian; another attempt takes the place of the one that failed."""
        others = tuple(each for each in self.case.payouts if each.key != payout.key)
        self.change(payouts=(*others, replace(payout, ordered_at=self.happening.now)))
        clock = self.case.clock(ClockKind.PAYMENT_AFTER_AGREEMENT)
        return self.do(
            OrderPayment(
                key=payout.key,
                payee=self.payee(),
                amount=payout.amount,
                purpose=payout.purpose,
                deciders=tuple(dict.fromkeys(who for who in deciders if who)),
                attempt=payout.attempt,
                automatic=automatic,
                due_at=clock.due_at if clock else None,
            )
        )

    def payee(self) -> Payee:
        """The guardian, or of age the insured (L-26, L-28)."""
        subject = self.case.subject
        if subject.guardian_id:
            return Payee(
                kind=PayeeKind.GUARDIAN,
                reference=f"guardian:{subject.guardian_id}",
                account_id=self.case.account_id,
            )
        return Payee(
            kind=PayeeKind.INSURED,
            reference=f"member:{subject.member_id}",
            account_id=self.case.account_id,
        )

    def close(self) -> "Draft":
        """Nothing more is to be done; an advance that waits for the last word hears it.

        What was paid ahead above the determination is weighed first, and keeps the claim open.
        """
        decided = self.case.decision
        if decided and not self.case.linked:
            overpaid.weigh(
                self,
                paid=self.case.paid_out,
                due=decided.payable,
                debtor=self.payee().reference,
                side=Side.GUARDIAN,
            )
        if self.case.overpayment_open or self.case.stands_at:
            return self
        self.to(Stage.CLOSED)
        if self.case.linked:
            number = self.case.case_number
            news = CaseNews(key=f"{number}/closed", fact=CLAIM_CLOSED, sender=number)
            self.do(TellCase(case_number=self.case.linked_advance, news=news))
        return self


def claim_payout(case: Case, amount: int) -> Payout:
    """What the standing decision owes; its ordinal is part of the key, so a new decision pays its own."""
    assert case.decision is not None
    return Payout(
        key=f"{case.case_number}/decision/{case.decision.ordinal}/guardian",
        purpose=PaymentPurpose.CLAIM,
        amount=amount,
    )
