"""What a family or a hospital owes: why, until when, in which parts, and where the money goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models.case import Case
from models.fund import Fund
from models.guardian import Guardian
from models.member import Member
from models.receivable import Receivable
from rules.china_time import shanghai_date
from rules.payments.vocabulary import ReceivableKind, ReceivableStatus
from stores.casework.case_queries import Sight
from stores.money import receivables

_HOSPITAL = "hospital:"
_ENDED = (ReceivableStatus.PAID, ReceivableStatus.WAIVED)


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment; fen. ``open`` is what of it has not come yet."""

    due_on: date
    amount: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One debt; fen. ``to_account`` is ours, at ``bank_code`` in the name of ``to_name``."""

    reference: str
    kind: ReceivableKind
    status: ReceivableStatus
    case_number: str
    child: str
    amount: int
    received: int
    due_on: date
    overdue: bool
    parts: tuple[Part, ...]
    to_name: str
    to_account: str
    bank_code: str

    @property
    def owed(self) -> int:
        """What is still to be paid, in fen."""
        return 0 if self.status in _ENDED else self.amount - self.received

    @property
    def payable(self) -> bool:
        """Whether the debtor is asked for it now: not while it is disputed."""
        return self.status is ReceivableStatus.OPEN

    @property
    def next_part(self) -> int:
        """What the next instalment still wants; all of it where no plan was agreed. Fen."""
        return next((part.open for part in self.parts if part.open), self.owed)


def of_family(session: Session, sight: Sight, wall: datetime) -> Sequence[Owed]:
    """A family's debts of the cases in sight, those open first; what a hospital owes on them is not its."""
    if sight.guardian_id is None:
        return ()
    of_families = _debts().where(sight.rows(), ~col(Receivable.debtor).startswith(_HOSPITAL))
    return [_owed(session, debt, wall) for debt in session.execute(of_families)]


def of_hospital(session: Session, hospital_code: str, wall: datetime) -> Sequence[Owed]:
    """What a hospital itself still owes, those open first; never what a family owes."""
    own = _debts().where(
        col(Receivable.debtor) == _HOSPITAL + hospital_code, col(Receivable.status).not_in(_ENDED)
    )
    return [_owed(session, debt, wall) for debt in session.execute(own)]


def name_of(session: Session, guardian_id: UUID | None) -> str:
    """Who pays; empty for nobody."""
    guardian = session.get(Guardian, guardian_id) if guardian_id else None
    return guardian.name if guardian else ""


def _debts() -> Any:
    """Debts with their fund and child and how far their cases are ahead of the wall, those open first."""
    return (
        select(Receivable, Fund, col(Member.name), col(Case.clock_offset_seconds))
        .join(Case, col(Case.case_number) == col(Receivable.case_number))
        .join(Member, col(Member.id) == col(Case.member_id))
        .join(Fund, col(Fund.code) == col(Receivable.fund_code))
        .order_by(col(Receivable.status) != ReceivableStatus.OPEN, col(Receivable.due_on))
    )


def _owed(session: Session, debt: Any, wall: datetime) -> Owed:
    row, fund, child, ahead = debt
    today = shanghai_date(wall + timedelta(seconds=max(row.ahead_seconds, ahead)))
    return Owed(
        reference=row.reference,
        kind=row.kind,
        status=row.status,
        case_number=row.case_number,
        child=child,
        amount=row.amount,
        received=row.received,
        due_on=row.due_on,
        overdue=row.status is ReceivableStatus.OPEN and row.due_on < today,
        parts=_parts(session, row),
        to_name=fund.name,
        to_account=fund.account_number,
        bank_code=fund.bank_code,
    )


def _parts(session: Session, row: Receivable) -> tuple[Part, ...]:
    """The plan in force: it was made of what was open then, and money pays its first days first."""
    plan = receivables.instalments(session, row.reference)
    came = row.received - (row.amount - sum(each.amount for each in plan))
    parts = []
    for each in plan:
        paid = min(max(came, 0), each.amount)
        parts.append(Part(due_on=each.due_on, amount=each.amount, open=each.amount - paid))
        came -= paid
    return tuple(parts)
