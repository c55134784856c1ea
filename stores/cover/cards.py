"""The electronic card: greyed for an overdue copay, working again when none is overdue (R-133, A-24)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, select

from models.e_card import ECard
from rules.china_time import shanghai_date
from rules.vocabulary import CardStatus

UNPAID_COPAY = "UNPAID_COPAY"

_OVERDUE = text(
    """
    SELECT count(*)
    FROM receivable JOIN cases USING (case_number)
    WHERE cases.policy_id = :policy_id AND receivable.kind = 'COPAY' AND receivable.status = 'OPEN'
        AND receivable.due_on < :today
    """
)


def change(session: Session, policy_id: UUID, *, suspend: bool, as_of: datetime) -> tuple[bool, bool]:
    """Whether the card is greyed now, and whether this changed it; safe to repeat.

    The row is held first: two copays of one child are looked at one after the other, and a card is neither
    greyed for a debt just paid nor left grey behind the last one.
    """
    card = session.exec(select(ECard).where(ECard.policy_id == policy_id).with_for_update()).one_or_none()
    if card is None:
        return False, False
    overdue = session.execute(_OVERDUE, {"policy_id": policy_id, "today": shanghai_date(as_of)}).scalar_one()
    if suspend and overdue and card.status == CardStatus.ACTIVE:
        card.status = CardStatus.SUSPENDED
        card.suspended_at = as_of
        card.suspension_reason = UNPAID_COPAY
        return True, True
    if not suspend and not overdue and card.status == CardStatus.SUSPENDED:
        card.status = CardStatus.ACTIVE
        card.suspended_at = None
        card.suspension_reason = None
        return False, True
    # A repeat finds the instant of its own first time.
    own = suspend and card.suspended_at == as_of
    return card.status == CardStatus.SUSPENDED, own
