"""What happens to an enquiry (domain 5.10)."""

from rules.deadlines import ClockKind
from rules.permissions import Action
from rules.requests.enquiry import EnquiryCase, Stage
from workflows import every_case
from workflows.case_draft import CaseDraft
from workflows.case_engine import Fact, Happening, Step, Table, Transition
from workflows.requests import always

Case = EnquiryCase
Happened = Happening[EnquiryCase]


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """A question came."""
    return CaseDraft(case, happening).note().plan(ClockKind.ENQUIRY_ANSWER).step()


def answer(case: Case, happening: Happened) -> Step[Case]:
    """The question is answered, where the family asked it."""
    every_case.explained(case)
    draft = CaseDraft(case, happening).change(answer=happening.body.answer)
    text = draft.text(happening.body.answer)
    return draft.met(ClockKind.ENQUIRY_ANSWER).to(Stage.ANSWERED, text=text).step()


Row = Transition[EnquiryCase]

TABLE = Table[EnquiryCase](
    (
        Row((Stage.OPEN,), Fact.SUBMITTED, submitted, clock="1 WD to answer"),
        Row((Stage.OPEN,), Action.ANSWER_ENQUIRY, answer, (Stage.ANSWERED,), clock="1 WD met"),
        *always.rows((Stage.OPEN,), withdrawn_from=(Stage.OPEN,)),
    )
)
