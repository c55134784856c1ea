"""What only a hospital advance shows."""

from datetime import date, datetime

from rules.advances.vocabulary import MovementKind, RefundState
from rules.vocabulary import DocumentKind
from web.api.bodies.fields import View, Yuan


class MovementView(View):
    """One movement of the advance."""

    kind: MovementKind
    amount: Yuan
    at: datetime
    reference: str


class AdvanceStatementView(View):
    """The advance as a money object: paid = consumed + refunded + waived + open; hospitals see two."""

    promised: Yuan
    paid: Yuan
    consumed: Yuan | None
    refunded: Yuan | None
    waived: Yuan | None
    open: Yuan | None
    movements: tuple[MovementView, ...]


class RefundView(View):
    """What the family pays back to the provider."""

    state: RefundState
    amount: Yuan
    received: Yuan
    reference: str
    """Write it on the transfer."""
    due_on: date | None


class AdvanceView(View):
    """An advance beside what every case shows."""

    statement: AdvanceStatementView
    provider: str
    rejected_with: str
    obstacles: tuple[str, ...]
    """What the rules found; staff only."""
    ceiling: Yuan | None
    """What may still be promised (A-29); staff only."""
    missing_at_discharge: tuple[DocumentKind, ...]
    discharge_on: date | None
    claim: str | None
    preauthorization: str | None
    refund: RefundView | None
    """The family and staff see it; the hospital does not."""
