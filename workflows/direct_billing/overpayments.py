"""Which debt a message of a visit is about: the family's own, or what the hospital got too much."""

from collections.abc import Callable

from rules.cases import Side
from rules.payments.vocabulary import ReceivableKind
from workflows.case_engine import Refusal, RefusedError, Step
from workflows.claims import overpaid
from workflows.direct_billing import debts, recoveries
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


def changed(case: Case, happening: Happened) -> Step[Case]:
    """The books took a change, or say why not."""
    draft = Draft(case, happening)
    if not overpaid.is_about(draft, happening.body.key):
        return debts.changed(case, happening)
    overpaid.changed(draft, happening.body)
    return draft.quiet_step()


def instalments(case: Case, happening: Happened) -> Step[Case]:
    """Whoever owes pays in parts."""
    if not _hospital_owes(case, happening.body.debt):
        return recoveries.agree_instalments(case, happening)
    draft = Draft(case, happening)
    overpaid.agree_instalments(draft)
    return draft.step()


def give_to_legal(case: Case, happening: Happened) -> Step[Case]:
    """An overdue debt becomes a matter for lawyers."""
    if not _hospital_owes(case, happening.body.debt):
        return recoveries.give_to_legal(case, happening)
    draft = Draft(case, happening)
    overpaid.give_to_legal(draft, draft.close_if_done)
    return draft.step()


def _hospital_owes(case: Case, named: ReceivableKind | None) -> bool:
    """Whether the message is about the hospital's debt: as named, or the only one that is collected."""
    if named is None:
        recovery = case.recovery is not None and case.recovery.open
        return case.overpayment_open and not recovery
    if named not in (ReceivableKind.OVERPAYMENT, ReceivableKind.RECOVERY):
        why = f"This is for a RECOVERY or an OVERPAYMENT, not for a {named}: name one of them."
        raise RefusedError(Refusal.INVALID, why, field="debt")
    return named is ReceivableKind.OVERPAYMENT


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
