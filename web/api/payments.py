"""`/api/v1/payments`: what waits for a signature, what is under way, what failed."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query
from pydantic import Field

from rules.payments.acts import FinanceAct, Signature
from rules.payments.vocabulary import (
    BatchStatus,
    PayeeFinding,
    PayeeKind,
    PaymentPurpose,
    PaymentStatus,
    TurnDownReason,
)
from rules.permissions import Action
from stores.money import finance_views
from stores.money.finance_views import SeenPayment
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body as Sent
from web.api.bodies.fields import Code, IdempotencyKey, View, Yuan
from web.backend import Uses
from web.money.finance_access import note_look
from web.money.finance_talk import act_on_payments

router = APIRouter(prefix="/api/v1", tags=["Payments"])

Reads = Annotated[Caller, Depends(Permission(Action.READ_PAYMENTS))]
Number = Annotated[Code, Path(examples=["PY-261203-000012-4"])]


class PaymentView(View):
    """A payment; whole account numbers are shown to nobody."""

    number: str
    key: str
    """Names the debt that it pays."""
    attempt: int
    case_number: str
    """Empty for money that goes back to its payer."""
    fund: str
    payee_kind: PayeeKind
    payee: str
    holder: str
    account: str
    bank: str
    amount: Yuan
    purpose: PaymentPurpose
    status: PaymentStatus
    automatic: bool
    deciders: tuple[str, ...]
    """They may not sign."""
    signers: tuple[str, ...]
    signatures_needed: int
    findings: tuple[PayeeFinding, ...]
    """Name them as seen when you sign."""
    ordered_at: datetime
    due_at: datetime | None
    batch: str
    settled_at: datetime | None
    failure_code: str
    bank_reference: str


class PaymentsView(View):
    """Payments by number; ``next`` leads on, null at the end."""

    payments: tuple[PaymentView, ...]
    next: str | None


class BatchView(View):
    """A file that went to the bank."""

    number: str
    fund_code: str
    payments: int
    total: Yuan
    status: BatchStatus
    attempts: int
    sha256: str | None
    formed_at: datetime
    closed_at: datetime | None


class SignatureBody(Sent):
    """A payment to sign."""

    number: Code
    seen_findings: Annotated[tuple[PayeeFinding, ...], Field(max_length=20)] = ()


class SignBody(Sent):
    """Payments to sign together."""

    payments: Annotated[tuple[SignatureBody, ...], Field(min_length=1, max_length=100)]


class TurnDownBody(Sent):
    """Payments to send back to their cases."""

    payments: Annotated[tuple[Code, ...], Field(min_length=1, max_length=100)]
    reason: TurnDownReason


class OutcomeView(View):
    """What the act did to a payment; ``refused`` says why it did nothing."""

    number: str
    status: PaymentStatus | None
    signatures: int
    needed: int
    refused: str


SIGN_EXAMPLE = {"payments": [{"number": "PY-261203-000012-4", "seen_findings": ["HOLDER_DIFFERS"]}]}
TURN_DOWN_EXAMPLE = {"payments": ["PY-261203-000012-4"], "reason": "WRONG_ACCOUNT"}


@router.get("/payments", operation_id="listPayments", summary="List payments")
def list_payments(
    caller: Reads,
    backend: Uses,
    status: Annotated[list[PaymentStatus] | None, Query(description="Only these; repeat it")] = None,
    case: Annotated[Code | None, Query(description="Only of this case")] = None,
    after: Annotated[Code | None, Query(description="The `next` of the page before")] = None,
) -> PaymentsView:
    """`status=ORDERED` waits for signatures, `status=FAILED` came back from the bank."""
    with backend.session() as session:
        note_look(session, caller)
        seen = finance_views.payments(session, statuses=status or (), case_number=case, after=after or "")
    following = seen[-1].number if len(seen) == finance_views.PAGE else None
    return PaymentsView(payments=tuple(_view(each) for each in seen), next=following)


@router.get("/payments/{number}", operation_id="getPayment", summary="Read a payment")
def get_payment(number: Number, caller: Reads, backend: Uses) -> PaymentView:
    """With who decided, who signed, and what became of it."""
    with backend.session() as session:
        note_look(session, caller, number)
        seen = finance_views.payment(session, number)
    if seen is None:
        raise problems.not_found("This payment")
    return _view(seen)


@router.get("/payment-batches", operation_id="listPaymentBatches", summary="List batches")
def list_batches(caller: Reads, backend: Uses) -> tuple[BatchView, ...]:
    """The newest hundred files to the bank; each is kept as pain.001 in the object store."""
    del caller
    with backend.session() as session:
        return tuple(BatchView.model_validate(each) for each in finance_views.batches(session))


@router.post("/payments/sign", operation_id="signPayments", summary="Sign payments")
async def sign_payments(
    body: Annotated[SignBody, Body(openapi_examples={"sign": {"value": SIGN_EXAMPLE}})],
    key: IdempotencyKey,
    caller: Annotated[Caller, Depends(Permission(Action.APPROVE_PAYMENT))],
    backend: Uses,
) -> tuple[OutcomeView, ...]:
    """Whoever decided a payment cannot sign it. With the last signature needed it goes to the bank."""
    signatures = tuple(
        Signature(number=each.number, seen_findings=each.seen_findings) for each in body.payments
    )
    act = FinanceAct(actor=caller.actor, payments=signatures)
    outcomes = await act_on_payments(backend, caller, act, key)
    return tuple(OutcomeView.model_validate(each) for each in outcomes)


@router.post("/payments/turn-down", operation_id="turnDownPayments", summary="Turn payments down")
async def turn_down_payments(
    body: Annotated[TurnDownBody, Body(openapi_examples={"turn down": {"value": TURN_DOWN_EXAMPLE}})],
    key: IdempotencyKey,
    caller: Annotated[Caller, Depends(Permission(Action.TURN_DOWN_PAYMENT))],
    backend: Uses,
) -> tuple[OutcomeView, ...]:
    """Send back to their cases what waits for a signature; nothing leaves."""
    numbers = tuple(Signature(number=each) for each in body.payments)
    act = FinanceAct(actor=caller.actor, payments=numbers, reason=body.reason)
    outcomes = await act_on_payments(backend, caller, act, key)
    return tuple(OutcomeView.model_validate(each) for each in outcomes)


def _view(seen: SeenPayment) -> PaymentView:
    return PaymentView.model_validate(seen)
