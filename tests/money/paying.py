"""The smallest case that pays and collects: it does what it is told and remembers what it heard."""

from dataclasses import dataclass, replace
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.calendar_orders import CalendarNews
    from rules.cases import CaseBase, CaseEvent, FreeText, LetterItem, Side
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
    )
    from workflows.case_engine import Effect, Fact, Happening, Step, Table, Transition
    from workflows.money_moves import MoneyMoves

    Heard = PaymentAnswer | PaymentNews | ReceivableAnswer | ReceivableNews

QUEUE = "paying"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayingCase(CaseBase):
    """What it heard, in order."""

    policy: str
    child: str
    closing: bool = False
    answers: tuple[PaymentAnswer | ReceivableAnswer, ...] = ()
    payments: tuple[PaymentNews, ...] = ()
    receipts: tuple[ReceivableNews, ...] = ()

    @property
    def member_id(self) -> str:
        return self.child

    @property
    def policy_id(self) -> str:
        return self.policy

    @property
    def final(self) -> bool:
        return self.closing

    @property
    def waiting_on(self) -> Side:
        return Side.US


def wanted(case: PayingCase, happening: Happening[PayingCase]) -> Step[PayingCase]:
    return Step(state=replace(case, version=case.version + 1), effects=(happening.body,))


def answered(case: PayingCase, happening: Happening[PayingCase]) -> Step[PayingCase]:
    return Step(state=replace(case, answers=(*case.answers, happening.body)))


def ended(case: PayingCase, happening: Happening[PayingCase]) -> Step[PayingCase]:
    return Step(state=replace(case, payments=(*case.payments, happening.body)))


def received(case: PayingCase, happening: Happening[PayingCase]) -> Step[PayingCase]:
    return Step(state=replace(case, receipts=(*case.receipts, happening.body)))


def _row(event: str, apply: Any) -> Transition[PayingCase]:
    return Transition(("OPEN",), event, apply)


@workflow.defn(name="Paying")
class Paying(MoneyMoves[PayingCase]):
    """Takes wishes by update, and keeps what it hears."""

    table = Table[PayingCase](
        (
            _row("WANTED", wanted),
            _row(Fact.PAYMENT_ORDERED, answered),
            _row(Fact.RECEIVABLE_OPENED, answered),
            _row(Fact.RECEIVABLE_CHANGED, answered),
            _row(Fact.PAYMENT_SETTLED, ended),
            _row(Fact.PAYMENT_FAILED, ended),
            _row(Fact.MONEY_RECEIVED, received),
        )
    )

    @workflow.init
    def __init__(self, case: PayingCase) -> None:
        super().__init__(case, ())
        self.ready = True

    @workflow.run
    async def run(self, case: PayingCase) -> int:
        await self.live(None)
        return len(self.state.payments)

    @workflow.signal
    async def calendar_changed(self, news: CalendarNews) -> None:
        """It has no clocks: a calendar that other tests publish moves nothing."""

    @workflow.update
    async def pay(self, effect: OrderPayment) -> PaymentAnswer:
        await self._want(effect)
        answer = self.state.answers[-1]
        assert isinstance(answer, PaymentAnswer)
        return answer

    @workflow.update
    async def owe(self, effect: OpenReceivable) -> ReceivableAnswer:
        return await self._receivable(effect)

    @workflow.update
    async def change(self, effect: ChangeReceivable) -> ReceivableAnswer:
        return await self._receivable(effect)

    @workflow.update
    async def name_account(self, account: NewAccount) -> KeptAccount:
        return await self.keep_account(account)

    @workflow.update
    async def close(self) -> None:
        self.state = replace(self.state, closing=True)
        self.changes += 1

    @workflow.query
    def case(self) -> PayingCase:
        return self.state

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        return await self.money(effect)

    async def write(
        self,
        events: tuple[CaseEvent, ...],
        texts: tuple[FreeText, ...],
        letters: tuple[LetterItem, ...] = (),
    ) -> None:
        """Nothing is recorded: the test asks the workflow."""

    def card(self) -> str:
        return self.state.case_number

    async def _want(self, effect: Effect) -> None:
        async with self.lock:
            await self.advance(self.fact("WANTED", effect))

    async def _receivable(self, effect: Effect) -> ReceivableAnswer:
        await self._want(effect)
        answer = self.state.answers[-1]
        assert isinstance(answer, ReceivableAnswer)
        return answer
