"""Decisions on a pre-authorization as they would stand."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from rules.permissions import Action, Relation, Verdict, may
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.decisions import (
    AmendmentInput,
    DecisionInput,
    Mistake,
    compose,
    compose_amendment,
)
from rules.preauthorization.values import Decision
from rules.roles import Actor
from rules.vocabulary import Process
from stores.benefits.benefit_standing import BenefitStanding, benefit_standing
from stores.benefits.usual_prices import usual_amounts
from stores.database import driver_connection
from web.worksheet.doubts import above_limit, ten_times_usual
from web.worksheet.values import Compared, Doubt, Priced, Sum


def price_decision(
    session: Session, case: PreAuthorizationCase, entry: DecisionInput, actor: Actor, at: datetime
) -> Priced:
    """The guarantee that the entry would give, and what it leaves of the benefit."""
    made = compose(case, entry, actor.reference, at)
    if isinstance(made, Mistake):
        return Priced(mistake=(made.field, made.why))
    standing = standing_of(session, case)
    ruling = may(actor, Action.DECIDE, Relation.STAFF, made.approved)
    return Priced(
        sums=_sums(case, made, standing),
        doubts=_doubts(session, made, standing),
        needs_second=ruling.verdict is Verdict.NEEDS_SECOND or made.outcome == "DECLINE",
        year_moved=_moved(entry, standing),
    )


def _moved(entry: DecisionInput | AmendmentInput, standing: BenefitStanding | None) -> bool:
    seen = entry.accumulator_version
    return bool(standing and seen and standing.version != seen)


def _sums(
    case: PreAuthorizationCase, made: Decision, standing: BenefitStanding | None
) -> tuple[Compared, ...]:
    asked = case.request.estimate
    return (
        Compared(name=Sum.BILLED, before=asked, after=asked),
        Compared(name=Sum.APPROVED, before=asked, after=made.approved),
        Compared(name=Sum.CEILING, before=_standing_ceiling(case), after=made.ceiling),
        Compared(name=Sum.MEMBER, before=None, after=asked - made.ceiling),
        *_held(case, made.ceiling, standing),
    )


def _held(
    case: PreAuthorizationCase, ceiling: int, standing: BenefitStanding | None
) -> tuple[Compared, Compared]:
    """What the stay would hold with this ceiling, and what that leaves of the benefit."""
    held = max(ceiling, standing.needed_elsewhere) if standing else ceiling
    return (
        Compared(name=Sum.RESERVED, before=standing.held_by_stay if standing else case.reserved, after=held),
        Compared(
            name=Sum.LIMIT_LEFT,
            before=standing.left if standing else _remaining(case),
            after=standing.left_after(held) if standing else None,
        ),
    )


def _standing_ceiling(case: PreAuthorizationCase) -> int | None:
    return case.guarantee.current.ceiling if case.guarantee else None


def _remaining(case: PreAuthorizationCase) -> int | None:
    return case.assessment.remaining if case.assessment else None


def standing_of(session: Session, case: PreAuthorizationCase) -> BenefitStanding | None:
    """The benefit that a request draws on, as its account stands now."""
    found = case.assessment
    if found is None:
        return None
    episode = UUID(found.episode_id) if found.episode_id else None
    return benefit_standing(
        driver_connection(session),
        UUID(case.policy_id),
        found.benefit,
        case.request.planned_on,
        episode,
        case.case_number,
    )


def _doubts(session: Session, made: Decision, standing: BenefitStanding | None) -> tuple[Doubt, ...]:
    usual = usual_amounts(
        driver_connection(session), Process.PREAUTHORIZATION, (line.item for line in made.lines)
    )
    lines = ((line.item, line.description, line.approved) for line in made.lines)
    return (*ten_times_usual(lines, usual), *above_limit(made.ceiling, standing))


def price_amendment(
    session: Session, case: PreAuthorizationCase, entry: AmendmentInput, actor: Actor, at: datetime
) -> Priced | None:
    """The letter as it would be raised or extended; None where no amendment is open."""
    if case.amendment is None or case.guarantee is None:
        return None
    made = compose_amendment(case, case.amendment, entry, actor.reference, at)
    if isinstance(made, Mistake):
        return Priced(mistake=(made.field, made.why))
    ruling = may(actor, Action.DECIDE_AMENDMENT, Relation.STAFF, made.ceiling)
    standing = standing_of(session, case)
    return Priced(
        sums=(
            Compared(name=Sum.CEILING, before=_standing_ceiling(case), after=made.ceiling),
            *_held(case, made.ceiling, standing),
        ),
        doubts=tuple(above_limit(made.ceiling, standing)) if made.approve else (),
        needs_second=ruling.verdict is Verdict.NEEDS_SECOND,
        year_moved=_moved(entry, standing),
    )
