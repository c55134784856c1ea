"""`/finance`: what waits for finance, what failed, what is owed to us, and each day of a fund."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from rules.payments.acts import ActOutcome
from rules.payments.ageing import AgeBand
from rules.payments.bank_codes import CORRECTABLE, MEANINGS
from rules.payments.vocabulary import PaymentStatus, ReceiptStatus, ReceivableStatus, TurnDownReason
from rules.permissions import Action, may
from stores.money import finance_views
from stores.papers import scans
from web.access import Caller, Permission
from web.api.receivables import FundCode, statement_of
from web.backend import Backend, Uses
from web.money.finance_access import note_look
from web.problems import ProblemError
from web.templating import page

router = APIRouter(prefix="/finance", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_PAYMENTS))]
_OWED = (ReceivableStatus.OPEN, ReceivableStatus.DISPUTED, ReceivableStatus.LEGAL)


@router.get("")
def show_payments(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """Payments that wait for a signature, are under way, or came back; and the newest batches."""
    return payments_page(request, caller, backend)


@router.get("/receivables")
def show_receivables(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """Debts with their age, and money that nobody has given to one."""
    return receivables_page(request, caller, backend)


def payments_page(
    request: Request,
    caller: Caller,
    backend: Backend,
    *,
    outcomes: Sequence[ActOutcome] = (),
    problem: ProblemError | None = None,
    nothing_chosen: bool = False,
) -> HTMLResponse:
    """The page, after an act with what became of each payment."""
    with backend.session() as session:
        note_look(session, caller)
        waiting = finance_views.payments(session, statuses=(PaymentStatus.ORDERED,))
        under_way = finance_views.payments(session, statuses=(PaymentStatus.APPROVED, PaymentStatus.SENT))
        failed = finance_views.payments(session, statuses=(PaymentStatus.FAILED, PaymentStatus.TURNED_DOWN))
        required = backend.settings.scanning == "required"
        unscanned = frozenset(scans.withheld(session)) if required else frozenset()
        batches = finance_views.batches(session, limit=20)
    return page(
        request,
        "finance.html",
        problem.kind.status if problem else 422 if nothing_chosen else 200,
        waiting=waiting,
        under_way=under_way,
        failed=failed,
        unscanned=unscanned,
        batches=batches,
        meanings=MEANINGS,
        correctable=CORRECTABLE,
        outcomes=outcomes,
        problem=problem,
        nothing_chosen=nothing_chosen,
        signs=may(caller.actor, Action.APPROVE_PAYMENT, caller.relation).allowed,
        reader=caller.reference,
        reasons=tuple(TurnDownReason),
        key=uuid4().hex,
    )


def receivables_page(
    request: Request, caller: Caller, backend: Backend, problem: ProblemError | None = None
) -> HTMLResponse:
    """The page, after an act that was refused with the reason."""
    with backend.session() as session:
        note_look(session, caller)
        owed = finance_views.receivables(session, backend.clock.wall(), statuses=_OWED)
        unmatched = finance_views.receipts(session, statuses=(ReceiptStatus.UNMATCHED,))
    ages = [(band, [each for each in owed if each.band is band]) for band in AgeBand]
    return page(
        request,
        "receivables.html",
        problem.kind.status if problem else 200,
        owed=owed,
        ages=[(band, len(rows), sum(each.owed for each in rows)) for band, rows in ages],
        unmatched=unmatched,
        problem=problem,
        done=request.query_params.get("done", ""),
        matches=may(caller.actor, Action.MATCH_RECEIPT, caller.relation).allowed,
        key=uuid4().hex,
    )


@router.get("/funds/{code}")
def show_statement(
    request: Request, code: FundCode, caller: Reads, backend: Uses, on: Annotated[date | None, Query()] = None
) -> HTMLResponse:
    """A day of a fund."""
    del caller
    statement = statement_of(backend, code, on)
    return page(request, "fund.html", statement=statement)
