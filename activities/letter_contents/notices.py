"""Notices that end a guarantee: cancelled, expired, or settled."""

from datetime import date, datetime, timedelta
from typing import Any

from activities.letter_contents.frame import frame
from activities.letter_contents.guarantees import (
    history_line,
    named_version,
    numbered_as,
    promise_before,
    promised,
    standing,
)
from activities.letter_contents.sources import PreauthorizationSources
from activities.letter_contents.terms import BILL_WITHIN_DAYS
from letters.kinds import GuaranteeCancellation, GuaranteeExpiry, GuaranteeFinal, Reason
from rules.cases import CaseEvent
from rules.deadlines import ClockKind
from rules.permissions import Action
from rules.preauthorization.case import GuaranteeVersion
from rules.reasons import ReasonCode
from rules.vocabulary import ClockState, GuaranteeVersionKind


def cancellation(sources: PreauthorizationSources) -> GuaranteeCancellation:
    """LT-GOP-CXL: cost up to the instant of the act is still honored."""
    act = sources.last(Action.CANCEL_GUARANTEE, Action.WITHDRAW)
    if act is None:
        raise ValueError(f"{sources.number} cancels what {sources.case.case_number} has not cancelled")
    reason = Reason(code=act.reason_code, explanation=sources.words(act))
    if act.kind == Action.WITHDRAW:
        # What a family writes when it withdraws is not for the hospital.
        reason = Reason(code=ReasonCode.REQUEST_WITHDRAWN)
    told = _ended(sources, GuaranteeVersionKind.CANCELLED, act.at)
    return GuaranteeCancellation(**(frame(sources, act.actor) | told), effective_at=act.at, reason=reason)


def expiry(sources: PreauthorizationSources) -> GuaranteeExpiry:
    """LT-GOP-EXP: bills for care inside the validity are still taken for the time that the letter gave.

    Where care had begun on it, the bill was waited for, and did not come.
    """
    told = _ended(sources, GuaranteeVersionKind.EXPIRED, sources.item.ordered_at)
    if told.get("version"):
        told["template_version"] = "3"
    waited = _waited_until(sources)
    return GuaranteeExpiry(
        **(frame(sources) | told),
        bills_until=waited or told["valid_until"] + timedelta(days=BILL_WITHIN_DAYS),
        begun=waited is not None,
    )


def _waited_until(sources: PreauthorizationSources) -> date | None:
    """The last day that a bill of care on the letter was waited for; None where none had begun."""
    waits = [clock for clock in sources.case.clocks if clock.kind is ClockKind.BILL_WAIT]
    begun = bool(waits) and waits[-1].state is not ClockState.STOPPED
    return sources.last_day(ClockKind.BILL_WAIT) if begun else None


def _ended(sources: PreauthorizationSources, kind: GuaranteeVersionKind, at: datetime) -> dict[str, Any]:
    """The letter that ended, and its history with that end: a version of its own, or once only a line."""
    told = standing(sources, kind)
    if numbered_as(sources, kind) is None:
        told["history"] += (history_line(promised(sources).current, kind, at),)
    return told


def final(sources: PreauthorizationSources) -> GuaranteeFinal:
    """LT-GOP-FIN: what the hospital gets for the bill, beside what the version before it promised."""
    version = named_version(sources)
    promise, told = promise_before(sources, version), _settling(sources, version)
    before = next(old for old in reversed(promised(sources).versions) if _stood_before(old, version))
    billed, case_number = (told.detail.get(name) if told else None for name in ("billed", "billing_case"))
    return GuaranteeFinal(
        **(frame(sources) | standing(sources, GuaranteeVersionKind.FINAL) | _figures(sources, version)),
        replaces=before.ordinal,
        settled_before=before.ceiling if before.change is GuaranteeVersionKind.FINAL else None,
        promised=promise.ceiling,
        previous_days=promise.approved_days,
        billed=int(billed or 0),
        billing_case=str(case_number or ""),
    )


def _figures(sources: PreauthorizationSources, version: GuaranteeVersion) -> dict[str, Any]:
    """A final version shows its own figures, not those of the promise that it ends."""
    return {
        "guarantee": promised(sources).number_of(version),
        "ceiling": version.ceiling,
        "approved_days": version.approved_days,
    }


def _settling(sources: PreauthorizationSources, version: GuaranteeVersion) -> CaseEvent | None:
    """The event that made the version; of a case from before, the last of its kind."""
    made = [
        event for event in sources.events if event.kind == "BILL_SETTLED" and event.at == version.issued_at
    ]
    return made[-1] if made else sources.last("BILL_SETTLED")


def _stood_before(old: GuaranteeVersion, version: GuaranteeVersion) -> bool:
    return old.ordinal < version.ordinal and old.change is not GuaranteeVersionKind.DECLINED
