"""How much of an advance there may be, and who owes whom in the end (A-29, R-160 to A-32). Fen."""

from decimal import Decimal

from rules.advances.case import AdvanceCase
from rules.settlement import AdvanceSettlement, advance_ceiling, settle_advance


def ceiling(case: AdvanceCase, estimate: int | None = None) -> int:
    """Fen that may still be promised for the stay; ``estimate`` stands for a new one."""
    found = case.entitlement
    if found is None:
        return 0
    return advance_ceiling(
        estimate=case.amount if estimate is None else estimate,
        ratio=Decimal(found.ratio),
        deductible_left=found.deductible_left,
        remaining=found.remaining,
        provider_cap=found.provider_cap,
        already_advanced=case.statement.promised,
    )


def settlement(case: AdvanceCase, payable: int, *, refused: bool = False) -> AdvanceSettlement:
    """Who owes whom once ``payable`` was determined; the family gets no more than it paid (A-32)."""
    return settle_advance(
        payable=payable,
        advance_paid=case.statement.paid,
        member_paid=case.bill.member_paid if case.bill else 0,
        refused=refused,
    )
