"""What a case would be answered and what its letters would say, had an act been done: read, never written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from activities.claim_orders import JudgeAnswer, JudgeOrder
from activities.claims import judged_claim
from activities.letter_contents import draft, gather
from activities.orders import LetterOrder
from letters.kinds import Letter
from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.holding import Hold, hold
from rules.adjudication.record import record_of
from rules.cases import CaseEvent, LetterItem
from rules.vocabulary import DecisionOutcome
from stores.benefits.claim_facts import Occasion, claim_facts
from stores.benefits.claim_orders import Adjudicated
from stores.database import driver_connection

_NONE = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A letter that a case would owe, and what it would say."""

    item: LetterItem
    letter: Letter


def judged(session: Session, order: JudgeOrder) -> JudgeAnswer:
    """The judgment by the accounts as they stand; nothing is posted and nothing recorded."""
    subject, claim = order.subject, order.claim
    occasion = Occasion(
        policy_id=UUID(subject.policy_id),
        on=claim.encounter.on,
        facility=claim.provider.name,
        episode_id=UUID(subject.episode_id) if subject.episode_id else None,
        invoices=tuple(invoice.key for invoice in claim.invoices),
        channel=claim.channel,
    )
    facts = claim_facts(driver_connection(session), occasion)
    result = adjudicate(facts.plan, facts.policy, facts.before, claim)
    held = (
        Hold.REFUSED
        if order.refused_for is not None
        else hold(
            result,
            order.actor,
            facts.status,
            co_signed=bool(order.co_signed_by),
            wants_person=order.wants_person,
        )
    )
    made = Adjudicated(
        decision_id=_NONE,
        outcome=DecisionOutcome(result.outcome),
        hold=held,
        accumulator_version=facts.year.version if facts.year else None,
        record=record_of(facts.policy, facts.before, result),
    )
    return JudgeAnswer(judged=judged_claim(made, order))


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
