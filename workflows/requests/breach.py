"""What happens to the notice of a breach of data (L-33): it is written, and it leaves."""

from rules.cases import Side
from rules.requests.breach import BreachNoticeCase, Stage
from workflows.case_draft import CaseDraft
from workflows.case_engine import Fact, Happening, Step, Table, Transition
from workflows.requests import always

Case = BreachNoticeCase
Happened = Happening[BreachNoticeCase]
Draft = CaseDraft[BreachNoticeCase]
OPEN = (Stage.TELLING,)


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """The guardian is written to at once."""
    return Draft(case, happening).note(incident=case.incident).order("LT-INC", Side.GUARDIAN).step()


def told(case: Case, happening: Happened) -> Step[Case]:
    """The letter has left: this family has been told."""
    return Draft(case, happening).to(Stage.TOLD).step()


Row = Transition[BreachNoticeCase]

TABLE = Table[BreachNoticeCase](
    (
        Row(OPEN, Fact.SUBMITTED, submitted, letters=("LT-INC",), guard="the breach is on record"),
        Row(OPEN, Fact.LETTER_SENT, told, (Stage.TOLD,)),
        *always.rows(OPEN, withdrawn_from=()),
    )
)
