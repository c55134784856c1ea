"""`/api/v1/owed`: what the family owes, and paying it online."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path

from rules.payments.vocabulary import ReceivableKind, ReceivableStatus
from rules.permissions import Action, Relation
from stores.money import owed
from stores.trust import access_log
from web.access import Caller, Permission
from web.api.bodies.fields import Amount, Code, View, Yuan
from web.api.bodies.fields import Body as Sent
from web.backend import Backend, Uses
from web.money.online_payment import pay

router = APIRouter(prefix="/api/v1", tags=["Payments"])

Owes = Annotated[Caller, Depends(Permission(Action.READ_OWED, relation=Relation.OWN_FAMILY))]
Pays = Annotated[Caller, Depends(Permission(Action.PAY_OWED, relation=Relation.OWN_FAMILY))]
Debt = Annotated[Code, Path(examples=["RV-261203-000031-2"])]


class PartView(View):
    """An instalment; ``open`` has not come yet."""

    due_on: date
    amount: Yuan
    open: Yuan


class OwedView(View):
    """A debt: the own share of a visit, the rest of an advance, or cost outside the cover."""

    reference: str
    """Write it on the transfer."""
    kind: ReceivableKind
    status: ReceivableStatus
    case_number: str
    child: str
    amount: Yuan
    received: Yuan
    owed: Yuan
    payable: bool
    """False while it is disputed, and when it is paid or waived."""
    next_part: Yuan
    """What the next instalment wants; without a plan all that is owed."""
    due_on: date
    overdue: bool
    parts: tuple[PartView, ...]
    to_name: str
    to_account: str
    bank_code: str


PAY = {"pay": {"value": {"amount": "80.00", "received": "0.00"}}}


class PaymentBody(Sent):
    """How much is paid now."""

    amount: Amount
    received: Amount
    """What had been received when you looked: a payment sent twice is refused once the first has come."""


class PaidView(View):
    """What the bank took; it shows at the debt as soon as we read our account."""

    reference: str
    amount: Yuan


@router.get("/owed", operation_id="listOwed", summary="List what the family owes")
def list_owed(caller: Owes, backend: Uses) -> tuple[OwedView, ...]:
    """Open ones first; never set off against a benefit."""
    return read_owed(backend, caller)


@router.post("/owed/{reference}/payments", operation_id="payOwed", summary="Pay online")
async def pay_owed(
    reference: Debt,
    body: Annotated[PaymentBody, Body(openapi_examples=PAY)],
    caller: Pays,
    backend: Uses,
) -> PaidView:
    """The same amount for the same state of the debt is paid once, however often it is sent."""
    await pay(backend, caller, reference, body.amount, body.received)
    return PaidView(reference=reference, amount=body.amount)


def read_owed(backend: Backend, caller: Caller) -> tuple[OwedView, ...]:
    """The family's debts; the look is on record (L-32)."""
    with backend.session() as session:
        access_log.write(session, caller.actor, Action.READ_OWED, request_id=caller.request_id)
        found = owed.of_family(session, caller.sight, backend.clock.wall())
    return tuple(OwedView.model_validate(each) for each in found)
