"""Paying a debt online: the family's bank transfers it with the reference, and we look at our account."""

from contextlib import suppress
from http import HTTPStatus

import httpx2
from fastapi.concurrency import run_in_threadpool
from temporalio.client import RPCTimeoutOrCancelledError
from temporalio.service import RPCError

from rules.money import format_yuan
from stores.money import owed
from stores.money.owed import Owed
from web import problems
from web.access import Caller
from web.backend import Backend
from web.problems import FieldError, ProblemError
from workflows.finance import Finance

TAKEN_WITHIN_SECONDS = 10.0
NO_ONLINE_PAYMENT = "There is no online payment here: transfer the money with the reference."
SETTLED = "Nothing is to be paid on this debt now: it is settled or disputed."
CAME_MEANWHILE = "have been received by now: look at the debt again before you pay."
ON_ITS_WAY = "A payment of this debt is on its way: look again in a minute, then pay what is left."
_PAYERS_ACCOUNT = "6200000000000005"
"""The demonstration bank asks nobody to sign in: its families have this account."""


async def pay(backend: Backend, caller: Caller, reference: str, amount: int, received: int) -> None:
    """Have that many fen transferred, once for each state of the debt: ``received`` is what the family saw.

    ProblemError: 404 for a debt of others, 409 where nothing is asked for or money came meanwhile, 422 for
    too much, 503 where the bank does not answer.
    """
    debt, payer = await run_in_threadpool(_debt, backend, caller, reference)
    if not backend.settings.online_payment_url:
        raise ProblemError(problems.NOT_NOW, NO_ONLINE_PAYMENT)
    if not debt.payable:
        raise ProblemError(problems.NOT_NOW, SETTLED)
    if received != debt.received:
        raise ProblemError(problems.NOT_NOW, f"{format_yuan(debt.received)} yuan {CAME_MEANWHILE}")
    if not 0 < amount <= debt.owed:
        raise problems.invalid(FieldError("amount", f"is not between 0.01 and {format_yuan(debt.owed)} yuan"))
    await run_in_threadpool(_transfer, backend, debt, payer, amount)
    # Our account is read every minute anyway; where nothing hears us now, the money shows a little later.
    with suppress(RPCTimeoutOrCancelledError, RPCError, ProblemError):
        await Finance(await backend.temporal()).collect()


def _debt(backend: Backend, caller: Caller, reference: str) -> tuple[Owed, str]:
    with backend.session() as session:
        found = owed.of_family(session, caller.sight, backend.clock.wall())
        payer = owed.name_of(session, caller.guardian_id)
    debt = next((each for each in found if each.reference == reference), None)
    if debt is None:
        raise problems.not_found("This debt")
    return debt, payer


def _transfer(backend: Backend, debt: Owed, payer: str, amount: int) -> None:
    """Tell the bank; the key says which state of the debt is paid, so that a second press pays nothing.

    Another amount for the same state is refused.
    """
    money = {
        "account": debt.to_account,
        "amount": amount,
        "remittance": debt.reference,
        "payer": payer,
        "payer_account": _PAYERS_ACCOUNT,
        "key": f"online/{debt.reference}/{debt.received}",
    }
    url = f"{backend.settings.online_payment_url}/money-in"
    try:
        answer = httpx2.post(url, json=money, timeout=TAKEN_WITHIN_SECONDS)
        if answer.status_code == HTTPStatus.CONFLICT:
            raise ProblemError(problems.NOT_NOW, ON_ITS_WAY)
        answer.raise_for_status()
    except httpx2.HTTPError as refused:
        raise problems.unavailable("The bank") from refused
