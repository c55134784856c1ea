"""What happens to a move to another brand, top to bottom (R-049, domain 5.8)."""

from dataclasses import dataclass
from enum import StrEnum

from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.permissions import Action
from rules.requests.brand import BrandTransferCase, Stage
from workflows import every_case
from workflows.case_draft import CaseDraft
from workflows.case_engine import Fact, Happening, Step, Table, Transition
from workflows.requests import always

Case = BrandTransferCase
Happened = Happening[BrandTransferCase]
Draft = CaseDraft[BrandTransferCase]


class BrandFact(StrEnum):
    """What the system reports to a move."""

    LOCK_MOVED = "LOCK_MOVED"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLock:
    """Effect: the lock of the policy year ends, and one of the new brand stands."""


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """A brand that is still open is not left; a move from a closed one is reviewed."""
    draft, against = Draft(case, happening), case.obstacle(shanghai_date(happening.now))
    if against is None:
        return draft.note(locked=case.locked, wanted=case.wanted).plan(ClockKind.TRANSFER_REVIEW).step()
    return draft.change(refused_with=against).to(Stage.NOT_ACCEPTED, against).step()


def decide(case: Case, happening: Happened) -> Step[Case]:
    """An adjuster looked at what is left of the benefit, and at the new brand."""
    every_case.explained(case)
    draft, body = Draft(case, happening), happening.body
    text = draft.text(body.reason)
    draft.change(answer=body.reason).met(ClockKind.TRANSFER_REVIEW)
    if not body.approve:
        return draft.to(Stage.KEPT, text=text).step()
    return draft.note(approved=True, text=text).do(MoveLock()).step()


def moved(case: Case, happening: Happened) -> Step[Case]:
    """The new brand is locked for the rest of the year."""
    return Draft(case, happening).to(Stage.LOCKED, brand=case.wanted).step()


Row = Transition[BrandTransferCase]
OPEN = (Stage.TRANSFER_REVIEW,)

TABLE = Table[BrandTransferCase](
    (
        Row(
            OPEN,
            Fact.SUBMITTED,
            submitted,
            (Stage.NOT_ACCEPTED,),
            guard="a brand is locked, and has closed",
            clock="5 WD",
        ),
        Row(OPEN, Action.DECIDE_TRANSFER, decide, (Stage.KEPT,), guard="reason", clock="5 WD met"),
        Row(OPEN, BrandFact.LOCK_MOVED, moved, (Stage.LOCKED,)),
        *always.rows(OPEN, withdrawn_from=OPEN),
    )
)
