"""The electronic card in its year: when it can be bound, and whether it works (R-001 to R-003, A-22)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules.catalogue.services import CardActivation
from rules.china_time import at_shanghai, midnight_after
from rules.vocabulary import CardStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class CardYear:
    """The policy that a card stands for; ``paid_at`` is None where payment is not on record.

    ``recorded`` is what the table says: suspended for an unpaid copay, or cancelled.
    """

    effective_on: date
    expires_on: date
    paid_at: datetime | None
    on_paper: bool
    terminated_on: date | None
    recorded: CardStatus


def bindable_at(year: CardYear, terms: CardActivation | None) -> datetime:
    """From when the card can be bound.

    2021: so many hours after payment. 2025: online with payment and underwriting, on paper with the cover.
    Where payment is not on record, or the plan says nothing, with the cover.
    """
    covered_at = at_shanghai(year.effective_on, time(0))
    if year.paid_at is None or terms is None:
        return covered_at
    if terms.hours_after_payment is not None:
        return year.paid_at + timedelta(hours=terms.hours_after_payment)
    return covered_at if year.on_paper else year.paid_at


def status_at(year: CardYear, now: datetime) -> CardStatus:
    """What the card is now: it bills from the effective date to the end of the last day (domain 5.5)."""
    if year.recorded is CardStatus.CANCELLED:
        return CardStatus.CANCELLED
    if year.terminated_on and now >= at_shanghai(year.terminated_on, time(0)):
        return CardStatus.CANCELLED
    if now >= midnight_after(year.expires_on):
        return CardStatus.EXPIRED
    if now < at_shanghai(year.effective_on, time(0)):
        return CardStatus.PENDING
    return CardStatus.SUSPENDED if year.recorded is CardStatus.SUSPENDED else CardStatus.ACTIVE
