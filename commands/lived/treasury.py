"""Finance and the demonstration bank of a stack: payments are signed, money comes in."""

from collections.abc import Sequence
from uuid import uuid4

from sqlmodel import col, select

from commands.bank_line import transfer
from commands.lived.people import staff
from commands.lived.stage import Stage, insist
from embedded.errors import StackError
from models.payment import Payment
from rules.payments.acts import FinanceAct, Signature
from rules.payments.vocabulary import PayeeFinding, PaymentStatus
from rules.roles import Actor, Role
from workflows.finance import Finance

FINANCE = staff(Role.FINANCE, "feng.finance")
SECOND = staff(Role.FINANCE, "shen.finance")
INSURER_ACCOUNT, PROVIDER_ACCOUNT = "310010000000001", "310010000000002"


class Treasury:
    """The money of a stack."""

    def __init__(self, stage: Stage) -> None:
        """Act through this stage."""
        self._stage = stage
        self._finance = Finance(stage.client)

    def payments(self, case_number: str) -> Sequence[Payment]:
        """Payments of a case, as they stand."""
        query = select(Payment).where(Payment.case_number == case_number).order_by(col(Payment.number))
        return self._stage.read(lambda session: session.exec(query).all())

    def sign(self, case_number: str) -> int:
        """Finance lets every payment of the case go, two people where two are wanted; how many.

        StackError: the payments room refuses.
        """
        signed = 0
        for who in (FINANCE, SECOND):
            waiting = [each for each in self.payments(case_number) if each.status is PaymentStatus.ORDERED]
            for payment in waiting:
                self._sign(payment, who)
            signed = max(signed, len(waiting))
        return signed

    def _sign(self, payment: Payment, who: Actor) -> None:
        signature = Signature(
            number=payment.number, seen_findings=tuple(PayeeFinding(found) for found in payment.findings)
        )
        act, act_id = FinanceAct(actor=who, payments=(signature,)), uuid4().hex
        (outcome,) = self._stage.loop.run(insist(lambda: self._finance.act(act, act_id)), 120)
        if outcome.refused:
            raise StackError(f"Payment {payment.number} was not signed: {outcome.refused}")

    def pay_in(self, amount: int, remittance: str, account: str = INSURER_ACCOUNT) -> None:
        """Somebody transfers money to us, and we look for it."""
        self.transfer(amount, remittance, account, uuid4().hex)
        self.look()

    def transfer(self, amount: int, remittance: str, account: str, key: str) -> None:
        """Somebody transfers money to us; the bank takes the same key once."""
        transfer(self._stage.settings, amount, remittance, account, key=key)

    def look(self) -> None:
        """Take in what the bank has received."""
        look_id = uuid4().hex
        self._stage.loop.run(insist(lambda: self._finance.look(look_id)), 120)
