"""What may happen to every request of a family, whatever it is for."""

from typing import Any, TypeVar

from rules.permissions import Action
from rules.requests.case import RequestCase
from workflows import any_time, every_case
from workflows.case_draft import CaseDraft
from workflows.case_engine import Apply, Fact, Happening, Step, Transition, with_clock

Case = TypeVar("Case", bound=RequestCase)

WITHDRAWN = "WITHDRAWN"


def milestone(case: Case, happening: Happening[Case]) -> Step[Case]:
    """A duty of ours comes nearer, or was missed: its ladder says who learns of it."""
    return every_case.escalate(fired(case, happening)).quiet_step()


def fired(case: Case, happening: Happening[Case]) -> CaseDraft[Case]:
    """The draft after a milestone, which fires once."""
    clock, reached = happening.body.clock, happening.body.milestone
    return CaseDraft(with_clock(case, clock.fire(reached.name)), happening)


def withdraw(case: Case, happening: Happening[Case]) -> Step[Case]:
    """The family takes its request back; that ends it the same day (L-23)."""
    draft = CaseDraft(case, happening)
    text = draft.text(happening.body.reason)
    return draft.to(type(case.stage)(WITHDRAWN), text=text).step()


def rows(
    open_stages: tuple[str, ...],
    *,
    withdrawn_from: tuple[str, ...],
    on_milestone: Apply[Any] = milestone,
    lapses_to: tuple[str, ...] = (),
    assignable: bool = True,
) -> tuple[Transition[Any], ...]:
    """Rows that every table of a request ends with; a process may have an assignment of its own."""
    return (
        Transition(withdrawn_from, Action.WITHDRAW, withdraw, (WITHDRAWN,)),
        Transition(open_stages, Fact.MILESTONE, on_milestone, lapses_to, guard="the instant has come"),
        *any_time.worked_on(open_stages, assignable=assignable),
    )
