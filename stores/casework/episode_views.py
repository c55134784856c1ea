"""An episode as people see it: its cases, what happened in order, and its money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from models.benefit_reserve import BenefitReserve
from models.case import Case
from models.episode import Episode
from models.payment import Payment
from models.receivable import Receivable
from rules.payments.vocabulary import PaymentPurpose, PaymentStatus, ReceivableStatus
from stores.casework.case_queries import Sight


class ItemKind(StrEnum):
    """What an item of an episode is."""

    CASE_OPENED = "CASE_OPENED"
    CASE_CLOSED = "CASE_CLOSED"
    DECISION = "DECISION"
    LETTER = "LETTER"
    BILL = "BILL"
    PAYMENT = "PAYMENT"
    DEBT = "DEBT"


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeItem:
    """One thing that happened; ``amount`` in fen where it is about money."""

    at: datetime
    kind: ItemKind
    case_number: str
    reference: str
    state: str
    amount: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeMoney:
    """Fen: held now, paid out by purpose, what families owe and what of it came in."""

    reserved: int
    paid: Mapping[PaymentPurpose, int]
    owed: int
    received: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeSeen:
    """An episode with what one person may see of it."""

    episode: Episode
    cases: Sequence[Case]
    items: Sequence[EpisodeItem]
    money: EpisodeMoney


_ITEMS = text(
    """
    WITH mine AS (SELECT * FROM cases WHERE case_number = ANY(:numbers))
    SELECT opened_at AS at, 'CASE_OPENED' AS kind, case_number, case_number AS reference, process AS state,
        requested_amount AS amount FROM mine
    UNION ALL SELECT closed_at, 'CASE_CLOSED', case_number, case_number, stage, decided_amount FROM mine
        WHERE closed_at IS NOT NULL
    UNION ALL SELECT decided_at, 'DECISION', case_number, version::text, outcome, approved_amount
        FROM decision WHERE case_number = ANY(:numbers) AND decision_stands(decision)
    UNION ALL SELECT issued_at, 'LETTER', case_number, number, status, NULL
        FROM letter WHERE case_number = ANY(:numbers)
    UNION ALL SELECT received_at, 'BILL', case_number, version::text, kind, billed
        FROM hospital_bill WHERE case_number = ANY(:numbers)
    UNION ALL SELECT ordered_at, 'PAYMENT', case_number, number, status, amount
        FROM payment WHERE case_number = ANY(:numbers)
    UNION ALL SELECT opened_at, 'DEBT', case_number, reference, status, amount
        FROM receivable WHERE case_number = ANY(:numbers)
    ORDER BY at, kind, reference
    """
)


def seen(session: Session, episode_id: UUID, sight: Sight) -> EpisodeSeen | None:
    """The episode, where this person sees one of its cases; of the others nothing is told."""
    query = select(Case).where(Case.episode_id == episode_id, sight.rows())
    cases = session.exec(query.order_by(col(Case.opened_at), col(Case.case_number))).all()
    episode = session.get(Episode, episode_id)
    if not cases or episode is None:
        return None
    numbers = [case.case_number for case in cases]
    rows = session.execute(_ITEMS, {"numbers": numbers}).mappings()
    items = [EpisodeItem(**{**row, "kind": ItemKind(row["kind"])}) for row in rows]
    return EpisodeSeen(episode=episode, cases=cases, items=items, money=_money(session, episode_id, numbers))


def _money(session: Session, episode_id: UUID, numbers: Sequence[str]) -> EpisodeMoney:
    held = select(func.coalesce(func.sum(BenefitReserve.amount), 0)).where(
        BenefitReserve.episode_id == episode_id
    )
    paid = (
        select(Payment.purpose, func.sum(Payment.amount))
        .where(col(Payment.case_number).in_(numbers), Payment.status == PaymentStatus.SETTLED)
        .group_by(col(Payment.purpose))
    )
    debts = select(
        func.coalesce(
            func.sum(Receivable.amount - Receivable.received).filter(
                col(Receivable.status) == ReceivableStatus.OPEN
            ),
            0,
        ),
        func.coalesce(func.sum(Receivable.received), 0),
    ).where(col(Receivable.case_number).in_(numbers))
    owed, received = session.exec(debts).one()
    return EpisodeMoney(
        reserved=int(session.exec(held).one()),
        paid={PaymentPurpose(purpose): int(amount) for purpose, amount in session.exec(paid)},
        owed=int(owed),
        received=int(received),
    )
