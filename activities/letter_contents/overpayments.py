"""The letter to whoever was paid more than what was determined in the end."""

from dataclasses import replace
from typing import Any

from activities.letter_contents.frame import family, frame
from activities.letter_contents.sources import Sources
from letters.kinds import OverpaymentNotice


def overpayment_notice(sources: Sources[Any]) -> OverpaymentNotice:
    """LT-OVP: what was paid, what was due, what of the difference is open; again as a reminder."""
    debt, account = sources.case.overpayment, sources.account
    if debt is None or debt.due_on is None or account is None:
        number = sources.case.case_number
        raise ValueError(f"{sources.number} asks for an overpayment that {number} has not got")
    return OverpaymentNotice(
        **frame(sources, debt.approved_by),
        **family(sources),
        paid=debt.paid,
        due=debt.due,
        open=debt.owed,
        account=replace(account, reference=debt.reference),
        due_on=debt.due_on,
        noticed_on=debt.noticed_on if sources.item.ordinal > 1 else None,
        legal_from=debt.legal_from,
    )
