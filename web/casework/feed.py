"""Everything that happened to a case in one feed: people, system, letters, mail, payments, rules, notes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.case_note import CaseNote
from models.decision import Decision
from models.letter import Letter
from rules.roles import Role
from stores.money.finance_views import SeenPayment
from web.api.views.case_views import EventView


class FeedKind(StrEnum):
    """What an entry of the feed is; notes alone stay in the house for ever."""

    ACT = "ACT"
    SYSTEM = "SYSTEM"
    LETTER = "LETTER"
    MAIL = "MAIL"
    PAYMENT = "PAYMENT"
    RULES = "RULES"
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One thing that happened; ``about`` is the row that it is told from."""

    at: datetime
    kind: FeedKind
    about: Any
    settled: bool = False


def feed(
    events: Sequence[EventView],
    letters: Sequence[Letter],
    payments: Sequence[SeenPayment],
    decisions: Sequence[Decision],
    notes: Sequence[CaseNote],
) -> list[FeedEntry]:
    """The entries, the newest first."""
    found = [
        *_events(events),
        *_letters(letters),
        *_payments(payments),
        *_runs(decisions),
        *(FeedEntry(at=note.written_at, kind=FeedKind.NOTE, about=note) for note in notes),
    ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _events(events: Iterable[EventView]) -> Iterator[FeedEntry]:
    # The record's order is the chain's: of acts at one moment the later comes first.
    for event in reversed(tuple(events)):
        kind = FeedKind.SYSTEM if event.role is Role.SYSTEM else FeedKind.ACT
        yield FeedEntry(at=event.at, kind=kind, about=event)


def _letters(letters: Iterable[Letter]) -> Iterator[FeedEntry]:
    for letter in letters:
        yield FeedEntry(at=letter.issued_at, kind=FeedKind.LETTER, about=letter)
        for way in letter.deliveries:
            if way.sent_at:
                yield FeedEntry(at=way.sent_at, kind=FeedKind.MAIL, about=(letter, way))


def _payments(payments: Iterable[SeenPayment]) -> Iterator[FeedEntry]:
    for payment in payments:
        yield FeedEntry(at=payment.ordered_at, kind=FeedKind.PAYMENT, about=payment)
        if payment.settled_at:
            yield FeedEntry(at=payment.settled_at, kind=FeedKind.PAYMENT, about=payment, settled=True)


def _runs(decisions: Iterable[Decision]) -> Iterator[FeedEntry]:
    for decision in decisions:
        if decision.result and "result" in decision.result:
            yield FeedEntry(at=decision.decided_at, kind=FeedKind.RULES, about=decision)
