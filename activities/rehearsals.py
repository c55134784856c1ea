"""What a case would be answered and what its letters would say, had an act been done: read, never written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from activities.claim_orders import JudgeAnswer, JudgeOrder
from activities.claims import claim_to_judge, judged_claim
from activities.letter_contents import draft, gather
from activities.orders import LetterOrder
from letters.kinds import Letter
from rules.cases import CaseEvent, LetterItem
from stores.benefits.adjudications import foresee


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A letter that a case would owe, and what it would say."""

    item: LetterItem
    letter: Letter


def judged(session: Session, order: JudgeOrder) -> JudgeAnswer:
    """The judgment by the accounts as they stand; nothing is posted and nothing recorded."""
    return JudgeAnswer(judged=judged_claim(foresee(session, claim_to_judge(order)), order))


def worded(
    session: Session,
    order: LetterOrder,
    ahead: Sequence[CaseEvent],
    texts: Mapping[str, str],
    public_url: str,
) -> Worded:
    """The letter as it would be; ``ahead`` and ``texts`` are what the record would hold by then."""
    sources = gather(session, order, secret="", public_url=public_url)
    foreseen = replace(sources, events=(*sources.events, *ahead), texts={**sources.texts, **texts})
    return Worded(item=order.letter, letter=draft(foreseen))
