"""Notices that end a guarantee: cancelled, or expired."""

from datetime import timedelta

from activities.letter_contents.frame import frame
from activities.letter_contents.guarantees import promised, standing
from activities.letter_contents.sources import PreauthorizationSources
from activities.letter_contents.terms import BILL_WITHIN_DAYS
from letters.kinds import GuaranteeCancellation, GuaranteeExpiry, Reason
from rules.permissions import Action
from rules.reasons import ReasonCode


def cancellation(sources: PreauthorizationSources) -> GuaranteeCancellation:
    """LT-GOP-CXL: cost up to the instant of the act is still honored."""
    act = sources.last(Action.CANCEL_GUARANTEE, Action.WITHDRAW)
    if act is None:
        raise ValueError(f"{sources.number} cancels what {sources.case.case_number} has not cancelled")
    reason = Reason(code=act.reason_code, explanation=sources.words(act))
    if act.kind == Action.WITHDRAW:
        # What a family writes when it withdraws is not for the hospital.
        reason = Reason(code=ReasonCode.REQUEST_WITHDRAWN)
    return GuaranteeCancellation(
        **frame(sources, act.actor), **standing(sources), effective_at=act.at, reason=reason
    )


def expiry(sources: PreauthorizationSources) -> GuaranteeExpiry:
    """LT-GOP-EXP: bills for care inside the validity are still taken for the time that the letter gave."""
    last_day = promised(sources).current.valid_until
    return GuaranteeExpiry(
        **frame(sources),
        **standing(sources),
        bills_until=last_day + timedelta(days=BILL_WITHIN_DAYS),
    )
