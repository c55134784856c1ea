"""What is owed to us: opened once a debt, changed by people, paid by receipts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.receivable import Receivable
from models.receivable_instalment import ReceivableInstalment
from rules.money import format_yuan
from rules.payments.numbers import RECEIVABLE
from rules.payments.values import ChangeReceivable, Instalment, OpenReceivable, ReceivableAnswer
from rules.payments.vocabulary import ReceivableKind, ReceivableStatus
from stores.money import payees, payments


class ReceivableMissingError(LookupError):
    """No receivable has this key or reference."""


def open_receivable(
    session: Session,
    *,
    case_number: str,
    policy_id: str,
    wanted: OpenReceivable,
    as_of: datetime,
    wall: datetime,
) -> Receivable:
    """The receivable of this key, opened now or before."""
    standing = session.exec(select(Receivable).where(Receivable.key == wanted.key)).one_or_none()
    if standing is not None:
        return standing
    row = Receivable(
        reference=payments.next_number(session, RECEIVABLE, as_of),
        key=wanted.key,
        kind=wanted.kind,
        case_number=case_number,
        debtor=wanted.debtor,
        fund_code=payees.fund_of(session, policy_id, wanted.fund).code,
        amount=wanted.amount,
        due_on=wanted.due_on,
        opened_at=as_of,
        ahead_seconds=round((as_of - wall).total_seconds()),
    )
    session.add(row)
    return row


def change(session: Session, wanted: ChangeReceivable, *, actor: str) -> ReceivableAnswer:
    """The receivable changed; one that is paid stays paid. ReceivableMissingError.

    Where instalments do not add up to what is still owed, because money came meanwhile, nothing changes and
    the answer says so.
    """
    row = session.exec(select(Receivable).where(Receivable.key == wanted.key).with_for_update()).one_or_none()
    if row is None:
        raise ReceivableMissingError(f"no receivable has the key {wanted.key}: open it first")
    if row.status is ReceivableStatus.PAID:
        return answer(row)
    owed, planned = row.amount - row.received, sum(each.amount for each in wanted.instalments)
    if wanted.instalments and owed != planned:
        said = f"The instalments add up to {format_yuan(planned)} yuan, but {format_yuan(owed)} are owed."
        return replace(answer(row), problem=said)
    if wanted.instalments:
        _plan(session, row, wanted.instalments)
        row.due_on = wanted.instalments[-1].due_on
    row.status = wanted.status
    row.due_on = wanted.due_on or row.due_on
    row.changed_by = actor
    return answer(row)


def lock(session: Session, reference: str) -> Receivable | None:
    """The receivable with this reference, held until the transaction ends."""
    return session.exec(
        select(Receivable)
        .where(Receivable.reference == reference)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def instalments(session: Session, reference: str) -> Sequence[ReceivableInstalment]:
    """The plan in force, if any, in the order of its days."""
    plan = (
        select(func.max(ReceivableInstalment.plan))
        .where(ReceivableInstalment.reference == reference)
        .scalar_subquery()
    )
    query = select(ReceivableInstalment).where(
        ReceivableInstalment.reference == reference, ReceivableInstalment.plan == plan
    )
    return session.exec(query.order_by(col(ReceivableInstalment.ordinal))).all()


def answer(row: Receivable) -> ReceivableAnswer:
    """The receivable as its case hears of it."""
    return ReceivableAnswer(
        key=row.key,
        reference=row.reference,
        kind=ReceivableKind(row.kind),
        amount=row.amount,
        received=row.received,
        status=row.status,
        due_on=row.due_on,
    )


def _plan(session: Session, row: Receivable, wanted: Sequence[Instalment]) -> None:
    newest = session.scalar(
        select(func.max(ReceivableInstalment.plan)).where(ReceivableInstalment.reference == row.reference)
    )
    standing = instalments(session, row.reference)
    if [(each.due_on, each.amount) for each in standing] == [(each.due_on, each.amount) for each in wanted]:
        return
    session.add_all(
        ReceivableInstalment(
            reference=row.reference,
            plan=(newest or 0) + 1,
            ordinal=ordinal,
            due_on=each.due_on,
            amount=each.amount,
        )
        for ordinal, each in enumerate(wanted, 1)
    )
