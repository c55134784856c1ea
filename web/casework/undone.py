"""A decision that was taken back is offered to its maker again, as a draft of the form that made it."""

from collections.abc import Iterator

from rules.money import format_yuan
from rules.permissions import Action
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import Decision
from stores.casework import case_drafts
from web.access import Caller
from web.backend import Backend
from web.casework.case_room import CaseRoom


def offer_again(
    backend: Backend, caller: Caller, before: CaseRoom, action: Action, version: int
) -> Action | None:
    """Keep what the caller had decided as their draft; the act to go on with, None where it was not theirs.

    ``before`` is the case before the decision was taken back, ``version`` the one that this made.
    """
    case = before.state
    if action is not Action.TAKE_BACK_DECISION or not isinstance(case, PreAuthorizationCase):
        return None
    if case.decision is None or case.decision.decided_by != caller.reference or case.decision.co_signed_by:
        return None
    fields: dict[str, list[str]] = {}
    for name, value in _fields(case.decision):
        if value:
            fields.setdefault(f"decision.{name}", []).append(value)
    number, now = case.case_number, backend.clock.wall()
    with backend.session() as session:
        case_drafts.keep(session, caller.reference, number, Action.DECIDE, fields, version, now)
    return Action.DECIDE


def _fields(decision: Decision) -> Iterator[tuple[str, str]]:
    """As the form sends them: amounts in yuan, a list once a value."""
    yield "outcome", decision.outcome.value
    for place, line in enumerate(decision.lines):
        yield f"lines.{place}.approved", format_yuan(line.approved)
        yield f"lines.{place}.reason_code", line.reason_code
        yield f"lines.{place}.clause", line.clause
    if decision.lines:
        yield "ceiling", format_yuan(decision.ceiling)
        yield "approved_days", str(decision.approved_days)
        yield "room_class", decision.room_class.value
    yield "reason_code", decision.reason_code
    yield "clause", decision.clause
    yield "explanation", decision.explanation
    for code in decision.network_hospitals:
        yield "network_hospitals", code
