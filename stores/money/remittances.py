"""What hospitals were paid: by hospital for finance, transfer by transfer for the hospital's desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from models.bank_account import BankAccount
from models.case import Case
from models.hospital import Hospital
from models.hospital_bill import HospitalBill
from models.member import Member
from models.payment import Payment
from rules.china_time import at_shanghai, midnight_after
from rules.identity import mask_bank_card
from rules.payments.vocabulary import PayeeKind, PaymentPurpose, PaymentStatus
from rules.vocabulary import Language

MOST = 1000
_PAYEE = "hospital:"
_UNDER_WAY = (PaymentStatus.ORDERED, PaymentStatus.APPROVED, PaymentStatus.SENT)
_FAILED = (PaymentStatus.FAILED, PaymentStatus.TURNED_DOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalPaid:
    """A hospital's payments; sums in fen."""

    reference: str
    name: str
    name_en: str
    arrived: int
    arrived_sum: int
    under_way: int
    under_way_sum: int
    failed: int
    last_at: datetime | None

    @property
    def code(self) -> str:
        """The hospital's code."""
        return self.reference.removeprefix(_PAYEE)


def by_hospital(session: Session) -> list[HospitalPaid]:
    """Every hospital that was ever owed something, those with most under way first."""
    query = (
        select_columns(
            col(Payment.payee_reference),
            func.coalesce(func.max(Hospital.name), col(Payment.payee_reference)),
            func.coalesce(func.max(Hospital.name_en), func.max(Hospital.name), col(Payment.payee_reference)),
            *_counted((PaymentStatus.SETTLED,)),
            *_counted(_UNDER_WAY),
            _counted(_FAILED)[0],
            func.max(Payment.settled_at),
        )
        .outerjoin(Hospital, _PAYEE + col(Hospital.code) == col(Payment.payee_reference))
        .where(col(Payment.payee_kind) == PayeeKind.HOSPITAL)
        .group_by(col(Payment.payee_reference))
    )
    found = [
        HospitalPaid(
            reference=reference,
            name=name,
            name_en=english,
            arrived=arrived,
            arrived_sum=int(arrived_sum),
            under_way=under_way,
            under_way_sum=int(under_way_sum),
            failed=failed,
            last_at=last_at,
        )
        for reference, name, english, arrived, arrived_sum, under_way, under_way_sum, failed, last_at in (
            session.execute(query)
        )
    ]
    return sorted(found, key=lambda each: (-each.under_way_sum, each.name))


def _counted(statuses: Sequence[PaymentStatus]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    these = col(Payment.status).in_(statuses)
    return func.count().filter(these), func.coalesce(func.sum(Payment.amount).filter(these), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer to the hospital for one case; fen. ``billed`` is the sum of the last bill, if any."""

    number: str
    case_number: str
    child: str
    purpose: PaymentPurpose
    status: PaymentStatus
    amount: int
    billed: int | None
    account: str
    batch: str
    ordered_at: datetime
    settled_at: datetime | None
    bank_reference: str
    failure_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """A line of a bill as the hospital sent it; fen."""

    item: str
    description: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A transfer with the newest bill of its case."""

    hospital_name: str
    hospital_name_en: str
    transfer: Transfer
    lines: Sequence[BilledLine]


def to_hospital(session: Session, hospital_code: str, first_on: date, last_on: date) -> Sequence[Transfer]:
    """Transfers that were ordered on those China days, the latest first; at most `MOST`."""
    query = _transfers().where(
        col(Payment.payee_reference) == _PAYEE + hospital_code,
        col(Payment.ordered_at) >= at_shanghai(first_on, time(0)),
        col(Payment.ordered_at) < midnight_after(last_on),
    )
    newest_first = query.order_by(col(Payment.ordered_at).desc(), col(Payment.number).desc())
    return [_transfer(*row) for row in session.execute(newest_first.limit(MOST))]


def detail(session: Session, number: str, hospital_code: str | None = None) -> Detail | None:
    """One transfer to a hospital; None where there is none, or it went to another than the one named."""
    query = _transfers().where(col(Payment.number) == number, col(Payment.payee_kind) == PayeeKind.HOSPITAL)
    if hospital_code is not None:
        query = query.where(col(Payment.payee_reference) == _PAYEE + hospital_code)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    payment = row[0]
    hospital = session.get(Hospital, payment.payee_reference.removeprefix(_PAYEE))
    bill = select(HospitalBill.content).where(HospitalBill.case_number == payment.case_number)
    content = session.exec(bill.order_by(col(HospitalBill.version).desc()).limit(1)).first()
    return Detail(
        hospital_name=hospital.name if hospital else payment.payee_reference,
        hospital_name_en=hospital.named(Language.ENGLISH) if hospital else payment.payee_reference,
        transfer=_transfer(*row),
        lines=[
            BilledLine(item=line["item"], description=line["description"], amount=line["amount"])
            for line in (content or {}).get("lines", ())
        ],
    )


def _transfers() -> Any:
    """Payments with child, account, and the sum of the newest bill."""
    newest = (
        select(HospitalBill.billed)
        .where(HospitalBill.case_number == Payment.case_number)
        .order_by(col(HospitalBill.version).desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select_columns(Payment, col(Member.name), func.coalesce(BankAccount.number, ""), newest)
        .join(Case, col(Case.case_number) == col(Payment.case_number))
        .join(Member, col(Member.id) == col(Case.member_id))
        .outerjoin(BankAccount, col(BankAccount.id) == col(Payment.account_id))
    )


def _transfer(row: Payment, child: str, account: str, billed: int | None) -> Transfer:
    return Transfer(
        number=row.number,
        case_number=row.case_number or "",
        child=child,
        purpose=row.purpose,
        status=row.status,
        amount=row.amount,
        billed=billed,
        account=mask_bank_card(account) if account else "",
        batch=row.batch_number or "",
        ordered_at=row.ordered_at,
        settled_at=row.settled_at,
        bank_reference=row.bank_reference or "",
        failure_code=row.failure_code or "",
    )
