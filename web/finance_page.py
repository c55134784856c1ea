"""`/finance`: what waits for finance, what failed, what is owed to us, and each day of a fund."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from rules.payments.bank_codes import MEANINGS
from rules.payments.vocabulary import PaymentStatus, ReceiptStatus, ReceivableStatus
from rules.permissions import Action
from stores import finance_views, funds
from web.access import Caller, Permission
from web.api.receivables import FundCode, statement_of
from web.backend import Uses
from web.finance_access import note_look
from web.templating import page

router = APIRouter(prefix="/finance", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_PAYMENTS))]
_OWED = (ReceivableStatus.OPEN, ReceivableStatus.DISPUTED, ReceivableStatus.LEGAL)


@router.get("")
def show_payments(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """Payments that wait for a signature, are under way, or came back; and the newest batches."""
    with backend.session() as session:
        note_look(session, caller)
        waiting = finance_views.payments(session, statuses=(PaymentStatus.ORDERED,))
        under_way = finance_views.payments(session, statuses=(PaymentStatus.APPROVED, PaymentStatus.SENT))
        failed = finance_views.payments(session, statuses=(PaymentStatus.FAILED, PaymentStatus.TURNED_DOWN))
        batches = finance_views.batches(session, limit=20)
    return page(
        request,
        "finance.html",
        waiting=waiting,
        under_way=under_way,
        failed=failed,
        batches=batches,
        meanings=MEANINGS,
    )


@router.get("/receivables")
def show_receivables(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """Debts with their age, and money that nobody has given to one."""
    with backend.session() as session:
        note_look(session, caller)
        owed = finance_views.receivables(session, backend.clock.wall(), statuses=_OWED)
        unmatched = finance_views.receipts(session, statuses=(ReceiptStatus.UNMATCHED,))
    return page(request, "receivables.html", owed=owed, unmatched=unmatched)


@router.get("/funds/{code}")
def show_statement(
    request: Request, code: FundCode, caller: Reads, backend: Uses, on: Annotated[date | None, Query()] = None
) -> HTMLResponse:
    """A day of a fund."""
    del caller
    statement = statement_of(backend, code, on)
    with backend.session() as session:
        every = funds.all_funds(session)
    return page(request, "fund.html", statement=statement, funds=every)
