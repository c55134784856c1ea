"""Who may not handle a complaint: nobody who took part in deciding what it is about (L-23)."""

from rules.permissions import Action

_ACTS = frozenset(
    {
        Action.TRIAGE,
        Action.DECIDE,
        Action.CO_SIGN,
        Action.SEND_BACK,
        Action.TAKE_BACK_DECISION,
        Action.DECIDE_AMENDMENT,
        Action.CANCEL_GUARANTEE,
        Action.DECIDE_CLAIM,
        Action.RULE_LINES,
        Action.CONFIRM_ELIGIBILITY,
        Action.AUTHORIZE_DISCHARGE,
        Action.CORRECT_CLAIM,
        Action.STATE_ASCERTAINED,
        Action.INVESTIGATE_CLAIM,
        Action.RECORD_FINDINGS,
        Action.CHECK_ENTITLEMENT,
        Action.DECIDE_ADVANCE,
        Action.DECIDE_TOP_UP,
        Action.RECALL_ADVANCE,
        Action.APPROVE_REFUND,
        Action.RESUME_DEBT,
        Action.WAIVE_DEBT,
        Action.PROPOSE_RECOVERY,
        Action.SETTLE_COMPENSATION,
        Action.RAISE_NONDISCLOSURE,
        Action.CONCLUDE_NONDISCLOSURE,
        Action.DECIDE_COMPLAINT,
        Action.DECIDE_TRANSFER,
    }
)
_IN_THEIR_NAME = frozenset({"ADJUDICATED", "CLAIM_JUDGED", "RESERVED"})
"""What the system does for a decision goes on record in the name of who made it, often instead of the act."""
DECIDING = frozenset({*map(str, _ACTS), *_IN_THEIR_NAME})
"""Kinds of events that make a person one of those who decided a case."""
