"""The advance as a money object: what was promised, paid, consumed, refunded, and what is still open. Fen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from rules.advances.vocabulary import MovementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One movement of an advance; ``reference`` is a payment, receipt or case that it rests on."""

    kind: MovementKind
    amount: int
    at: datetime
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceStatement:
    """Where an advance stands. It always balances: paid = consumed + refunded + waived + open."""

    promised: int = 0
    paid: int = 0
    consumed: int = 0
    refunded: int = 0
    waived: int = 0

    @property
    def open(self) -> int:
        """What the provider has paid and not got back."""
        return self.paid - self.consumed - self.refunded - self.waived

    @property
    def unpaid(self) -> int:
        """What was promised and has not reached the hospital."""
        return self.promised - self.paid


def statement(movements: Iterable[Movement]) -> AdvanceStatement:
    """The sums of the movements in their order; ValueError names the first one that cannot be."""
    standing = AdvanceStatement()
    for movement in movements:
        standing = moved(standing, movement)
    return standing


def moved(before: AdvanceStatement, movement: Movement) -> AdvanceStatement:
    """The statement after one more movement.

    ValueError: nothing is paid beyond what was promised, nothing withdrawn that was paid, and nothing comes
    back beyond what is open.
    """
    amount, room = movement.amount, _room(before, movement.kind)
    if amount <= 0:
        raise ValueError(f"a movement {movement.kind} of {amount} fen moves nothing: leave it out")
    if room is not None and amount > room:
        raise ValueError(f"{movement.kind} of {amount} fen is more than the {room} fen that there are")
    match movement.kind:
        case MovementKind.PROMISED:
            return replace(before, promised=before.promised + amount)
        case MovementKind.WITHDRAWN:
            return replace(before, promised=before.promised - amount)
        case MovementKind.PAID:
            return replace(before, paid=before.paid + amount)
        case MovementKind.CONSUMED:
            return replace(before, consumed=before.consumed + amount)
        case MovementKind.REFUNDED:
            return replace(before, refunded=before.refunded + amount)
        case MovementKind.WAIVED:
            return replace(before, waived=before.waived + amount)


def _room(before: AdvanceStatement, kind: MovementKind) -> int | None:
    if kind is MovementKind.PROMISED:
        return None
    if kind in (MovementKind.WITHDRAWN, MovementKind.PAID):
        return before.unpaid
    return before.open
