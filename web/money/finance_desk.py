"""What finance does on its pages: sign payments, send them back, say what a receipt pays."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.payments.acts import FinanceAct, ReceiptAct, Signature
from rules.payments.vocabulary import PayeeFinding, TurnDownReason
from rules.permissions import Action
from web.access import Caller, Permission
from web.api.receivables import Reference
from web.backend import Backend, Uses
from web.money.finance_page import payments_page, receivables_page
from web.money.finance_talk import act_on_payments, act_on_receipt
from web.problems import ProblemError

router = APIRouter(prefix="/finance", include_in_schema=False, default_response_class=HTMLResponse)

MOST = 100
Chosen = Annotated[list[str] | None, Form(max_length=MOST)]
Key = Annotated[str, Form(alias="_key", max_length=100)]


@router.post("/sign")
async def sign(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.APPROVE_PAYMENT))],
    backend: Uses,
    chosen: Chosen = None,
    key: Key = "",
) -> Response:
    """Sign what was chosen, with the findings that were shown; the page tells what became of each."""
    signatures = tuple(_signature(each) for each in chosen or ())
    return await _acted(request, backend, caller, FinanceAct(actor=caller.actor, payments=signatures), key)


@router.post("/turn-down")
async def turn_down(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.TURN_DOWN_PAYMENT))],
    backend: Uses,
    reason: Annotated[TurnDownReason, Form()],
    chosen: Chosen = None,
    key: Key = "",
) -> Response:
    """Send what was chosen back to its cases."""
    signatures = tuple(_signature(each) for each in chosen or ())
    act = FinanceAct(actor=caller.actor, payments=signatures, reason=reason)
    return await _acted(request, backend, caller, act, key)


@router.post("/receipts/{reference}/decision")
async def decide(
    request: Request,
    reference: Reference,
    caller: Annotated[Caller, Depends(Permission(Action.MATCH_RECEIPT))],
    backend: Uses,
    receivable: Annotated[str, Form(max_length=64)] = "",
    key: Key = "",
) -> Response:
    """Give a receipt to the debt of that reference; without one it goes back to its payer."""
    act = ReceiptAct(actor=caller.actor, receipt=reference, reference=receivable.replace("\0", "").strip())
    try:
        await act_on_receipt(backend, caller, act, key or uuid4().hex)
    except ProblemError as problem:
        return await run_in_threadpool(receivables_page, request, caller, backend, problem)
    return RedirectResponse("/finance/receivables?done=receipt", 303)


async def _acted(request: Request, backend: Backend, caller: Caller, act: FinanceAct, key: str) -> Response:
    if not act.payments:
        return await run_in_threadpool(payments_page, request, caller, backend, nothing_chosen=True)
    try:
        outcomes = await act_on_payments(backend, caller, act, key or uuid4().hex)
    except ProblemError as problem:
        return await run_in_threadpool(payments_page, request, caller, backend, problem=problem)
    return await run_in_threadpool(payments_page, request, caller, backend, outcomes=outcomes)


def _signature(said: str) -> Signature:
    """``number`` or ``number:FINDING,FINDING``, as the box beside a payment says it."""
    number, _, findings = said.replace("\0", "").partition(":")
    known = set(PayeeFinding)
    seen = tuple(PayeeFinding(each) for each in findings.split(",") if each in known)
    return Signature(number=number[:64], seen_findings=seen)
