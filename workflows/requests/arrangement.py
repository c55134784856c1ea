"""What happens to a vaccination, or help on site, that is arranged (R-066, R-067, domain 5.10)."""

from typing import Any, TypeVar

from rules.cases import Side
from rules.deadlines import ClockKind, MilestoneKind
from rules.permissions import Action
from rules.requests.arrangement import Arranged, ArrangementCase, OnSiteHelpCase, Stage, VaccinationCase
from workflows import every_case
from workflows.case_draft import CaseDraft
from workflows.case_engine import Fact, Happening, Refusal, RefusedError, Step, Table, Transition
from workflows.requests import always

Case = TypeVar("Case", bound=ArrangementCase)

NOT_IN_PLAN = "NOT_IN_PLAN"
OPEN = (Stage.REQUESTED, Stage.ARRANGED)


def submitted(case: Case, happening: Happening[Case]) -> Step[Case]:
    """A plan without the service says so at once; else somebody arranges it."""
    draft = CaseDraft(case, happening)
    if not case.entitled:
        return draft.change(refused_with=NOT_IN_PLAN).to(Stage.NOT_ENTITLED, NOT_IN_PLAN).step()
    return draft.note().plan(ClockKind.SERVICE_ARRANGED).step()


def arrange(case: Case, happening: Happening[Case]) -> Step[Case]:
    """Place and time are found; doing so again changes them."""
    every_case.explained(case)
    body = happening.body
    if body.at <= happening.now:
        raise RefusedError(Refusal.INVALID, "This time has passed: name one that is to come.", field="at")
    draft = CaseDraft(case, happening)
    text = draft.text(body.note)
    draft.change(arranged=Arranged(hospital=body.hospital, at=body.at, note=body.note), answer=body.note)
    draft.met(ClockKind.SERVICE_ARRANGED)
    return draft.to(Stage.ARRANGED, hospital=body.hospital, text=text).step()


def arrange_on_site(case: OnSiteHelpCase, happening: Happening[OnSiteHelpCase]) -> Step[OnSiteHelpCase]:
    """Help is there at three departments, and at no other (R-067)."""
    if happening.body.hospital not in case.places:
        places = ", ".join(case.places)
        why = f"There is help at these places only: {places}."
        raise RefusedError(Refusal.INVALID, why, field="hospital")
    return arrange(case, happening)


def complete(case: Case, happening: Happening[Case]) -> Step[Case]:
    """It was done, and drew on no limit and no counter (R-072)."""
    draft = CaseDraft(case, happening)
    return draft.to(Stage.DONE, text=draft.text(happening.body.note)).step()


def vaccine_submitted(case: VaccinationCase, happening: Happening[VaccinationCase]) -> Step[VaccinationCase]:
    """A family asks; or Lipei began it by itself, to remind the family of a dose (R-015, R-068)."""
    if not case.dose:
        return submitted(case, happening)
    draft = CaseDraft(case, happening).to(Stage.REMINDED, dose=case.dose).plan(ClockKind.VACCINE_ANSWER)
    return draft.order("LT-VAC", Side.GUARDIAN).step()


def answered(case: VaccinationCase, happening: Happening[VaccinationCase]) -> Step[VaccinationCase]:
    """The family says that the dose was given, or that it does not want it."""
    given = happening.body.given
    draft = CaseDraft(case, happening).met(ClockKind.VACCINE_ANSWER)
    return draft.to(Stage.DONE if given else Stage.DECLINED).step()


def vaccine_milestone(case: VaccinationCase, happening: Happening[VaccinationCase]) -> Step[VaccinationCase]:
    """A duty of ours comes nearer; or nobody answered the reminder, which is not sent again."""
    clock, reached = happening.body.clock, happening.body.milestone
    if clock.kind is not ClockKind.VACCINE_ANSWER or reached.kind is not MilestoneKind.LAPSE:
        return always.milestone(case, happening)
    return always.fired(case, happening).stop(clock.kind).to(Stage.UNANSWERED, clock=clock.kind).step()


def _rows(arranged: Any, guard: str) -> tuple[Transition[Any], ...]:
    return (
        Transition(
            (Stage.REQUESTED,),
            Fact.SUBMITTED,
            submitted,
            (Stage.NOT_ENTITLED,),
            guard="the plan has the service",
            clock="2 WD to arrange it",
        ),
        Transition(OPEN, Action.ARRANGE_SERVICE, arranged, (Stage.ARRANGED,), guard=guard, clock="2 WD met"),
        Transition((Stage.ARRANGED,), Action.COMPLETE_SERVICE, complete, (Stage.DONE,)),
        *always.rows(OPEN, withdrawn_from=OPEN),
    )


REMINDED = (Stage.REMINDED,)
VACCINATION_TABLE = Table[VaccinationCase](
    (
        Transition(
            (Stage.REQUESTED,),
            Fact.SUBMITTED,
            vaccine_submitted,
            (Stage.NOT_ENTITLED, Stage.REMINDED),
            guard="the plan has the service; or a dose is due, which no reminder was sent for",
            clock="2 WD to arrange it; 60 CD to answer a reminder",
            letters=("LT-VAC",),
        ),
        Transition(REMINDED, Action.ANSWER_REMINDER, answered, (Stage.DONE, Stage.DECLINED), clock="met"),
        *_rows(arrange, "a time to come")[1:3],
        *always.rows(
            (*OPEN, *REMINDED),
            withdrawn_from=OPEN,
            on_milestone=vaccine_milestone,
            lapses_to=(Stage.UNANSWERED,),
        ),
    )
)
ON_SITE_TABLE = Table[OnSiteHelpCase](_rows(arrange_on_site, "one of the three departments; a time to come"))
