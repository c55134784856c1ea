"""Interest for benefits paid late (L-06)."""

from datetime import date, datetime
from decimal import Decimal

from rules.china_time import shanghai_date
from rules.payments.late_payment import late_compensation
from rules.reimbursement.values import Compensation

LOAN_PRIME_RATE = Decimal("0.03")
"""One-year loan prime rate as of 2025-05-20; the law names no figure, so a person confirms the amount."""


def owed_for_lateness(amount: int, legal_due_at: datetime | None, paid_at: datetime) -> Compensation | None:
    """What to propose where money arrived after the law's last day; None where it came in time."""
    if legal_due_at is None:
        return None
    # The line of the law is an exclusive midnight: its last day is the one before.
    last_on = date.fromordinal(shanghai_date(legal_due_at).toordinal() - 1)
    found = late_compensation(
        amount=amount, legal_due_on=last_on, paid_on=shanghai_date(paid_at), rate=LOAN_PRIME_RATE
    )
    return Compensation(days=found.days, amount=found.amount) if found.days else None
