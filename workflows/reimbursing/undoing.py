"""A decision on a family's claim is taken back: its payment first, then its letters, then its money."""

from dataclasses import replace

from rules.payments.values import WithdrawPayment
from rules.reimbursement.values import Payout, Stage
from workflows.case_engine import Refusal, RefusedError, Step
from workflows.claims.undoing import undo
from workflows.reimbursing.draft import Case, Draft, Happened, claim_payout
from workflows.taking_back import ask_letters, gone, letters_asked


def ask(case: Case, happening: Happened) -> Step[Case]:
    """What was ordered is withdrawn before the letters are asked."""
    asked = ask_letters(case, happening)
    ordered = _ordered(case)
    if ordered is None:
        return asked
    return Step(state=case, effects=(WithdrawPayment(number=ordered.number, actor=happening.actor),))


def withdrawn(case: Case, happening: Happened) -> Step[Case]:
    """No money leaves; now the letters say whether they are here yet."""
    return letters_asked(case, happening.body)


def leaves(case: Case, _happening: Happened) -> Step[Case]:
    """Finance has let the payment go, so the decision stands, and its letters leave too."""
    return Step(state=case, refused=_paid())


def letters_gone(case: Case, happening: Happened) -> Step[Case]:
    """A letter has left: the decision stands, and what was withdrawn for nothing is ordered anew."""
    ordered, decision = _ordered(case), case.decision
    if ordered is None or decision is None:
        return Step(state=case, refused=gone())
    draft = Draft(case, happening).note(attempt=ordered.attempt + 1, amount=ordered.amount)
    draft.owe(replace(ordered, attempt=ordered.attempt + 1, number=""), *decision.deciders)
    return replace(draft.step(), refused=gone())


def taken_back(case: Case, happening: Happened) -> Step[Case]:
    """The claim is where it was; it is judged anew, so that whoever decides sees the accounts as they are."""
    ordered, fresh = _ordered(case), case.fresh
    draft = Draft(case, happening).by(happening.body)
    undo(draft, Stage(fresh.stage) if fresh else case.stage)
    payouts = tuple(each for each in case.payouts if each is not ordered)
    draft.change(payouts=payouts, accepted=False)
    return draft.judge_for_a_person(reopen=True).step()


def _ordered(case: Case) -> Payout | None:
    """The payment of the decision that stands."""
    decided = case.decision
    key = claim_payout(case, 0).key if decided else ""
    return next((each for each in case.payouts if each.key == key), None)


def _paid() -> RefusedError:
    return RefusedError(
        Refusal.NOT_NOW,
        "Finance has let the payment go, so the decision stands. What was paid too much comes back by an act "
        "of its own.",
    )
