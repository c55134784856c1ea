"""`/family/owed`: what a family owes and why, and paying it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.money import format_yuan, parse_yuan
from web import problems
from web.access import Caller
from web.api.owed import Debt, Owes, Pays, read_owed
from web.backend import Backend, Uses
from web.money.online_payment import pay
from web.problems import FieldError, ProblemError
from web.templating import page

router = APIRouter(prefix="/family/owed", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("")
def show_owed(
    request: Request, caller: Owes, backend: Uses, paid: str = "", before: str = ""
) -> HTMLResponse:
    """Every debt with its reason, its instalments, and how it is paid.

    ``paid`` was paid just now, when ``before`` had been received of it.
    """
    return _page(request, backend, caller, paid=paid, before=before)


@router.post("/{reference}")
async def pay_online(
    request: Request,
    reference: Debt,
    caller: Pays,
    backend: Uses,
    amount: Annotated[str, Form(max_length=20)] = "",
    received: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Pay that many yuan now; the page comes back where the bank did not take them."""
    try:
        await pay(backend, caller, reference, _fen("amount", amount), _fen("received", received))
    except ProblemError as problem:
        if problem.kind is problems.NOT_FOUND:
            raise
        return await run_in_threadpool(_page, request, backend, caller, problem=problem)
    before = format_yuan(_fen("received", received))
    return RedirectResponse(f"/family/owed?paid={reference}&before={before}", 303)


def _fen(field: str, said: str) -> int:
    try:
        return parse_yuan(said.replace(",", "").replace("，", "").strip())
    except ValueError as wrong:
        raise problems.invalid(FieldError(field, str(wrong))) from wrong


def _page(
    request: Request,
    backend: Backend,
    caller: Caller,
    *,
    paid: str = "",
    before: str = "",
    problem: ProblemError | None = None,
) -> HTMLResponse:
    found = read_owed(backend, caller)
    under_way = any(each.reference == paid and format_yuan(each.received) == before for each in found)
    return page(
        request,
        "family_owed.html",
        problem.kind.status if problem else 200,
        found=found,
        under_way=under_way,
        online=bool(backend.settings.online_payment_url),
        paid=paid,
        before=before,
        problem=problem,
    )
