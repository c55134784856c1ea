"""Notices that end a guarantee: cancelled, expired, or settled."""

from datetime import timedelta

from activities.letter_contents.frame import frame
from activities.letter_contents.guarantees import history_line, promised, standing
from activities.letter_contents.sources import PreauthorizationSources
from activities.letter_contents.terms import BILL_WITHIN_DAYS
from letters.kinds import GuaranteeCancellation, GuaranteeExpiry, GuaranteeFinal, Reason
from rules.permissions import Action
from rules.reasons import ReasonCode
from rules.vocabulary import GuaranteeVersionKind


def cancellation(sources: PreauthorizationSources) -> GuaranteeCancellation:
    """LT-GOP-CXL: cost up to the instant of the act is still honored."""
    act = sources.last(Action.CANCEL_GUARANTEE, Action.WITHDRAW)
    if act is None:
        raise ValueError(f"{sources.number} cancels what {sources.case.case_number} has not cancelled")
    reason = Reason(code=act.reason_code, explanation=sources.words(act))
    if act.kind == Action.WITHDRAW:
        # What a family writes when it withdraws is not for the hospital.
        reason = Reason(code=ReasonCode.REQUEST_WITHDRAWN)
    told = standing(sources)
    told["history"] += (history_line(promised(sources).current, GuaranteeVersionKind.CANCELLED, act.at),)
    return GuaranteeCancellation(**frame(sources, act.actor), **told, effective_at=act.at, reason=reason)


def expiry(sources: PreauthorizationSources) -> GuaranteeExpiry:
    """LT-GOP-EXP: bills for care inside the validity are still taken for the time that the letter gave."""
    current, told = promised(sources).current, standing(sources)
    told["history"] += (history_line(current, GuaranteeVersionKind.EXPIRED, sources.item.ordered_at),)
    return GuaranteeExpiry(
        **frame(sources), **told, bills_until=current.valid_until + timedelta(days=BILL_WITHIN_DAYS)
    )


def final(sources: PreauthorizationSources) -> GuaranteeFinal:
    """LT-GOP-FIN: what the hospital gets for the bill, beside what the version before it promised."""
    promise, told = promised(sources), sources.last("BILL_SETTLED")
    before = promise.versions[-2]
    billed, case_number = (told.detail.get(name) if told else None for name in ("billed", "billing_case"))
    return GuaranteeFinal(
        **(frame(sources) | standing(sources) | {"number": promise.root}),
        version=promise.current.ordinal,
        promised=before.ceiling,
        previous_days=before.approved_days,
        billed=int(billed or 0),
        billing_case=str(case_number or ""),
    )
