"""Acts of finance, said to the executions that carry them out."""

from collections.abc import Awaitable
from typing import TypeVar

from temporalio.client import RPCTimeoutOrCancelledError
from temporalio.service import RPCError

from rules.payments.acts import ActOutcome, FinanceAct, ReceiptAct
from web import problems
from web.access import Caller
from web.backend import Backend
from web.problems import FieldError, ProblemError
from workflows.client import update_id
from workflows.finance import Finance

Answer = TypeVar("Answer")


async def act_on_payments(
    backend: Backend, caller: Caller, act: FinanceAct, key: str
) -> tuple[ActOutcome, ...]:
    """What became of each payment; 422 where the key stands for an act on others."""
    kind = "turn down" if act.reason else "sign"
    act_id = update_id(backend.settings.secret_key, caller.reference, "payments", kind, key)
    outcomes = await _heard(Finance(await backend.temporal()).act(act, act_id))
    if {each.number for each in outcomes} != {each.number for each in act.payments}:
        raise ProblemError(
            problems.KEY_REUSED,
            "This key already stands for an act on other payments.",
            errors=[FieldError("Idempotency-Key", "was used before: make a new one for a new act")],
        )
    return outcomes


async def act_on_receipt(backend: Backend, caller: Caller, act: ReceiptAct, key: str) -> None:
    """Give a receipt to a debt or back to its payer; 409 with the reason where that cannot be."""
    act_id = update_id(backend.settings.secret_key, caller.reference, act.receipt, "decide", key)
    refused = await _heard(Finance(await backend.temporal()).decide(act, act_id))
    if refused:
        raise ProblemError(problems.NOT_NOW, refused)


async def _heard(said: Awaitable[Answer]) -> Answer:
    try:
        return await said
    except (RPCTimeoutOrCancelledError, RPCError) as silent:
        raise problems.unavailable("The worker") from silent
