"""What time does by itself, and the withdrawal of a claim."""

from rules.cases import Side
from rules.clocks import RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.reimbursement.values import Stage
from workflows import every_case
from workflows.case_engine import Refusal, RefusedError, Step, with_clock
from workflows.claims import overpaid
from workflows.reimbursing.determination import silence
from workflows.reimbursing.draft import Case, Draft, Happened
from workflows.reimbursing.paying import interim

_DAY_SIXTY = (MilestoneKind.TARGET, MilestoneKind.BREACH)
"""Its beginning, and its end."""


def milestone(case: Case, happening: Happened) -> Step[Case]:
    """A milestone of a clock was reached; it fires once."""
    clock, reached = happening.body.clock, happening.body.milestone
    draft = Draft(with_clock(case, clock.fire(reached.name)), happening)
    if reached.kind is MilestoneKind.LAPSE:
        return _lapsed(draft, clock).step()
    if clock.kind is ClockKind.CLAIM_SUPPLEMENT_WAIT and reached.kind is MilestoneKind.REMINDER:
        draft.note(clock=clock.kind, milestone=reached.kind)
        return draft.order("LT-SUPP", Side.GUARDIAN).quiet_step()
    if clock.kind is ClockKind.OVERPAYMENT:
        overpaid.remind(draft.note(clock=clock.kind, milestone=reached.kind))
        return draft.quiet_step()
    if clock.kind is ClockKind.INTERIM_PAYMENT and reached.kind in _DAY_SIXTY:
        return _day_sixty(draft, over=reached.kind is MilestoneKind.BREACH)
    every_case.escalate(draft)
    return draft.quiet_step()


def _lapsed(draft: Draft, clock: RunningClock) -> Draft:
    stage = draft.case.stage
    draft.met(clock.kind)
    if clock.kind is ClockKind.OVERPAYMENT:
        overpaid.overdue(draft)
        return draft
    if clock.kind is ClockKind.OVERPAYMENT_INSTALMENT:
        overpaid.instalment_due(draft)
        return draft
    if clock.kind is ClockKind.CLAIM_SUPPLEMENT_WAIT and stage is Stage.AWAITING_DOCS:
        draft.to(Stage.DORMANT, missing=" ".join(draft.case.missing))
        return draft.order("LT-DORM", Side.GUARDIAN)
    if clock.kind is ClockKind.ACCEPTANCE_WAIT and stage is Stage.DETERMINED:
        return silence(draft)
    if clock.kind is ClockKind.ACCEPTANCE_WAIT and stage is Stage.REFUSED:
        return draft.close()
    return draft.note(clock=clock.kind, milestone=MilestoneKind.LAPSE)


def _day_sixty(draft: Draft, *, over: bool) -> Step[Case]:
    """The certain part is paid ahead; where nothing is by the end of the day, the law's line was missed."""
    paid = draft.case.interim_paid
    interim(draft)
    if draft.case.interim_paid > paid:
        draft.note("PARTIAL_PREPAY", amount=draft.case.interim_paid)
        return draft.step()
    if over:
        every_case.escalate(draft)
    return draft.quiet_step()


def withdraw(case: Case, happening: Happened) -> Step[Case]:
    """The family takes its claim back; it may claim again within the law's two years.

    Not the claim of an advance, nor one that was paid ahead: what money left for is determined (R-161, L-08).
    """
    if case.linked:
        why = f"Advance {case.linked_advance} is settled by this claim: it is determined, not withdrawn."
        raise RefusedError(Refusal.NOT_NOW, why, advance=case.linked_advance)
    if case.money_left:
        why = "Part of this claim was paid ahead on day 60: it is determined, not withdrawn."
        raise RefusedError(Refusal.NOT_NOW, why)
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    return draft.change(proposal=None).to(Stage.WITHDRAWN, text=text).step()
