"""Acts of finance, said to the executions that carry them out."""

from collections.abc import Awaitable
from dataclasses import replace
from typing import TypeVar

from fastapi.concurrency import run_in_threadpool
from temporalio.client import RPCTimeoutOrCancelledError
from temporalio.service import RPCError

from models.money_receipt import MoneyReceipt
from models.receivable import Receivable
from rules.payments.acts import ActOutcome, FinanceAct, ReceiptAct
from stores.money import finance_views, payments
from stores.money.receipts import NO_SUCH
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
    """What became of each payment; 422 where the key stands for an act on others.

    A payment that is not known to the caller is refused here: the worker knows those of every insurer.
    """
    unknown = await run_in_threadpool(_unknown, backend, act)
    known = replace(act, payments=tuple(each for each in act.payments if each.number not in unknown))
    done = {each.number: each for each in await _acted(backend, caller, known, key)} if known.payments else {}
    return tuple(done.get(each.number) or unknown[each.number] for each in act.payments)


def _unknown(backend: Backend, act: FinanceAct) -> dict[str, ActOutcome]:
    asked = {each.number for each in act.payments}
    with backend.session() as session:
        absent = asked - finance_views.known(session, asked)
    return {
        number: ActOutcome(number=number, status=None, refused=str(payments.missing(number)))
        for number in absent
    }


async def _acted(backend: Backend, caller: Caller, act: FinanceAct, key: str) -> tuple[ActOutcome, ...]:
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
    """Give a receipt to a debt or back to its payer; 409 with the reason where that cannot be.

    404 for a receipt that is not known to the caller.
    """
    await run_in_threadpool(_require_receipt, backend, act)
    act_id = update_id(backend.settings.secret_key, caller.reference, act.receipt, "decide", key)
    refused = await _heard(Finance(await backend.temporal()).decide(act, act_id))
    if refused:
        raise ProblemError(problems.NOT_NOW, refused)


def _require_receipt(backend: Backend, act: ReceiptAct) -> None:
    with backend.session() as session:
        if session.get(MoneyReceipt, act.receipt) is None:
            raise problems.not_found("This receipt")
        if act.reference and session.get(Receivable, act.reference) is None:
            raise ProblemError(problems.NOT_NOW, NO_SUCH)


async def _heard(said: Awaitable[Answer]) -> Answer:
    try:
        return await said
    except (RPCTimeoutOrCancelledError, RPCError) as silent:
        raise problems.unavailable("The worker") from silent
