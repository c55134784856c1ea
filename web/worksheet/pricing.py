"""One entry priced, whatever the act; acts that decide no amount have no price."""

from datetime import timedelta

from rules.advances.case import AdvanceCase
from rules.claims.case import ClaimCase
from rules.direct_billing.case import DirectBillingCase
from rules.permissions import Action
from rules.preauthorization.case import PreAuthorizationCase
from web.access import Caller
from web.api.bodies.act_body import ActBody
from web.api.bodies.action_bodies import DecideAmendmentBody, DecideBody
from web.api.bodies.advance_acts import DecideAdvanceBody, DecideTopUpBody
from web.api.bodies.billing_bodies import RuleLinesBody
from web.api.bodies.claim_bodies import DecideClaimBody
from web.backend import Backend
from web.casework.case_room import CaseRoom
from web.worksheet.advances import price_advance
from web.worksheet.claims import price_answer, price_rulings
from web.worksheet.preauthorizations import price_amendment, price_decision
from web.worksheet.values import Priced

PRICED = frozenset(
    {
        Action.DECIDE,
        Action.DECIDE_AMENDMENT,
        Action.DECIDE_CLAIM,
        Action.RULE_LINES,
        Action.DECIDE_ADVANCE,
        Action.DECIDE_TOP_UP,
    }
)
"""Acts whose entry is priced while it is made."""


def price(backend: Backend, caller: Caller, room: CaseRoom, body: ActBody) -> Priced | None:
    """What the entry comes to by the case as it stands; None where there is nothing to price."""
    case, actor = room.state, caller.actor
    at = backend.clock.wall() + timedelta(seconds=room.seen.row.clock_offset_seconds)
    with backend.session() as session:
        match body, case:
            case DecideBody(), PreAuthorizationCase():
                return price_decision(session, case, body.decision.entry(), actor, at)
            case DecideAmendmentBody(), PreAuthorizationCase():
                return price_amendment(session, case, body.decision.entry(), actor, at)
            case DecideClaimBody(), ClaimCase():
                return price_answer(session, case, body.decision.entry(), actor)
            case RuleLinesBody(), DirectBillingCase():
                ruled = {each.line_id: each.finding for each in body.lines}
                return price_rulings(session, case, ruled)
            case DecideAdvanceBody() | DecideTopUpBody(), AdvanceCase():
                return price_advance(case, body.decision.entered(), actor, at)
            case _:
                return None
