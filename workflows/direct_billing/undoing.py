"""A decision on a bill is taken back: nothing of it but letters was on its way, and none of them has left."""

from rules.direct_billing.values import Stage
from workflows.case_engine import Step
from workflows.claims.undoing import undo
from workflows.direct_billing.draft import Case, Draft, Happened


def taken_back(case: Case, happening: Happened) -> Step[Case]:
    """The bill is where it was, and what was held for it is held again; it is judged anew for a person."""
    draft = Draft(case, happening).by(happening.body)
    undo(draft, Stage(case.fresh.stage) if case.fresh else case.stage)
    assert case.claim is not None
    return draft.judge(case.claim, wants_person=True, reopen=True, hold_again=True).step()
