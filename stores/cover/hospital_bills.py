"""Bills of hospitals, version by version."""

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from models.hospital_bill import HospitalBill as BillRow
from rules.direct_billing.values import BillKind, HospitalBill

_BILL = TypeAdapter(HospitalBill)


def keep(
    session: Session, case_number: str, version: int, kind: BillKind, bill: HospitalBill, at: datetime
) -> None:
    """Keep a version; a repeat finds it kept."""
    row = insert(BillRow).values(
        case_number=case_number,
        version=version,
        kind=kind,
        billed=bill.billed,
        content=_BILL.dump_python(bill, mode="json"),
        received_at=at,
    )
    session.execute(
        row.on_conflict_do_nothing(index_elements=[col(BillRow.case_number), col(BillRow.version)])
    )


def read(session: Session, case_number: str, version: int) -> HospitalBill | None:
    """That version; None where there is none, or it was erased."""
    row = session.get(BillRow, (case_number, version))
    return _BILL.validate_python(row.content) if row and row.content else None


def versions(session: Session, case_number: str) -> list[BillRow]:
    """All versions, oldest first."""
    query = select(BillRow).where(BillRow.case_number == case_number)
    return list(session.exec(query.order_by(col(BillRow.version))))
