"""`/api/v1/remittances`: what was paid to the hospital that asks."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from rules.payments.vocabulary import PaymentPurpose, PaymentStatus
from rules.permissions import Action, Relation
from stores.money import remittances
from stores.trust import access_log
from web.access import Caller, Permission
from web.api.bodies.clock_filters import AskedDays, Days
from web.api.bodies.fields import View, Yuan
from web.backend import Backend, Uses

router = APIRouter(prefix="/api/v1", tags=["Payments"])

Bills = Annotated[Caller, Depends(Permission(Action.READ_REMITTANCES, relation=Relation.OWN_HOSPITAL))]


class RemittanceView(View):
    """A transfer for one case; nothing of what a family owes us is in it."""

    number: str
    """The transfer's end-to-end id: it stands in the bank's statement."""
    case_number: str
    child: str
    purpose: PaymentPurpose
    status: PaymentStatus
    amount: Yuan
    billed: Yuan | None
    """The sum of the last bill; null where none was sent."""
    account: str
    batch: str
    ordered_at: datetime
    settled_at: datetime | None
    bank_reference: str
    failure_code: str
    """Why it came back; `AC01` and the like are cured by another account."""


@router.get("/remittances", operation_id="listRemittances", summary="List what was paid to the hospital")
def list_remittances(caller: Bills, backend: Uses, days: Days) -> tuple[RemittanceView, ...]:
    """Transfers ordered on those days, the latest first, a thousand at most."""
    return read_remittances(backend, caller, days)


def read_remittances(backend: Backend, caller: Caller, days: AskedDays) -> tuple[RemittanceView, ...]:
    """The transfers of those days; the look is on record (L-32)."""
    period = days.period(backend.clock.today())
    with backend.session() as session:
        access_log.write(session, caller.actor, Action.READ_REMITTANCES, request_id=caller.request_id)
        found = remittances.to_hospital(session, caller.hospital_code or "", period.first_on, period.last_on)
    return tuple(RemittanceView.model_validate(each) for each in found)
