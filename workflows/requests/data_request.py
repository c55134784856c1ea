"""What happens to a request about personal data, top to bottom (L-34, domain 5.10)."""

from dataclasses import dataclass
from enum import StrEnum

from rules.cases import Side
from rules.deadlines import ClockKind
from rules.permissions import Action
from rules.requests.data_request import OPEN_STAGES, DataRequestCase, Kept, Outcome, Stage, Wanted
from workflows import every_case
from workflows.case_draft import CaseDraft
from workflows.case_engine import Fact, Happening, Refusal, RefusedError, Step, Table, Transition
from workflows.requests import always

Case = DataRequestCase
Happened = Happening[DataRequestCase]
Draft = CaseDraft[DataRequestCase]


class DataFact(StrEnum):
    """What the system reports to a request about data."""

    KEPT_FOUND = "KEPT_FOUND"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindKept:
    """Effect: what of the child's data the law keeps, and until when."""


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """Fifteen working days begin."""
    return Draft(case, happening).note(wanted=case.wanted).plan(ClockKind.DATA_REQUEST).step()


def verify(case: Case, happening: Happened) -> Step[Case]:
    """Whoever asks is who they say, and acts for the child; then it is looked up what is kept."""
    draft, actor = Draft(case, happening), happening.actor.reference
    text = draft.text(happening.body.how)
    return draft.change(verified_by=actor).to(Stage.VERIFIED, text=text).do(FindKept()).step()


def kept_found(case: Case, happening: Happened) -> Step[Case]:
    """What the law keeps is on record before anybody answers."""
    kept: Kept = happening.body
    until = kept.until.isoformat() if kept.until else None
    return Draft(case, happening).change(kept=kept).note(kept=kept.anything, until=until).quiet_step()


def answer(case: Case, happening: Happened) -> Step[Case]:
    """Done, restricted, or refused in writing with reasons."""
    every_case.explained(case)
    body = happening.body
    _within_the_law(case, body.outcome)
    draft = Draft(case, happening)
    text = draft.text(body.explanation)
    draft.change(
        outcome=body.outcome,
        answer=body.explanation,
        answered_by=happening.actor.reference,
        enclosed=body.enclosed,
    )
    stage = Stage.REFUSED if body.outcome is Outcome.REFUSED else Stage.DONE
    draft.met(ClockKind.DATA_REQUEST).to(stage, body.outcome, text=text)
    return draft.order("LT-DSR", Side.GUARDIAN).step()


def _within_the_law(case: Case, outcome: Outcome) -> None:
    """Nothing that has to be kept is deleted, and only a deletion can end in a restriction."""
    if outcome is Outcome.RESTRICTED and case.wanted is not Wanted.DELETION:
        raise RefusedError(
            Refusal.INVALID, "Only a request to delete ends in a restriction.", field="outcome"
        )
    if outcome is Outcome.DONE and case.wanted is Wanted.DELETION and case.kept and case.kept.anything:
        until = f"until {case.kept.until}" if case.kept.until else "while cases are open or held"
        raise RefusedError(
            Refusal.INVALID,
            f"The law keeps data of this child {until}: answer RESTRICTED; what is over is erased by itself.",
            field="outcome",
        )


Row = Transition[DataRequestCase]

TABLE = Table[DataRequestCase](
    (
        Row((Stage.RECEIVED,), Fact.SUBMITTED, submitted, clock="15 WD"),
        Row(
            (Stage.RECEIVED,),
            Action.VERIFY_REQUESTER,
            verify,
            (Stage.VERIFIED,),
            guard="identity and guardianship, and how they were checked",
        ),
        Row((Stage.VERIFIED,), DataFact.KEPT_FOUND, kept_found, guard="retention of every file of the child"),
        Row(
            (Stage.VERIFIED,),
            Action.ANSWER_DATA_REQUEST,
            answer,
            (Stage.DONE, Stage.REFUSED),
            guard="nothing that has to be kept is deleted; a refusal has reasons",
            clock="15 WD met",
            letters=("LT-DSR",),
        ),
        *always.rows(OPEN_STAGES, withdrawn_from=OPEN_STAGES),
    )
)
