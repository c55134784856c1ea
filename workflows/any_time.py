"""What people may do to a case of any process in any open stage, as rows of its table."""

from typing import Any, TypeVar

from rules.cases import CaseBase
from rules.permissions import Action
from workflows import every_case
from workflows.case_draft import CaseDraft
from workflows.case_engine import Happening, Step, Transition

State = TypeVar("State", bound=CaseBase)


def assign(case: State, happening: Happening[State]) -> Step[State]:
    """The case is given to a person."""
    return every_case.assign(CaseDraft(case, happening)).step()


def change_priority(case: State, happening: Happening[State]) -> Step[State]:
    """People say how pressing the case is; its duties are planned anew."""
    return every_case.change_priority(CaseDraft(case, happening)).step()


def explain_delay(case: State, happening: Happening[State]) -> Step[State]:
    """Somebody says why a duty is late."""
    return every_case.explain_delay(CaseDraft(case, happening)).step()


def flag_fraud(case: State, happening: Happening[State]) -> Step[State]:
    """A hold: clocks run on, decisions wait for a supervisor (L-10)."""
    return every_case.flag_fraud(CaseDraft(case, happening)).step()


def release_hold(case: State, happening: Happening[State]) -> Step[State]:
    """A supervisor lifts the hold."""
    return every_case.release_hold(CaseDraft(case, happening)).step()


def confirm_reading(case: State, happening: Happening[State]) -> Step[State]:
    """What a machine read off a paper is confirmed or corrected; nobody's version is outdated by it."""
    return every_case.confirm_reading(CaseDraft(case, happening)).quiet_step()


def confirmable(open_stages: tuple[str, ...]) -> Transition[Any]:
    """Papers are read by machine: a person looks at what it is not sure of."""
    return Transition(
        open_stages, Action.CONFIRM_READING, confirm_reading, guard="a paper of the case that was read"
    )


def worked_on(open_stages: tuple[str, ...], *, assignable: bool = True) -> tuple[Transition[Any], ...]:
    """Who has the case, how pressing it is, why it is late; a process may have an assignment of its own."""
    assignment = (Transition[Any](open_stages, Action.ASSIGN, assign),) if assignable else ()
    return (
        *assignment,
        Transition(
            open_stages,
            Action.CHANGE_PRIORITY,
            change_priority,
            guard="reason",
            clock="targets are matched anew; the time already spent stays spent",
        ),
        Transition(open_stages, Action.EXPLAIN_DELAY, explain_delay, guard="a duty is late without a reason"),
    )


def holdable(
    open_stages: tuple[str, ...], *, what_waits: str = "decisions wait"
) -> tuple[Transition[Any], ...]:
    """A hold for a fraud check and its release; ``what_waits`` is what the process holds back meanwhile."""
    return (
        Transition(open_stages, Action.FLAG_FRAUD, flag_fraud, guard=f"reason; {what_waits}"),
        Transition(open_stages, Action.RELEASE_HOLD, release_hold, guard="supervisor"),
    )
