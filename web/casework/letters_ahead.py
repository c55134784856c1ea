"""The letters that an act would send, drawn before it is done."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from letters.drafts import as_draft, pictures
from letters.kinds import Letter
from rules.any_case import AnyCase
from rules.cases import Side
from rules.permissions import Action
from rules.preauthorization.case import PreAuthorizationCase
from web.access import Caller
from web.api.bodies.action_bodies import AnyAct
from web.backend import Backend
from web.casework.case_room import CaseRoom
from web.worksheet.preauthorizations import standing_of
from workflows.case_engine import RefusedError
from workflows.messages import Command
from workflows.rehearsals.act import UnforeseenError, rehearse

LETTERS = "_letters"
"""Name of the button that shows the letters of an entry without sending it."""
SENDS = frozenset(
    {
        Action.DECIDE,
        Action.CO_SIGN,
        Action.DECIDE_AMENDMENT,
        Action.DECIDE_CLAIM,
        Action.DECIDE_ADVANCE,
        Action.DECIDE_TOP_UP,
        Action.RECALL_ADVANCE,
        Action.ASK,
        Action.REQUEST_DOCUMENTS,
        Action.CANCEL_GUARANTEE,
        Action.DECIDE_COMPLAINT,
    }
)
"""Acts of staff whose letters can be looked at first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAhead:
    """A letter as it would leave; each page is the address of its picture."""

    code: str
    to: Side
    pages: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What would leave. ``refused`` says why the case would not take the act."""

    letters: Sequence[LetterAhead] = ()
    second_first: bool = False
    unforeseen: bool = False
    moved: bool = False
    """The accounts are no longer those that the proposal was made by: signing it would be refused."""
    refused: str = ""


def letters_ahead(backend: Backend, caller: Caller, room: CaseRoom, body: AnyAct) -> Ahead | None:
    """The letters of an entry by the case as it stands; None where the case does not say how it stands."""
    case = room.state
    if case is None:
        return None
    now = backend.clock.wall() + timedelta(seconds=room.seen.row.clock_offset_seconds)
    command = Command(
        actor=caller.actor, relation=caller.relation, seen_version=case.version, body=body.message(())
    )
    try:
        with backend.session() as session:
            found = rehearse(session, case, command, now, backend.settings.public_url)
            moved = _moved(session, case)
    except RefusedError as refused:
        return Ahead(refused=refused.why)
    except UnforeseenError:
        return Ahead(unforeseen=True)
    return Ahead(
        letters=[
            LetterAhead(code=each.item.code, to=each.item.to, pages=_pages(each.letter))
            for each in found.letters
        ],
        second_first=found.second_first,
        moved=moved,
    )


def _moved(session: Session, case: AnyCase) -> bool:
    if not isinstance(case, PreAuthorizationCase) or case.proposal is None:
        return False
    made, standing = case.proposal.decision or case.proposal.amendment, standing_of(session, case)
    seen = made.accumulator_version if made else 0
    return bool(seen and standing and standing.version != seen)


def _pages(letter: Letter) -> Sequence[str]:
    drawn = pictures(as_draft(letter))
    return [f"data:image/png;base64,{b64encode(each).decode()}" for each in drawn]
