"""Taking a decision back while its letters wait: what every process that offers it shares."""

from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from rules.cases import CaseBase, FreshDecision, LetterState
from rules.deadlines import ClockKind
from rules.roles import Actor
from workflows.case_draft import CaseDraft
from workflows.case_engine import Happening, PlanClock, Refusal, RefusedError, Step, TakeLettersBack

State = TypeVar("State", bound=CaseBase)


def fresh_decision(
    case: State, happening: Happening[State], *people: str, holds_back: bool = False
) -> FreshDecision | None:
    """What stands before the decision that takes effect now; None where letters do not wait.

    ``holds_back``: the process has a row for DECISION_STANDS, which does what follows beside the letters.
    """
    if not case.undo_window_seconds:
        return None
    return FreshDecision(
        by=tuple(dict.fromkeys(person for person in people if person)),
        until=happening.now + timedelta(seconds=case.undo_window_seconds),
        stage=case.stage,
        open_clocks=tuple(clock.kind for clock in case.clocks if clock.open),
        letters=len(case.letters),
        withheld=case.withheld,
        holds_back=holds_back,
    )


def remember(
    draft: CaseDraft[State], before: State, what: object, *people: str, holds_back: bool = False
) -> None:
    """Keep what stood before the decision of these people: ``what`` of the process, the rest of any case."""
    fresh = fresh_decision(before, draft.happening, *people, holds_back=holds_back)
    draft.change(
        fresh=replace(fresh, version=before.version + 1) if fresh else None,
        before_decision=what if fresh else None,
    )


def takes_effect(draft: CaseDraft[State]) -> None:
    """The ledger holds what was decided: whatever comes after this step lets the decision stand."""
    if draft.case.fresh:
        draft.change(fresh=replace(draft.case.fresh, version=draft.case.version + 1))


def forget(draft: CaseDraft[State]) -> None:
    """Nothing was decided after all."""
    draft.change(fresh=None, before_decision=None)


def ask_letters(case: State, happening: Happening[State]) -> Step[State]:
    """Nothing has happened since and the window is open: the letters say whether all of them are here yet."""
    fresh, actor = case.fresh, happening.actor
    if fresh is None:
        raise nothing_to_take_back()
    if case.version != fresh.version:
        raise RefusedError(
            Refusal.NOT_NOW,
            "Something has happened on the case since it was decided, so the decision stands.",
        )
    if not fresh.belongs_to(actor):
        raise RefusedError(
            Refusal.FORBIDDEN, "Another person decided; they or a supervisor take the decision back."
        )
    if happening.now >= fresh.until:
        raise gone()
    return letters_asked(case, actor)


def letters_asked(case: State, actor: Actor) -> Step[State]:
    """Every letter of the decision is asked to stay."""
    ordered_before = case.fresh.letters if case.fresh else len(case.letters)
    waiting = tuple(letter.number for letter in case.letters[ordered_before:])
    return Step(state=case, effects=(TakeLettersBack(numbers=waiting, actor=actor),))


def nothing_to_take_back() -> RefusedError:
    """The case remembers no decision."""
    return RefusedError(Refusal.NOT_NOW, "No decision of this case can be taken back.")


def letters_gone(case: State, _happening: Happening[State]) -> Step[State]:
    """A letter has left: the decision stands, and the rest leave too."""
    return Step(state=case, refused=gone())


def gone() -> RefusedError:
    """The window is over."""
    return RefusedError(
        Refusal.NOT_NOW,
        "The letter has left, so the decision stands. What was promised is changed or cancelled by an act of "
        "its own, which tells those who have the letter.",
    )


def put_back(draft: CaseDraft[State], fresh: FreshDecision) -> None:
    """Clocks go on as if they had not stopped, letters never leave, the case stands where it stood."""
    letters = tuple(
        replace(letter, state=LetterState.CANCELLED) if place >= fresh.letters else letter
        for place, letter in enumerate(draft.case.letters)
    )
    draft.change(letters=letters, withheld=fresh.withheld, fresh=None, closed_at=None)
    draft.stop(
        *(clock.kind for clock in draft.case.clocks if clock.open and clock.kind not in fresh.open_clocks)
    )
    for kind in fresh.open_clocks:
        _run_on(draft, kind)


def _run_on(draft: CaseDraft[State], kind: ClockKind) -> None:
    if draft.case.clock(kind) is not None:
        return
    ended = [clock for clock in draft.case.clocks if clock.kind == kind][-1]
    again = ended.reopen()
    draft.change(clocks=tuple(again if clock is ended else clock for clock in draft.case.clocks))
    draft.do(PlanClock(kind=kind, started_at=again.started_at, bound_on=again.bound_on, replaces=again))
