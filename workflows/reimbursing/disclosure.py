"""What was not disclosed when the contract was made: it is rescinded within 30 days, or stands (L-13)."""

from dataclasses import replace

from rules.china_time import shanghai_time
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.reimbursement.values import Nondisclosure
from workflows.case_engine import Refusal, RefusedError, Step
from workflows.reimbursing.draft import Case, Draft, Happened

REVIEW = ClockKind.NONDISCLOSURE_REVIEW


def raise_it(case: Case, happening: Happened) -> Step[Case]:
    """We know of it now, so the law's days begin; no clock of the claim stands still for that."""
    if case.nondisclosure and case.nondisclosure.open:
        raise RefusedError(Refusal.NOT_NOW, "A nondisclosure was raised already: conclude that one first.")
    draft = Draft(case, happening)
    raised = Nondisclosure(known_at=happening.now, raised_by=happening.actor.reference)
    draft.change(nondisclosure=raised).note(text=draft.text(happening.body.reason))
    return draft.plan(REVIEW).step()


def conclude(case: Case, happening: Happened) -> Step[Case]:
    """Underwriting rescinds or does not; the right to rescind ends with the last of the days."""
    raised, body = _raised(case), happening.body
    if raised.raised_by == happening.actor.reference:
        raise RefusedError(Refusal.FORBIDDEN, "You raised this nondisclosure; another person concludes it.")
    clock = case.clock(REVIEW)
    if body.rescind and clock is not None:
        _in_time(clock, happening)
    draft = Draft(case, happening)
    concluded = replace(raised, rescinded=body.rescind, concluded_by=happening.actor.reference)
    draft.change(nondisclosure=concluded).note(rescinded=body.rescind, text=draft.text(body.reason))
    return draft.met(REVIEW).step()


def answered(case: Case) -> None:
    """Refuse to decide before it is known whether the contract stands: it cannot be refused without that."""
    if case.nondisclosure and case.nondisclosure.open:
        raise RefusedError(
            Refusal.NOT_NOW,
            "A nondisclosure is under review: a supervisor says first whether the contract is rescinded "
            "(CONCLUDE_NONDISCLOSURE), then decide.",
        )


def _raised(case: Case) -> Nondisclosure:
    if case.nondisclosure is None or not case.nondisclosure.open:
        raise RefusedError(Refusal.NOT_NOW, "No nondisclosure is under review on this claim.")
    return case.nondisclosure


def _in_time(clock: RunningClock, happening: Happened) -> None:
    last_at = clock.legal_due_at or clock.due_at
    if happening.now >= last_at:
        raise RefusedError(
            Refusal.NOT_NOW,
            f"The right to rescind ended at {shanghai_time(last_at):%Y-%m-%d %H:%M}, Shanghai time: "
            "conclude without rescinding, then decide the claim by the contract.",
        )
