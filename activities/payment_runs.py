"""What a run of payments does: people's signatures, batches, the bank, and what became of it all.

Every step may be done twice. What is at stake is in `send_batch`: an attempt is counted before it is made,
and where one was made before, the bank is asked before anything is sent again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.bank.line import BankLine
from activities.bank.pain001 import MEDIA_TYPE, BankParty, CreditTransfer, TransferOrder, write_order
from activities.bank.pain002 import Outcome, StatusReport
from activities.payment_orders import (
    MONEY_QUEUE,
    BatchAnswer,
    CaseHears,
    PaymentRunInput,
    RunStep,
    ToldOrder,
)
from models.payment import Payment
from rules.payments.acts import ActOutcome, FinanceAct, Signature
from rules.payments.approval import Refused, signatures_needed
from rules.payments.vocabulary import PaymentAct
from rules.roles import SYSTEM
from stores.database import transaction
from stores.money import payment_batches, payment_signing, payments
from stores.money.payment_batches import Ended
from stores.money.payment_signing import Signing
from stores.money.payments import PaymentMissingError
from stores.papers.blobs import BlobConflictError, Blobs


class BatchForgottenError(Exception):
    """The bank took a batch and now says that it never had it: a person must look."""


async def start_run(client: Client, run_id: str) -> None:
    """Start a run beside the case that wants it; one that was started before is enough."""
    try:
        await client.start_workflow(
            "PaymentRun",
            PaymentRunInput(),
            id=run_id,
            task_queue=MONEY_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        )
    except WorkflowAlreadyStartedError:
        return


class PaymentRuns:
    """Acts on payments, batches and the bank."""

    def __init__(self, engine: Engine, blobs: Blobs, bank: BankLine, *, scanned_only: bool = False) -> None:
        """Hold the connections. ``scanned_only``: no payment leaves before its case's papers are scanned."""
        self._scanned_only = scanned_only
        self._engine = engine
        self._blobs = blobs
        self._bank = bank

    @activity.defn
    def act_on_payments(self, step: RunStep) -> tuple[ActOutcome, ...]:
        """Sign or turn down, payment by payment; the run's id makes a repeat answer the same."""
        if step.act is None:
            return ()
        return tuple(self._act(step, step.act, each) for each in step.act.payments)

    @activity.defn
    def form_batches(self, step: RunStep) -> tuple[str, ...]:
        """Put all that is approved into batches; a repeat finds those of the run."""
        with transaction(self._engine) as session:
            formed = payment_batches.form(session, step.run_id, step.at, scanned_only=self._scanned_only)
        return tuple(formed)

    @activity.defn
    def write_batch(self, step: RunStep) -> None:
        """Keep the file of a batch, once: where a repeat would word it otherwise, the first file stands."""
        with transaction(self._engine) as session:
            content = write_order(_order(session, step.batch))
        key = f"payments/{step.batch}.xml"
        try:
            self._blobs.put_new(key, content, MEDIA_TYPE)
        except BlobConflictError:
            content = self._blobs.get(key)
        with transaction(self._engine) as session:
            payment_batches.keep_file(session, step.batch, key, hashlib.sha256(content).hexdigest())

    @activity.defn
    def send_batch(self, step: RunStep) -> BatchAnswer:
        """Hand a batch to the bank, once as far as the bank is concerned.

        BankSilentError: nobody knows; the next attempt asks first. A batch is sent again only where the bank
        says that it never had it, and then byte for byte. Two attempts never speak at once.
        """
        with transaction(self._engine) as line:
            payment_batches.hold(line, step.batch)
            with transaction(self._engine) as session:
                before = payment_batches.begin_attempt(session, step.batch, step.at)
            report = self._bank.status(step.batch) if before else None
            if report is None:
                report = self._bank.send(self._file(step.batch))
            return self._record(step, report)

    @activity.defn
    def ask_about_batch(self, step: RunStep) -> BatchAnswer:
        """Ask what became of a batch, and singly about each payment that the answer leaves out."""
        report = self._bank.status(step.batch)
        if report is None:
            raise BatchForgottenError(f"the bank took {step.batch} and now does not know it: call the bank")
        answer = self._record(step, report)
        if not answer.open:
            return answer
        told = {each.end_to_end_id for each in report.statuses}
        with transaction(self._engine) as session:
            left_out = [
                each for each in payment_batches.open_numbers(session, step.batch) if each not in told
            ]
        for number in left_out:
            single = self._bank.transfer_status(number)
            if single is not None:
                answer = self._record(step, single)
        return answer

    @activity.defn
    def mark_told(self, order: ToldOrder) -> None:
        """Remember which cases have heard of their payments; an unheard one was closed."""
        with transaction(self._engine) as session:
            for number in (*order.heard, *order.unheard):
                payment = payments.lock(session, number)
                if payment.told_at is None:
                    payment.told_at = payments.case_time(payment, order.at)
                    payments.append(
                        session,
                        payment,
                        PaymentAct.CASE_TOLD,
                        at=payment.told_at,
                        actor=SYSTEM.reference,
                        heard=number in order.heard,
                    )

    @activity.defn
    def turned_down_news(self, step: RunStep) -> tuple[CaseHears, ...]:
        """What cases are to hear of payments that this run turned down."""
        numbers = [each.number for each in step.act.payments] if step.act else []
        with transaction(self._engine) as session:
            rows = list(_known(session, numbers))
            return tuple(
                CaseHears(
                    case_number=row.case_number or "",
                    news=payments.news(session, row, payments.case_time(row, step.at)),
                )
                for row in rows
                if row.case_number and row.told_at is None and row.status in payments.ENDED
            )

    def _act(self, step: RunStep, act: FinanceAct, wanted: Signature) -> ActOutcome:
        signing = Signing(run_id=step.run_id, number=wanted.number, actor=act.actor, at=step.at)
        with transaction(self._engine) as session:
            try:
                if act.reason is None:
                    done = payment_signing.put_signature(session, signing, wanted.seen_findings)
                else:
                    done = payment_signing.turn_down(session, signing, act.reason)
            except PaymentMissingError as missing:
                done = Refused(str(missing))
            return _outcome(wanted.number, done)

    def _file(self, number: str) -> bytes:
        with transaction(self._engine) as session:
            batch, _, _ = payment_batches.contents(session, number)
        content = self._blobs.get(batch.object_key or "")
        if hashlib.sha256(content).hexdigest() != batch.sha256:
            raise ValueError(
                f"{batch.object_key} is not the file that was written for {number}: do not send it"
            )
        return content

    def _record(self, step: RunStep, report: StatusReport) -> BatchAnswer:
        with transaction(self._engine) as session:
            numbers = payment_batches.open_numbers(session, step.batch)
            payment_batches.end(session, step.batch, _ended(report, numbers), step.at)
            hears = payment_batches.untold(session, step.batch)
            left = len(payment_batches.open_numbers(session, step.batch))
        return BatchAnswer(
            open=left, hears=tuple(CaseHears(case_number=number, news=news) for number, news in hears)
        )


def _ended(report: StatusReport, open_numbers: Sequence[str]) -> Iterator[Ended]:
    """Final words of a report; a batch that was rejected as a whole ends all that is open."""
    if report.rejected_with:
        yield from (Ended(number=number, code=report.rejected_with) for number in open_numbers)
        return
    for each in report.statuses:
        if each.outcome is Outcome.SETTLED:
            yield Ended(number=each.end_to_end_id, reference=each.reference)
        elif each.outcome is Outcome.REJECTED:
            yield Ended(number=each.end_to_end_id, code=each.reason, reference=each.reference)


def _order(session: Session, number: str) -> TransferOrder:
    batch, fund, rows = payment_batches.contents(session, number)
    return TransferOrder(
        message_id=batch.number,
        created_at=batch.formed_at,
        debtor=BankParty(name=fund.name, account=fund.account_number, bank_code=fund.bank_code),
        transfers=[
            CreditTransfer(
                end_to_end_id=payment.number,
                amount=payment.amount,
                creditor=BankParty(name=account.holder, account=account.number, bank_code=account.bank_code),
                remittance=f"{payment.number} {payment.key}",
            )
            for payment, account in rows
        ],
    )


def _outcome(number: str, done: Payment | Refused) -> ActOutcome:
    if isinstance(done, Refused):
        return ActOutcome(number=number, status=None, refused=done.why)
    return ActOutcome(
        number=number,
        status=done.status,
        signatures=len(done.signers),
        needed=signatures_needed(done.amount),
    )


def _known(session: Session, numbers: Iterable[str]) -> Iterator[Payment]:
    """Those of the payments that exist: whoever named another one was told so by the act itself."""
    for number in numbers:
        with suppress(PaymentMissingError):
            yield payments.lock(session, number)
