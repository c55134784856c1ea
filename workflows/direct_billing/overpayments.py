"""Which debt a message of a visit is about: the family's own, or what the hospital got too much."""

from collections.abc import Callable

from rules.cases import Side
from rules.payments.vocabulary import ReceivableKind
from workflows.case_engine import Step
from workflows.claims import overpaid
from workflows.direct_billing import debts
from workflows.direct_billing.draft import Case, Draft, Happened


def weigh(draft: Draft, due: int) -> None:
    """The hospital has more than what is due to it by the newest decision."""
    case = draft.case
    debtor = f"hospital:{case.visit.hospital_id}"
    overpaid.weigh(draft, paid=case.paid, due=due, debtor=debtor, side=Side.HOSPITAL)


def opened(case: Case, happening: Happened) -> Step[Case]:
    """A debt is on the books."""
    draft = Draft(case, happening)
    if not overpaid.is_about(draft, happening.body.key):
        return debts.opened(case, happening)
    overpaid.opened(draft, happening.body)
    return draft.quiet_step()


def received(case: Case, happening: Happened) -> Step[Case]:
    """Money came in for a debt."""
    draft = Draft(case, happening)
    if not overpaid.is_about(draft, happening.body.receivable.key):
        return debts.received(case, happening)
    overpaid.received(draft, happening.body, draft.close_if_done)
    return draft.quiet_step()


def dispute(case: Case, happening: Happened) -> Step[Case]:
    """Whoever is asked objects."""
    return _either(case, happening, debts.dispute, overpaid.dispute)


def resume(case: Case, happening: Happened) -> Step[Case]:
    """A supervisor answers that the debt stands."""
    return _either(case, happening, debts.resume, overpaid.resume)


def waive(case: Case, happening: Happened) -> Step[Case]:
    """Nothing more is asked for."""
    if happening.body.debt is not ReceivableKind.OVERPAYMENT:
        return debts.waive(case, happening)
    draft = Draft(case, happening)
    overpaid.waive(draft, draft.close_if_done)
    return draft.step()


def _either(
    case: Case,
    happening: Happened,
    of_family: Callable[[Case, Happened], Step[Case]],
    of_hospital: Callable[[Draft], None],
) -> Step[Case]:
    if happening.body.debt is not ReceivableKind.OVERPAYMENT:
        return of_family(case, happening)
    draft = Draft(case, happening)
    of_hospital(draft)
    return draft.step()
