"""Talking with a case's workflow: what it answers, and what its silence means."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from typing import Any

from temporalio.client import (
    RPCTimeoutOrCancelledError,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
)
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from models.case import Case
from rules.any_case import AnyCase
from rules.clock_state import case_now
from rules.money import format_yuan
from rules.opening import Opening
from rules.receipts import Receipt
from web import problems
from web.backend import Backend
from web.problems import FieldError, ProblemError, ProblemKind
from workflows.case_engine import Refusal
from workflows.client import ANSWER_WITHIN, Cases
from workflows.messages import Command

LOOK_WITHIN_SECONDS = 2.0
"""A page waits this long for the workflow's own word, then shows the record."""

_SILENT = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.CANCELLED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.ABORTED,
    }
)
_KINDS: dict[str, ProblemKind] = {
    Refusal.NOT_NOW: problems.NOT_NOW,
    Refusal.STALE: problems.STALE,
    Refusal.FORBIDDEN: problems.FORBIDDEN,
    Refusal.INVALID: problems.INVALID,
    Refusal.INSUFFICIENT_BENEFIT: problems.INSUFFICIENT_BENEFIT,
}
_AMOUNTS = frozenset({"available", "asked", "amount"})
_NOTHING_MORE = "nothing more can be done to it"


class CaseEndedError(ProblemError):
    """The case takes no more messages, and never took this one."""

    def __init__(self, why: str = _NOTHING_MORE) -> None:
        super().__init__(problems.NOT_NOW, f"The case is closed: {why}.")


async def open_case(backend: Backend, opening: Opening[Any]) -> Receipt:
    """Start the case and hear its first answer; the same again for a case that was started before."""
    cases, number = await backend.cases(), opening.case.case_number
    try:
        return await _heard(cases.open(opening))
    except WorkflowAlreadyStartedError:
        return await _earlier_answer(cases, number, f"{number}/opened")


async def act_on(
    backend: Backend, case_number: str, command: Command, act_id: str, inside: str = ""
) -> Receipt:
    """Say something to a case; ``inside`` is where the body holds the fields that the case may refuse.

    CaseEndedError where it is closed and did not take this act before.
    """
    cases = await backend.cases()
    try:
        return await _heard(cases.act(case_number, command, act_id), inside)
    except CaseEndedError:
        return await _earlier_answer(cases, case_number, act_id, inside, _why_ended(command))


async def word_of(backend: Backend, row: Case) -> AnyCase | None:
    """What the workflow says of a case that is open, or that a decision ended which can be taken back yet."""
    until = row.view.get("undo_until")
    now = case_now(backend.clock.wall(), row.clock_offset_seconds)
    if row.closed_at and not (until and now < datetime.fromisoformat(until)):
        return None
    return await look_at(backend, row.case_number)


async def look_at(backend: Backend, case_number: str) -> AnyCase | None:
    """The case as its workflow holds it; None where it does not say so at once."""
    try:
        cases = await backend.cases()
        return await asyncio.wait_for(cases.look(case_number), LOOK_WITHIN_SECONDS)
    except (TimeoutError, RPCError, RPCTimeoutOrCancelledError, WorkflowQueryFailedError, ProblemError):
        return None


def _why_ended(command: Command) -> str:
    letter = getattr(command.body, "letter", "")
    return f"{letter} is no longer in force, so nothing is left to say to it" if letter else _NOTHING_MORE


async def _earlier_answer(
    cases: Cases, case_number: str, act_id: str, inside: str = "", why: str = _NOTHING_MORE
) -> Receipt:
    """A closed case still knows what it answered, so a repeat gets the same answer."""
    asked = cases.handle(case_number).get_update_handle(act_id, result_type=Receipt)
    try:
        return await _heard(asked.result(rpc_timeout=ANSWER_WITHIN), inside)
    except CaseEndedError as ended:
        raise CaseEndedError(why) from ended


async def _heard(said: Awaitable[Receipt], inside: str = "") -> Receipt:
    try:
        return await said
    except RPCTimeoutOrCancelledError as silent:
        raise problems.unavailable("The case") from silent
    except RPCError as refused:
        if refused.status is RPCStatusCode.NOT_FOUND:
            raise CaseEndedError() from refused
        if refused.status in _SILENT:
            raise problems.unavailable("Temporal") from refused
        raise
    except WorkflowUpdateFailedError as refused:
        raise _refusal(refused, inside) from refused


def _refusal(refused: WorkflowUpdateFailedError, inside: str) -> Exception:
    cause = refused.cause
    if not isinstance(cause, ApplicationError) or cause.type not in _KINDS:
        return refused
    details: dict[str, Any] = dict(cause.details[0]) if cause.details else {}
    kind = _KINDS[cause.type]
    field = "ceiling" if kind is problems.INSUFFICIENT_BENEFIT and inside else str(details.pop("field", ""))
    errors = [FieldError(f"{inside}{field}", cause.message)] if field else []
    shown = {name: format_yuan(value) if name in _AMOUNTS else value for name, value in details.items()}
    return ProblemError(kind, cause.message, errors=errors, more=shown)
