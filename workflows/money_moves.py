"""What a case of money does and hears: it orders payments, opens receivables, and is told how they end.

A process inherits `MoneyMoves` instead of `CaseShell`, hands the effects below to `money` in its `perform`,
and has rows in its table for the facts PAYMENT_SETTLED, PAYMENT_FAILED and MONEY_RECEIVED.
docs/guides/money.md shows a whole example.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.payment_orders import (
        MONEY_QUEUE,
        AccountOrder,
        PaymentOrder,
        ReceivableChange,
        ReceivableOrder,
        WithdrawOrder,
    )
    from activities.payments import PaymentActs
    from rules.cases import CaseBase
    from rules.payments.values import (
        ChangeReceivable,
        KeptAccount,
        NewAccount,
        OpenReceivable,
        OrderPayment,
        PaymentAnswer,
        PaymentNews,
        ReceivableAnswer,
        ReceivableNews,
        WithdrawPayment,
    )
    from rules.receipts import KEPT_UPDATES
    from workflows.case_engine import Effect, Fact
    from workflows.case_shell import PATIENT, CaseShell

State = TypeVar("State", bound=CaseBase)

MONEY_STEP = timedelta(seconds=8)


class MoneyMoves(CaseShell[State]):
    """The shell of a process that pays or collects; its case names the policy whose insurer pays."""

    async def money(self, effect: Effect, actor: str = "system:lipei") -> tuple[str, Any] | None:
        """Run an effect of money; the answer comes back as a fact. None for any other effect."""
        if isinstance(effect, OrderPayment):
            return Fact.PAYMENT_ORDERED, await self.order_payment(effect)
        if isinstance(effect, WithdrawPayment):
            kept = await self.withdraw_payment(effect)
            return (Fact.PAYMENT_WITHDRAWN if kept else Fact.PAYMENT_LEAVES), effect.actor
        if isinstance(effect, OpenReceivable):
            return Fact.RECEIVABLE_OPENED, await self.open_receivable(effect)
        if isinstance(effect, ChangeReceivable):
            return Fact.RECEIVABLE_CHANGED, await self.change_receivable(effect, actor)
        return None

    async def order_payment(self, wanted: OrderPayment) -> PaymentAnswer:
        """Owe a payment; an automatic one that nothing speaks against leaves by itself."""
        order = PaymentOrder(
            case_number=self.state.case_number,
            policy_id=self.state.policy_id,
            wanted=wanted,
            as_of=self.now(),
        )
        return await workflow.execute_activity_method(
            PaymentActs.order_payment,
            order,
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=MONEY_STEP,
            retry_policy=PATIENT,
            summary=f"order payment {wanted.key}",
        )

    async def withdraw_payment(self, wanted: WithdrawPayment) -> bool:
        """Keep a payment from leaving; False where finance has let it go."""
        order = WithdrawOrder(
            number=wanted.number,
            actor=wanted.actor,
            key=f"{self.state.case_number}/withdraw/{self.state.version}",
            as_of=self.now(),
        )
        return await workflow.execute_activity_method(
            PaymentActs.withdraw_payment,
            order,
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=MONEY_STEP,
            retry_policy=PATIENT,
            summary=f"withdraw payment {wanted.number}",
        )

    async def open_receivable(self, wanted: OpenReceivable) -> ReceivableAnswer:
        """Open a debt to us, with the reference that the family writes on its transfer."""
        order = ReceivableOrder(
            case_number=self.state.case_number,
            policy_id=self.state.policy_id,
            wanted=wanted,
            as_of=self.now(),
        )
        return await workflow.execute_activity_method(
            PaymentActs.open_receivable,
            order,
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=MONEY_STEP,
            retry_policy=PATIENT,
            summary=f"open receivable {wanted.key}",
        )

    async def change_receivable(self, change: ChangeReceivable, actor: str) -> ReceivableAnswer:
        """Dispute, resume, waive, hand over, or set instalments."""
        order = ReceivableChange(
            case_number=self.state.case_number, change=change, actor=actor, as_of=self.now()
        )
        return await workflow.execute_activity_method(
            PaymentActs.change_receivable,
            order,
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=MONEY_STEP,
            retry_policy=PATIENT,
            summary=f"receivable {change.key} {change.status}",
        )

    async def keep_account(self, account: NewAccount) -> KeptAccount:
        """Keep an account; the case holds its id and masked number only (L-35)."""
        order = AccountOrder(case_number=self.state.case_number, account=account, as_of=self.now())
        return await workflow.execute_activity_method(
            PaymentActs.keep_account,
            order,
            task_queue=MONEY_QUEUE,
            start_to_close_timeout=MONEY_STEP,
            retry_policy=PATIENT,
            summary="keep an account",
        )

    @workflow.signal
    async def payment_settled(self, news: PaymentNews) -> None:
        """The money arrived."""
        await self._hear(Fact.PAYMENT_SETTLED, news)

    @workflow.signal
    async def payment_failed(self, news: PaymentNews) -> None:
        """The bank rejected it, or finance turned it down."""
        await self._hear(Fact.PAYMENT_FAILED, news)

    @workflow.signal
    async def money_received(self, news: ReceivableNews) -> None:
        """Money came in for a receivable of this case."""
        await self._hear(Fact.MONEY_RECEIVED, news)

    async def _hear(self, fact: Fact, news: PaymentNews | ReceivableNews) -> None:
        """What was heard before, or no longer matters in this stage, changes nothing."""
        await workflow.wait_condition(lambda: self.ready)
        async with self.lock:
            key = _key(news)
            if key in self.state.heard:
                return
            self.state = replace(self.state, heard=(*self.state.heard, key)[-KEPT_UPDATES:])
            if self.table.row(self.state.stage, fact) is not None:
                await self.advance(self.fact(fact, news))


def _key(news: PaymentNews | ReceivableNews) -> str:
    return f"payment/{news.number}" if isinstance(news, PaymentNews) else f"receipt/{news.receipt}"
