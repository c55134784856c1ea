"""Payments and receipts on the running stack: a case that pays, people of finance, the bank's journal."""

import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from commands.lived.loops import LoopThread
from commands.lived.stage import insist
from models import Case, Fund, Guardianship, Member, MoneyReceipt, Payment, Policy, Receivable
from rules.payments.acts import ActOutcome, FinanceAct, ReceiptAct, Signature
from rules.payments.statement import DailyStatement
from rules.payments.values import (
    ChangeReceivable,
    KeptAccount,
    NewAccount,
    OpenReceivable,
    OrderPayment,
    Payee,
    PaymentAnswer,
    ReceivableAnswer,
)
from rules.payments.vocabulary import (
    PayeeKind,
    PaymentPurpose,
    PaymentStatus,
    ReceivableKind,
    TurnDownReason,
)
from rules.roles import Actor, Role
from rules.vocabulary import Language, Process
from settings import Settings
from stores.database import transaction
from stores.money import funds
from tests.money.paying import QUEUE, Paying, PayingCase
from tests.numbers import new_number
from tests.patience import PATIENCE_SECONDS
from tests.workflows.sandbox import sandboxed
from workflows.finance import Finance

INSURER = "310010000000001"
FENG = Actor("staff:feng", (Role.FINANCE,))
SHEN = Actor("staff:shen", (Role.FINANCE,))
DECIDER = "staff:ma"
GOOD_CARD, OTHER_CARD = "6200000000000005", "6217000000000006"
HOSPITAL = "hospital:SHENCHENG"

Answer = TypeVar("Answer")


class Treasury:
    """The money of the test stack."""

    def __init__(self, settings: Settings, loop: LoopThread, client: Client, engine: Engine) -> None:
        self.settings, self.loop, self.client, self.engine = settings, loop, client, engine
        self.finance = Finance(client)

    # Cases.

    def case(self, child: str = "M2025000001", ahead_seconds: float = 0) -> "OpenCase":
        """A case of a child of the sample, on record and running."""
        number = new_number(Process.REIMBURSEMENT, datetime.now(UTC).date())
        with transaction(self.engine) as session:
            member = session.exec(select(Member).where(Member.number == child)).one()
            policy = session.exec(select(Policy).where(Policy.member_id == member.id)).first()
            assert policy is not None
            guardian = session.exec(
                select(Guardianship.guardian_id).where(Guardianship.member_id == member.id)
            ).one()
            session.add(_row(number, member, policy))
        state = PayingCase(
            case_number=number,
            process=Process.REIMBURSEMENT,
            stage="OPEN",
            opened_at=datetime.now(UTC),
            opened_by="guardian:1",
            clock_offset_seconds=ahead_seconds,
            language=Language.CHINESE,
            policy=str(policy.id),
            child=str(member.id),
        )
        handle = self.loop.run(self.client.start_workflow(Paying.run, state, id=number, task_queue=QUEUE))
        return OpenCase(self, number, handle, f"guardian:{guardian}")

    # People of finance.

    def sign(
        self, number: str, who: Actor = FENG, seen: tuple[Any, ...] = (), act_id: str = ""
    ) -> ActOutcome:
        """A person signs a payment."""
        act = self.an_act(number, who, seen)
        act_id = act_id or uuid4().hex
        return self.loop.run(insist(lambda: self.finance.act(act, act_id)), PATIENCE_SECONDS)[0]

    def sign_later(self, number: str, who: Actor) -> "Future[tuple[ActOutcome, ...]]":
        """The same, without waiting for the answer."""
        return self.loop.start(self.finance.act(self.an_act(number, who), uuid4().hex))

    def an_act(self, number: str, who: Actor, seen: tuple[Any, ...] = ()) -> FinanceAct:
        """A signature as the web hands it over."""
        return FinanceAct(actor=who, payments=(Signature(number=number, seen_findings=seen),))

    def turn_down(self, number: str, who: Actor = FENG, act_id: str = "") -> ActOutcome:
        """A person sends a payment back."""
        act = FinanceAct(actor=who, payments=(Signature(number=number),), reason=TurnDownReason.WRONG_ACCOUNT)
        act_id = act_id or uuid4().hex
        return self.loop.run(insist(lambda: self.finance.act(act, act_id)), PATIENCE_SECONDS)[0]

    def decide(self, receipt: str, reference: str = "", who: Actor = FENG) -> str:
        """A person says what a receipt pays; nothing: it goes back."""
        act = ReceiptAct(actor=who, receipt=receipt, reference=reference)
        return self.loop.run(self.finance.decide(act, uuid4().hex))

    def look(self) -> None:
        """Take in what the bank has received."""
        look_id = uuid4().hex
        self.loop.run(insist(lambda: self.finance.look(look_id)), PATIENCE_SECONDS)

    # The bank.

    def behave(self, **asked: Any) -> None:
        """Tell the bank how to treat the next orders."""
        self._bank("PUT", "/behavior", asked)

    def behave_well(self) -> None:
        """Let the bank accept everything again."""
        self._bank("DELETE", "/behavior", None)

    def pay_in(self, amount: int, remittance: str, account: str = INSURER) -> str:
        """Somebody transfers money to us; the bank's reference."""
        key = uuid4().hex
        money = {"account": account, "amount": amount, "remittance": remittance, "key": key}
        self._bank("POST", "/money-in", {**money, "payer": "林建国", "payer_account": GOOD_CARD})
        return f"IN-{key}"

    def debits(self, text: str) -> list[dict[str, Any]]:
        """What left our accounts with that text, by the bank's own journal."""
        entries = self._bank("GET", "/journal.json", None)["entries"]
        return [each for each in entries if each["direction"] == "DBIT" and text in each["remittance"]]

    def bank_balance(self, account: str = INSURER) -> int:
        """What the bank says is on an account of ours, in fen."""
        signs = {"CRDT": 1, "DBIT": -1}
        entries = self._bank("GET", "/journal.json", None)["entries"]
        return sum(
            signs[each["direction"]] * each["amount"] for each in entries if each["account"] == account
        )

    # What is on record.

    def payment(self, number: str) -> Payment:
        """A payment's row."""
        with Session(self.engine) as session:
            return session.get_one(Payment, number)

    def payments_of(self, key: str) -> list[Payment]:
        """Payments of a debt, by attempt."""
        with Session(self.engine) as session:
            query = select(Payment).where(col(Payment.key).startswith(key)).order_by(col(Payment.attempt))
            return list(session.exec(query))

    def receivable(self, reference: str) -> Receivable:
        """A receivable's row."""
        with Session(self.engine) as session:
            return session.get_one(Receivable, reference)

    def receipt(self, reference: str) -> MoneyReceipt:
        """A receipt's row."""
        with Session(self.engine) as session:
            return session.get_one(MoneyReceipt, reference)

    def statement(self, on: date, fund: str = "insurer:JDAZ") -> DailyStatement:
        """A fund's statement of a day."""
        with Session(self.engine) as session:
            return funds.statement(session, session.get_one(Fund, fund), on)

    def wait_for(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for something outside."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < until, f"waited in vain for {what}"
            time.sleep(0.05)

    def _bank(self, method: str, path: str, body: Any) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(
            f"{self.settings.bank_url}{path}",
            data,
            method=method,
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return json.loads(answer.read())


class OpenCase:
    """A running case that pays and collects."""

    def __init__(
        self, treasury: Treasury, number: str, handle: WorkflowHandle[Any, Any], guardian: str
    ) -> None:
        self.treasury, self.number, self.handle, self.guardian = treasury, number, handle, guardian
        self.loop = treasury.loop

    @property
    def key(self) -> str:
        """The debt that tests pay."""
        return f"{self.number}/decision/1"

    def order(self, amount: int = 1_200_00, **changes: Any) -> PaymentAnswer:
        """Owe a payment, to the hospital unless told otherwise."""
        usual: dict[str, Any] = {
            "key": self.key,
            "payee": Payee(kind=PayeeKind.HOSPITAL, reference=HOSPITAL),
            "amount": amount,
            "purpose": PaymentPurpose.HOSPITAL_BILL,
            "deciders": (DECIDER,),
        }
        answer: PaymentAnswer = self._ask(Paying.pay, OrderPayment(**usual | changes))
        return answer

    def to_guardian(self, card: str = GOOD_CARD, holder: str = "林建国") -> Payee:
        """The guardian as payee, with an account that is kept now."""
        kept = self.name_account(card, holder)
        return Payee(kind=PayeeKind.GUARDIAN, reference=self.guardian, account_id=kept.account_id)

    def name_account(self, card: str, holder: str = "林建国") -> KeptAccount:
        """The guardian names an account."""
        account = NewAccount(party=self.guardian, holder=holder, number=card, bank="示例银行")
        answer: KeptAccount = self._ask(Paying.name_account, account)
        return answer

    def owe(self, amount: int, due_on: date = date(2026, 12, 24), **changes: Any) -> ReceivableAnswer:
        """Open a copay that the family owes."""
        usual: dict[str, Any] = {
            "key": f"{self.number}/copay",
            "kind": ReceivableKind.COPAY,
            "debtor": self.guardian,
            "amount": amount,
            "due_on": due_on,
        }
        answer: ReceivableAnswer = self._ask(Paying.owe, OpenReceivable(**usual | changes))
        return answer

    def change(self, change: ChangeReceivable) -> ReceivableAnswer:
        """Change a receivable."""
        answer: ReceivableAnswer = self._ask(Paying.change, change)
        return answer

    def close(self) -> None:
        """End the case."""
        self._ask(Paying.close)
        self.loop.run(self.handle.result())

    def look(self) -> PayingCase:
        """What the case heard."""
        return self.loop.run(self.handle.query(Paying.case))

    def wait_for_news(self, news: int = 1) -> PayingCase:
        """The case once it heard that often how a payment ended."""
        self.treasury.wait_for(lambda: len(self.look().payments) >= news, f"news of {self.number}")
        return self.look()

    def settled(self, amount: int = 1_200_00, **changes: Any) -> PaymentAnswer:
        """A payment that was ordered, signed and has arrived."""
        ordered = self.order(amount, **changes)
        self.treasury.sign(ordered.number)
        self.wait_for_news()
        return ordered

    def _ask(self, update: Any, *arguments: Any) -> Any:
        return self.loop.run(self.handle.execute_update(update, *arguments, id=uuid4().hex), PATIENCE_SECONDS)


def is_sent(payment: Payment) -> bool:
    """Whether the bank may have it."""
    return payment.status is PaymentStatus.SENT


@contextmanager
def paying(loop: LoopThread, client: Client) -> Iterator[None]:
    """A worker of the small case for the time of the block."""

    async def start() -> Worker:
        worker = Worker(client, task_queue=QUEUE, workflows=[Paying], workflow_runner=sandboxed())
        task = loop.start(worker.run())
        del task
        return worker

    worker = loop.run(start())
    yield
    loop.run(worker.shutdown())


def _row(number: str, member: Member, policy: Policy) -> Case:
    now = datetime.now(UTC)
    return Case(
        case_number=number,
        process=Process.REIMBURSEMENT,
        stage="OPEN",
        state_version=1,
        member_id=member.id,
        policy_id=policy.id,
        opened_by="guardian:1",
        opened_at=now,
        updated_at=now,
    )
