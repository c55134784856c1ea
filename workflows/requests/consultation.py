"""What happens to a telephone consultation (R-016, domain 5.10)."""

from rules.deadlines import ClockKind
from rules.permissions import Action
from rules.requests.consultation import ConsultationCase, Stage
from workflows import every_case
from workflows.case_draft import CaseDraft
from workflows.case_engine import Fact, Happening, Step, Table, Transition
from workflows.requests import always

Case = ConsultationCase
Happened = Happening[ConsultationCase]

NOT_IN_PLAN = "NOT_IN_PLAN"


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """Two hours begin, by day and by night; a plan without the service says so at once."""
    draft = CaseDraft(case, happening)
    if not case.entitled:
        return draft.change(refused_with=NOT_IN_PLAN).to(Stage.NOT_ENTITLED, NOT_IN_PLAN).step()
    return draft.note().plan(ClockKind.TELEPHONE_CONSULTATION).step()


def called(case: Case, happening: Happened) -> Step[Case]:
    """A doctor called, and wrote down what was said."""
    every_case.explained(case)
    draft = CaseDraft(case, happening)
    text = draft.text(happening.body.advice)
    draft.change(answer=happening.body.advice, doctor=happening.actor.reference, called_at=happening.now)
    return draft.met(ClockKind.TELEPHONE_CONSULTATION).to(Stage.CALLED, text=text).step()


def complete(case: Case, happening: Happened) -> Step[Case]:
    """Nothing more is needed."""
    draft = CaseDraft(case, happening)
    return draft.to(Stage.CLOSED, text=draft.text(happening.body.note)).step()


Row = Transition[ConsultationCase]
OPEN = (Stage.SUBMITTED, Stage.CALLED)

TABLE = Table[ConsultationCase](
    (
        Row(
            (Stage.SUBMITTED,),
            Fact.SUBMITTED,
            submitted,
            (Stage.NOT_ENTITLED,),
            guard="the plan has the service",
            clock="2 hours by the wall clock",
        ),
        Row((Stage.SUBMITTED,), Action.RECORD_CONSULTATION, called, (Stage.CALLED,), clock="2 hours met"),
        Row((Stage.CALLED,), Action.COMPLETE_SERVICE, complete, (Stage.CLOSED,)),
        *always.rows(OPEN, withdrawn_from=(Stage.SUBMITTED,)),
    )
)
