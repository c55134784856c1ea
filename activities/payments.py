"""What a case does with money: owe a payment, open a debt to us, keep an account; each safe to do twice."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import Engine
from temporalio import activity

from activities.payment_orders import (
    AccountOrder,
    PaymentOrder,
    ReceivableChange,
    ReceivableOrder,
    WithdrawOrder,
)
from activities.payment_runs import start_run
from rules.identity import mask_bank_card
from rules.payments.payee import account_findings
from rules.payments.values import KeptAccount, PaymentAnswer, ReceivableAnswer
from rules.payments.vocabulary import PayeeFinding, PayeeKind, PaymentStatus
from stores.database import transaction
from stores.money import payees, payment_orders, payment_signing, payments, receivables
from stores.money.payment_orders import PlacedOrder
from stores.money.payment_signing import Signing

_FAMILY = ("guardian", "member")


class PaymentActs:
    """Acts on payments and receivables of a case."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections."""
        self._engine = engine

    @activity.defn
    async def order_payment(self, order: PaymentOrder) -> PaymentAnswer:
        """Owe a payment; an automatic one that nothing speaks against leaves at once.

        A repeat finds the payment, and the run that takes it to the bank.
        """
        answer = await asyncio.to_thread(self.place_order, order)
        if answer.status is PaymentStatus.APPROVED:
            await start_run(activity.client(), f"payment-run-{answer.number}")
        return answer

    def place_order(self, order: PaymentOrder) -> PaymentAnswer:
        """Write the order down. The key and attempt make a repeat find the first one.

        Two that arrive at once: the database lets one in, and the other finds it when it is tried again.
        """
        with transaction(self._engine) as session:
            placed = PlacedOrder(
                case_number=order.case_number,
                policy_id=order.policy_id,
                wanted=order.wanted,
                as_of=order.as_of,
                wall=datetime.now(UTC),
            )
            payment = payment_orders.order(session, placed)
            session.flush()
            return payments.answer(session, payment)

    @activity.defn
    def withdraw_payment(self, order: WithdrawOrder) -> bool:
        """Keep a payment from leaving for good; False where finance has let it go. A repeat says the same."""
        with transaction(self._engine) as session:
            signing = Signing(run_id=order.key, number=order.number, actor=order.actor, at=datetime.now(UTC))
            return payment_signing.withdraw(session, signing)

    @activity.defn
    def open_receivable(self, order: ReceivableOrder) -> ReceivableAnswer:
        """Open a debt to us; a repeat finds it."""
        with transaction(self._engine) as session:
            row = receivables.open_receivable(
                session,
                case_number=order.case_number,
                policy_id=order.policy_id,
                wanted=order.wanted,
                as_of=order.as_of,
                wall=datetime.now(UTC),
            )
            return receivables.answer(row)

    @activity.defn
    def change_receivable(self, order: ReceivableChange) -> ReceivableAnswer:
        """Dispute, resume, waive, hand over, or set instalments; a repeat changes nothing more."""
        with transaction(self._engine) as session:
            return receivables.change(session, order.change, actor=order.actor)

    @activity.defn
    def keep_account(self, order: AccountOrder) -> KeptAccount:
        """Keep an account that a person named; the same account again is the same row."""
        named = order.account
        number = "".join(named.number.split())
        kind = PayeeKind.GUARDIAN if named.party.partition(":")[0] in _FAMILY else PayeeKind.HOSPITAL
        findings = account_findings(kind, number)
        account_id = ""
        if PayeeFinding.ACCOUNT_FORM not in findings:
            with transaction(self._engine) as session:
                account_id = str(payees.keep_account(session, named, at=order.as_of))
        return KeptAccount(
            account_id=account_id,
            holder=named.holder,
            number=mask_bank_card(number),
            bank=named.bank,
            findings=findings,
        )
