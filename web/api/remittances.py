"""`/api/v1/remittances`: what was paid to the hospital that asks."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlmodel import Session

from letters.kinds.settlement import Remittance
from letters.stored import from_json
from rules.payments.vocabulary import PaymentPurpose, PaymentStatus
from rules.permissions import Action, Relation
from stores.money import remittances
from stores.money.remittances import Detail
from stores.papers import letters
from stores.trust import access_log
from web import problems
from web.access import Caller, Permission
from web.api.bodies.clock_filters import AskedDays, Days
from web.api.bodies.fields import Code, View, Yuan
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


class AdvisedBillView(View):
    """A bill as the letter about the transfer names it."""

    bill: str
    """Numbers of its invoices; empty where it had none."""
    billed: Yuan
    paid: Yuan
    remark: str


class BilledLineView(View):
    """A line as the hospital sent it."""

    item: str
    description: str
    amount: Yuan


class RemittanceDetailView(RemittanceView):
    """A transfer with the newest bill of its case and the letter that was sent about it."""

    hospital_name: str
    hospital_name_en: str
    lines: tuple[BilledLineView, ...]
    letter: str
    """Number of the remittance advice; empty until it is written."""
    bills: tuple[AdvisedBillView, ...]
    objections_until: date | None
    """Until when a correction may be asked for."""


@router.get("/remittances/{number}", operation_id="getRemittance", summary="Read one transfer")
def get_remittance(
    number: Annotated[Code, Path(examples=["PY-261203-000012-4"])], caller: Bills, backend: Uses
) -> RemittanceDetailView:
    """What it pays, line by line of the bill, and until when one may object."""
    return read_remittance(backend, caller, number)


def read_remittance(backend: Backend, caller: Caller, number: str) -> RemittanceDetailView:
    """The transfer; 404 where it went to another hospital; finance sees all. The look is on record (L-32)."""
    with backend.session() as session:
        access_log.write(
            session,
            caller.actor,
            Action.READ_REMITTANCES if caller.hospital_code else Action.READ_PAYMENTS,
            subject=number,
            request_id=caller.request_id,
        )
        found = remittances.detail(session, number, caller.hospital_code)
        if found is None:
            raise problems.not_found("This transfer")
        return _detail_view(found, _advice(session, found))


def _advice(session: Session, found: Detail) -> Remittance | None:
    """The newest letter that names the transfer."""
    rows = letters.of_case(session, found.transfer.case_number)
    told = (from_json(row.code, row.content) for row in reversed(rows) if row.code == Remittance.code)
    return next(
        (
            letter
            for letter in told
            if isinstance(letter, Remittance) and letter.payment_reference == found.transfer.number
        ),
        None,
    )


def _detail_view(found: Detail, advice: Remittance | None) -> RemittanceDetailView:
    return RemittanceDetailView(
        **asdict(found.transfer),
        hospital_name=found.hospital_name,
        hospital_name_en=found.hospital_name_en,
        lines=tuple(BilledLineView.model_validate(line) for line in found.lines),
        letter=advice.number if advice else "",
        bills=tuple(AdvisedBillView.model_validate(line) for line in advice.lines) if advice else (),
        objections_until=advice.objections_until if advice else None,
    )
