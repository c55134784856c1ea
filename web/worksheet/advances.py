"""Decisions on an advance as they would stand."""

from datetime import datetime

from rules.advances.case import AdvanceCase
from rules.advances.decisions import AdvanceInput, compose
from rules.permissions import Action, Relation, Verdict, may
from rules.preauthorization.decisions import Mistake
from rules.roles import Actor
from web.worksheet.values import Compared, Priced, Sum


def price_advance(case: AdvanceCase, entry: AdvanceInput, actor: Actor, at: datetime) -> Priced:
    """What would be promised, of what may be."""
    made = compose(case, entry, actor.reference, at)
    if isinstance(made, Mistake):
        return Priced(mistake=(made.field, made.why))
    promised = case.statement.promised
    left = case.entitlement.remaining if case.entitlement else None
    ruling = may(actor, Action.DECIDE_ADVANCE, Relation.STAFF, made.amount)
    return Priced(
        sums=(
            Compared(name=Sum.BILLED, before=case.amount, after=made.estimate or case.amount),
            Compared(name=Sum.CEILING, before=made.ceiling, after=made.ceiling),
            Compared(name=Sum.ADVANCED, before=promised, after=promised + made.amount),
            Compared(
                name=Sum.LIMIT_LEFT, before=left, after=left - made.amount if left is not None else None
            ),
        ),
        needs_second=ruling.verdict is Verdict.NEEDS_SECOND,
    )
