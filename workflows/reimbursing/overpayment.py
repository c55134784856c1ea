"""What the family was paid ahead above the determination comes back (L-08, as domain 5.6)."""

from rules.payments.vocabulary import ReceivableKind
from rules.reimbursement.values import Stage
from workflows.case_engine import Refusal, RefusedError, Step
from workflows.claims import overpaid
from workflows.reimbursing.draft import Case, Draft, Happened
from workflows.reimbursing.paying import close_when_told


def co_sign(case: Case, happening: Happened) -> Step[Case]:
    """A second person agrees that it comes back."""
    return overpaid.approve(Draft(case, happening)).step()


def send_back(case: Case, happening: Happened) -> Step[Case]:
    """A second person finds nothing to ask for."""
    draft = Draft(case, happening)
    overpaid.send_back(draft, lambda: _close(draft))
    return draft.step()


def opened(case: Case, happening: Happened) -> Step[Case]:
    """The debt is on the books: the family is told."""
    draft = Draft(case, happening)
    overpaid.opened(draft, happening.body)
    return draft.quiet_step()


def changed(case: Case, happening: Happened) -> Step[Case]:
    """The books took the change, or say why not."""
    draft = Draft(case, happening)
    overpaid.changed(draft, happening.body)
    return draft.quiet_step()


def received(case: Case, happening: Happened) -> Step[Case]:
    """Money came back."""
    draft = Draft(case, happening)
    overpaid.received(draft, happening.body, lambda: _close(draft))
    return draft.quiet_step()


def dispute(case: Case, happening: Happened) -> Step[Case]:
    """The family objects."""
    draft = _about(case, happening)
    overpaid.dispute(draft)
    return draft.step()


def resume(case: Case, happening: Happened) -> Step[Case]:
    """A supervisor answers that it stands."""
    draft = _about(case, happening)
    overpaid.resume(draft)
    return draft.step()


def waive(case: Case, happening: Happened) -> Step[Case]:
    """Nothing more is asked for."""
    draft = _about(case, happening)
    overpaid.waive(draft, lambda: _close(draft))
    return draft.step()


def instalments(case: Case, happening: Happened) -> Step[Case]:
    """The family pays in parts."""
    draft = _about(case, happening)
    overpaid.agree_instalments(draft)
    return draft.step()


def give_to_legal(case: Case, happening: Happened) -> Step[Case]:
    """It is overdue, and becomes a matter for lawyers."""
    draft = _about(case, happening)
    overpaid.give_to_legal(draft, lambda: _close(draft))
    return draft.step()


def _close(draft: Draft) -> None:
    if draft.case.stage is Stage.PAID:
        close_when_told(draft)
    elif draft.case.stage is Stage.REFUSED and not draft.case.answer_awaited:
        draft.close()


def _about(case: Case, happening: Happened) -> Draft:
    if happening.body.debt not in (None, ReceivableKind.OVERPAYMENT):
        why = f"A claim has an OVERPAYMENT and no {happening.body.debt}: name that."
        raise RefusedError(Refusal.INVALID, why, field="debt")
    return Draft(case, happening)
