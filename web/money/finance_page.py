"""`/finance`: what waits for finance, what failed, what is owed to us, and each day of a fund."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from rules.payments.acts import ActOutcome
from rules.payments.bank_codes import CORRECTABLE, MEANINGS
from rules.payments.vocabulary import PaymentStatus, ReceiptStatus, ReceivableStatus, TurnDownReason
from rules.permissions import Action, may
from stores.money import finance_views, funds
from stores.papers import scans
from web.access import Caller, Permission
from web.api.bodies.fields import NOTHING, Day
from web.api.receivables import FundCode, statement_of
from web.backend import Backend, Uses
from web.listing import LeafNumber, addressing
from web.money.finance_access import note_look
from web.problems import ProblemError
from web.templating import page

router = APIRouter(prefix="/finance", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_PAYMENTS))]
LISTS = {
    "waiting": (PaymentStatus.ORDERED,),
    "under_way": (PaymentStatus.APPROVED, PaymentStatus.SENT),
    "failed": (PaymentStatus.FAILED, PaymentStatus.TURNED_DOWN),
}
_OWED = (ReceivableStatus.OPEN, ReceivableStatus.DISPUTED, ReceivableStatus.LEGAL)


@router.get("")
def show_payments(
    request: Request,
    caller: Reads,
    backend: Uses,
    waiting: LeafNumber = 1,
    under_way: LeafNumber = 1,
    failed: LeafNumber = 1,
) -> HTMLResponse:
    """Payments that wait for a signature, are under way, or came back; and the newest batches."""
    numbers = {"waiting": waiting, "under_way": under_way, "failed": failed}
    return payments_page(request, caller, backend, numbers=numbers)


@router.get("/receivables")
def show_receivables(
    request: Request, caller: Reads, backend: Uses, owed: LeafNumber = 1, unmatched: LeafNumber = 1
) -> HTMLResponse:
    """Debts with their age, and money that nobody has given to one."""
    return receivables_page(request, caller, backend, owed=owed, unmatched=unmatched)


def payments_page(
    request: Request,
    caller: Caller,
    backend: Backend,
    *,
    outcomes: Sequence[ActOutcome] = (),
    problem: ProblemError | None = None,
    nothing_chosen: bool = False,
    numbers: Mapping[str, int] = MappingProxyType({}),
) -> HTMLResponse:
    """The page, after an act with what became of each payment; ``numbers`` of the pages of its lists."""
    with backend.session() as session:
        note_look(session, caller)
        lists = {
            name: finance_views.payments_leaf(session, statuses, numbers.get(name, 1))
            for name, statuses in LISTS.items()
        }
        totals = {name: finance_views.payments_total(session, states) for name, states in LISTS.items()}
        required = backend.settings.scanning == "required"
        unscanned = frozenset(scans.withheld(session)) if required else frozenset()
        batches = finance_views.batches(session, limit=20)
        fund_names = funds.names(session)
    return page(
        request,
        "finance.html",
        problem.kind.status if problem else 422 if nothing_chosen else 200,
        lists=lists,
        totals=totals,
        address=addressing("/finance", {name: str(leaf.number) for name, leaf in lists.items()}),
        unscanned=unscanned,
        batches=batches,
        fund_names=fund_names,
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
    request: Request,
    caller: Caller,
    backend: Backend,
    problem: ProblemError | None = None,
    *,
    owed: int = 1,
    unmatched: int = 1,
) -> HTMLResponse:
    """The page, after an act that was refused with the reason; its lists at the pages of these numbers."""
    wall = backend.clock.wall()
    with backend.session() as session:
        note_look(session, caller)
        debts = finance_views.receivables_leaf(session, wall, _OWED, owed)
        ages = finance_views.ageing(session, wall, _OWED)
        nobodys = finance_views.receipts_leaf(session, (ReceiptStatus.UNMATCHED,), unmatched)
    return page(
        request,
        "receivables.html",
        problem.kind.status if problem else 200,
        owed=debts,
        ages=ages,
        unmatched=nobodys,
        address=addressing("/finance/receivables", {"owed": str(owed), "unmatched": str(unmatched)}),
        problem=problem,
        done=request.query_params.get("done", ""),
        matches=may(caller.actor, Action.MATCH_RECEIPT, caller.relation).allowed,
        key=uuid4().hex,
    )


@router.get("/funds/{code}")
def show_statement(
    request: Request,
    code: FundCode,
    caller: Reads,
    backend: Uses,
    on: Annotated[Day | None, NOTHING, Query()] = None,
) -> HTMLResponse:
    """A day of a fund."""
    del caller
    statement = statement_of(backend, code, on)
    with backend.session() as session:
        name, english = funds.names(session)[statement.fund]
    return page(request, "fund.html", statement=statement, name=name, english=english)
