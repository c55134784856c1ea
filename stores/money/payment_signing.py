"""What people of finance do to payments: sign them, turn them down. Each act once a run."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.payment import Payment
from models.payment_event import PaymentEvent
from rules.payments.approval import Refused, sign, signatures_needed
from rules.payments.bank_codes import TAKEN_BACK, TURNED_DOWN
from rules.payments.vocabulary import PayeeFinding, PaymentAct, PaymentStatus
from rules.roles import Actor
from stores.money import payments


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """One person's act on a payment; ``run_id`` tells a repeat of the act from another one."""

    run_id: str
    number: str
    actor: Actor
    at: datetime


def put_signature(
    session: Session, act: Signing, seen_findings: Collection[PayeeFinding]
) -> Payment | Refused:
    """The payment with the signature, approved where it was the last one needed; or why it does not count."""
    payment = payments.lock(session, act.number)
    if _done(session, act, PaymentAct.SIGNED):
        return payment
    answer = sign(payments.for_approval(payment), act.actor, seen_findings=seen_findings)
    if isinstance(answer, Refused):
        return answer
    payment.signers = [*payment.signers, answer]
    when = payments.case_time(payment, act.at)
    seen = sorted(seen_findings)
    payments.append(session, payment, PaymentAct.SIGNED, at=when, actor=answer, run=act.run_id, findings=seen)
    if len(payment.signers) >= signatures_needed(payment.amount):
        payment.status = PaymentStatus.APPROVED
        payments.append(session, payment, PaymentAct.APPROVED, at=when, actor=answer)
    return payment


def withdraw(session: Session, act: Signing) -> bool:
    """The case takes a payment back that finance has not let go; whether it did. The case knows of it."""
    withdrawn = turn_down(session, act, TAKEN_BACK, TAKEN_BACK)
    return not isinstance(withdrawn, Refused)


def turn_down(session: Session, act: Signing, reason: str, code: str = TURNED_DOWN) -> Payment | Refused:
    """The payment turned down before it left; or why that is not possible any more."""
    payment = payments.lock(session, act.number)
    if _done(session, act, PaymentAct.TURNED_DOWN):
        return payment
    if payment.status is not PaymentStatus.ORDERED:
        return Refused(
            f"{payment.number} is {payment.status}: only what waits for a signature is turned down."
        )
    payment.status, payment.failure_code = PaymentStatus.TURNED_DOWN, code
    payments.append(
        session,
        payment,
        PaymentAct.TURNED_DOWN,
        at=payments.case_time(payment, act.at),
        actor=act.actor.reference,
        run=act.run_id,
        reason=reason,
    )
    return payment


def _done(session: Session, act: Signing, kind: PaymentAct) -> bool:
    query = select(PaymentEvent.sequence).where(
        PaymentEvent.payment_number == act.number,
        PaymentEvent.kind == kind,
        col(PaymentEvent.detail)["run"].as_string() == act.run_id,
    )
    return session.exec(query).first() is not None
