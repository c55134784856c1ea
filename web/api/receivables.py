"""`/api/v1/receivables`, `/receipts` and `/funds`: what is owed to us, what came in, and what is left."""

import csv
from datetime import date, datetime
from io import StringIO
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query
from fastapi.responses import PlainTextResponse, Response

from models.fund import Fund
from rules.money import format_yuan
from rules.payments.acts import ReceiptAct
from rules.payments.ageing import AgeBand
from rules.payments.statement import DailyStatement
from rules.payments.vocabulary import FundMovementKind, ReceiptStatus, ReceivableKind, ReceivableStatus
from rules.permissions import Action
from stores.money import finance_views, funds
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body as Sent
from web.api.bodies.fields import Code, Day, IdempotencyKey, View, Yuan
from web.backend import Backend, Uses
from web.money.finance_access import note_look
from web.money.finance_talk import act_on_receipt

router = APIRouter(prefix="/api/v1", tags=["Payments"])

Reads = Annotated[Caller, Depends(Permission(Action.READ_PAYMENTS))]
FundCode = Annotated[str, Path(max_length=64, examples=["insurer:JDAZ"])]
Reference = Annotated[Code, Path(examples=["IN-20261203001"])]
On = Annotated[Day | None, Query(description="Shanghai day; today where it is left out")]


class ReceivableView(View):
    """What somebody owes; ``owed`` is what is still open."""

    reference: str
    """What the debtor writes on the transfer."""
    key: str
    kind: ReceivableKind
    case_number: str
    debtor: str
    fund: str
    amount: Yuan
    received: Yuan
    owed: Yuan
    status: ReceivableStatus
    due_on: date
    band: AgeBand | None
    """How long it has been due; null where nothing is open."""


class ReceivablesView(View):
    """Debts by reference; ``next`` leads on, null at the end."""

    receivables: tuple[ReceivableView, ...]
    next: str | None


class ReceiptView(View):
    """Money that came in; ``applied`` paid the receivable, the rest goes back."""

    reference: str
    fund: str
    amount: Yuan
    applied: Yuan
    remittance: str
    payer: str
    account: str
    status: ReceiptStatus
    receivable: str
    matched_by: str
    returned_by: str
    booked_at: datetime


class DecisionBody(Sent):
    """The receivable that a receipt pays; null sends the money back."""

    receivable: Code | None


class FundView(View):
    """Whose money claims are paid from."""

    code: str
    name: str
    balance: Yuan
    """At the end of today."""


class FundLineView(View):
    """One movement, and the balance after it."""

    kind: FundMovementKind
    at: datetime
    about: str
    case_number: str
    change: Yuan
    balance: Yuan


class FundStatementView(View):
    """A day of a fund."""

    fund: str
    name: str
    on: date
    opening: Yuan
    topped_up: Yuan
    received: Yuan
    paid: Yuan
    closing: Yuan
    under_way: Yuan
    """With the bank, and no part of the balance yet."""
    balances: bool
    lines: tuple[FundLineView, ...]


DECISION_EXAMPLE = {"receivable": "RV-261203-000031-2"}


@router.get("/receivables", operation_id="listReceivables", summary="List what is owed to us")
def list_receivables(
    caller: Reads,
    backend: Uses,
    status: Annotated[list[ReceivableStatus] | None, Query(description="Only these; repeat it")] = None,
    after: Annotated[Code | None, Query(description="The `next` of the page before")] = None,
) -> ReceivablesView:
    """Copays, refunds of advances and recoveries, with how long they have been due."""
    wall = backend.clock.wall()
    with backend.session() as session:
        note_look(session, caller)
        seen = finance_views.receivables(session, wall, statuses=status or (), after=after or "")
    following = seen[-1].reference if len(seen) == finance_views.PAGE else None
    views = tuple(ReceivableView.model_validate(each) for each in seen)
    return ReceivablesView(receivables=views, next=following)


@router.get("/receipts", operation_id="listReceipts", summary="List what came in")
def list_receipts(
    caller: Reads,
    backend: Uses,
    status: Annotated[list[ReceiptStatus] | None, Query(description="Only these; repeat it")] = None,
    page: Annotated[int, Query(ge=1, le=10_000, description="A hundred each, in the bank's order")] = 1,
) -> tuple[ReceiptView, ...]:
    """`status=UNMATCHED` waits for somebody who knows what it pays; an empty page ends the list."""
    with backend.session() as session:
        note_look(session, caller)
        leaf = finance_views.receipts_leaf(session, status or (), page)
    return tuple(ReceiptView.model_validate(each) for each in leaf.rows)


@router.post(
    "/receipts/{reference}/decision", operation_id="decideReceipt", summary="Say what a receipt pays"
)
async def decide_receipt(
    reference: Reference,
    body: Annotated[DecisionBody, Body(openapi_examples={"match": {"value": DECISION_EXAMPLE}})],
    key: IdempotencyKey,
    caller: Annotated[Caller, Depends(Permission(Action.MATCH_RECEIPT))],
    backend: Uses,
) -> DecisionBody:
    """Once: a receipt that pays something stays with it. Money that goes back waits for a signature."""
    act = ReceiptAct(actor=caller.actor, receipt=reference, reference=body.receivable or "")
    await act_on_receipt(backend, caller, act, key)
    return body


@router.get("/funds", operation_id="listFunds", summary="List the funds")
def list_funds(caller: Reads, backend: Uses) -> tuple[FundView, ...]:
    """Insurers' floats, and accounts of providers who advance."""
    del caller
    with backend.session() as session:
        today = backend.clock.today()
        return tuple(
            FundView(code=each.code, name=each.name, balance=funds.statement(session, each, today).closing)
            for each in funds.all_funds(session)
        )


@router.get("/funds/{code}/statement", operation_id="getFundStatement", summary="Read a day of a fund")
def get_statement(code: FundCode, caller: Reads, backend: Uses, on: On = None) -> FundStatementView:
    """Opening, topped up, received, paid and closing; it balances."""
    del caller
    return FundStatementView.model_validate(statement_of(backend, code, on))


@router.get(
    "/funds/{code}/statement.csv",
    operation_id="getFundStatementAsCsv",
    summary="Read a day of a fund as CSV",
    response_class=Response,
    response_model=None,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def get_statement_csv(code: FundCode, caller: Reads, backend: Uses, on: On = None) -> PlainTextResponse:
    """A line a movement between an opening and a closing line."""
    del caller
    return PlainTextResponse(_csv(statement_of(backend, code, on)), media_type="text/csv")


def statement_of(backend: Backend, code: str, on: date | None) -> DailyStatement:
    """The statement of a fund; 404 for an unknown one."""
    with backend.session() as session:
        fund = session.get(Fund, code.replace("\0", ""))
        if fund is None:
            raise problems.not_found("This fund")
        return funds.statement(session, fund, on or backend.clock.today())


def _csv(statement: DailyStatement) -> str:
    file = StringIO()
    lines = csv.writer(file)
    lines.writerow(("fund", "day", "at", "movement", "about", "case", "change", "balance"))
    head = (statement.fund, statement.on.isoformat())
    lines.writerow((*head, "", "OPENING", "", "", "", format_yuan(statement.opening)))
    for each in statement.lines:
        figures = (format_yuan(each.change), format_yuan(each.balance))
        lines.writerow((*head, each.at.isoformat(), each.kind, each.about, each.case_number, *figures))
    lines.writerow((*head, "", "CLOSING", "", "", "", format_yuan(statement.closing)))
    return file.getvalue()
