"""Money that comes in: fetched from the bank by sequence, kept once, given to the debt that it names."""

from sqlalchemy import Engine
from temporalio import activity

from activities.bank.line import BankLine
from activities.payment_orders import ReceiptStep, ReceivedNews, ToldOrder
from stores.database import transaction
from stores.money import receipts
from stores.money.receipts import NotMatched


class MoneyInActs:
    """Acts on receipts."""

    def __init__(self, engine: Engine, bank: BankLine) -> None:
        """Hold the connections."""
        self._engine = engine
        self._bank = bank

    @activity.defn
    def fetch_receipts(self) -> int:
        """Keep and match every credit that the bank has and we have not; how many there were.

        Each is one transaction by its own reference, so that a repeat goes on where the last one stopped.
        """
        with transaction(self._engine) as session:
            after = receipts.last_sequence(session)
        taken = 0
        while came := self._bank.money_in(after):
            for credit in came:
                with transaction(self._engine) as session:
                    taken += receipts.take(session, credit) is not None
                after = credit.sequence
        return taken

    @activity.defn
    def act_on_receipt(self, step: ReceiptStep) -> str:
        """Give a receipt to a debt, or back to its payer, as a person says; why not, or nothing."""
        if step.act is None:
            return ""
        by = step.act.actor.reference
        with transaction(self._engine) as session:
            if step.act.reference:
                done = receipts.match(session, step.act.receipt, step.act.reference, by=by)
            else:
                done = receipts.give_back(session, step.act.receipt, by=by)
            return done.why if isinstance(done, NotMatched) else ""

    @activity.defn
    def untold_receipts(self) -> tuple[ReceivedNews, ...]:
        """What cases have not heard yet; it only reads."""
        with transaction(self._engine) as session:
            return tuple(
                ReceivedNews(case_number=number, news=news) for number, news in receipts.untold(session)
            )

    @activity.defn
    def mark_receipts_told(self, order: ToldOrder) -> None:
        """Remember which receipts their cases have heard of, closed ones among them."""
        with transaction(self._engine) as session:
            for reference in (*order.heard, *order.unheard):
                row = receipts.lock(session, reference)
                if row is not None and row.told_at is None:
                    row.told_at = order.at
