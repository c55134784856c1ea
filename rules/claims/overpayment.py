"""More was paid to a hospital or a family than what was determined in the end. Money in fen.

No handbook names this. Assumed: the difference is owed back to us within fifteen days as any recovery is
(domain 5.6); a person who did not decide the amount says so first, and it is never taken off a later claim.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.cases import Side
from rules.payments.values import Instalment


class OverpaymentState(StrEnum):
    """Where it stands; WAIVED also where the second person found nothing to ask for, LEGAL with lawyers."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    NOTICE_SENT = "NOTICE_SENT"
    INSTALMENT_AGREED = "INSTALMENT_AGREED"
    DISPUTED = "DISPUTED"
    OVERDUE = "OVERDUE"
    PAID = "PAID"
    WAIVED = "WAIVED"
    LEGAL = "LEGAL"


ENDED = frozenset({OverpaymentState.PAID, OverpaymentState.WAIVED, OverpaymentState.LEGAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Overpayment:
    """``paid`` is what left, ``due`` what was determined; ``debtor`` got the difference.

    ``legal_from`` is the day that the last reminder announces for a step in law.
    """

    key: str
    ordinal: int
    state: OverpaymentState
    paid: int
    due: int
    debtor: str
    side: Side
    proposed_by: str
    approved_by: str = ""
    reference: str = ""
    received: int = 0
    noticed_on: date | None = None
    due_on: date | None = None
    instalments: tuple[Instalment, ...] = ()
    legal_from: date | None = None

    @property
    def amount(self) -> int:
        """What is owed back."""
        return self.paid - self.due

    @property
    def owed(self) -> int:
        """What of it has not come yet."""
        return self.amount - self.received

    def behind(self, today: date) -> bool:
        """Whether less came than the parts whose day is over."""
        before = self.amount - sum(part.amount for part in self.instalments)
        return self.received < before + sum(part.amount for part in self.instalments if part.due_on < today)

    @property
    def open(self) -> bool:
        """Whether it is still to be decided or collected."""
        return self.state not in ENDED
