"""What a family's cases came to: money promised, paid, consumed, refunded and open; letters; clocks met."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from commands.demo_families import Lived
from commands.lived.stage import Stage
from models.guarantee import Guarantee
from models.guarantee_version import GuaranteeVersion
from models.ledger_entry import LedgerEntry
from models.letter import Letter
from models.payment import Payment
from models.receivable import Receivable
from rules.advances.case import AdvanceCase
from rules.clocks import RunningClock
from rules.deadlines import MilestoneKind
from rules.direct_billing.case import DirectBillingCase
from rules.money import format_yuan
from rules.payments.vocabulary import PaymentStatus
from rules.vocabulary import PROMISES, ClockState, LedgerEntryKind

SUMS = ("promised", "paid", "consumed", "refunded", "open")
OWED = (PaymentStatus.ORDERED, PaymentStatus.APPROVED, PaymentStatus.SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyStatement:
    """Fen. ``open`` is what somebody still owes, we or the family."""

    title: str
    cases: tuple[tuple[str, str], ...]
    promised: int
    paid: int
    consumed: int
    refunded: int
    open: int
    letters: tuple[tuple[str, str], ...]
    clocks_met: tuple[str, ...]
    clocks_missed: int


def statement_of(stage: Stage, lived: Lived) -> FamilyStatement:
    """What stands on the books for the cases of a family, and what their workflows say."""
    cases = [stage.see(number) for number in lived.cases]
    letters = stage.read(lambda session: _letters(session, lived.cases))
    money = stage.read(lambda session: _money(session, cases, lived.cases))
    met = [clock for case in cases for clock in case.clocks if clock.state is ClockState.MET]
    return FamilyStatement(
        title=lived.title,
        cases=tuple((case.case_number, str(case.stage)) for case in cases),
        **money,
        letters=letters,
        clocks_met=tuple(dict.fromkeys(clock.kind.value for clock in met)),
        clocks_missed=sum(_breached(clock) for clock in met),
    )


def _breached(clock: RunningClock) -> bool:
    return any(each.fired and each.kind is MilestoneKind.BREACH for each in clock.milestones)


def _money(session: Session, cases: list[Any], numbers: tuple[str, ...]) -> dict[str, int]:
    """The statement of an advance where there is one, else the sums of payments, ledger and receivables."""
    payments = session.exec(select(Payment).where(col(Payment.case_number).in_(numbers))).all()
    debts = session.exec(select(Receivable).where(col(Receivable.case_number).in_(numbers))).all()
    under_way = sum(each.amount for each in payments if each.status in OWED)
    advance = next((case.statement for case in cases if isinstance(case, AdvanceCase)), None)
    if advance is not None:
        return {
            "promised": advance.promised,
            "paid": advance.paid,
            "consumed": advance.consumed,
            "refunded": advance.refunded,
            "open": advance.open + under_way,
        }
    return {
        "promised": _promised(cases, _ceilings(session, numbers)),
        "paid": sum(each.amount for each in payments if each.status is PaymentStatus.SETTLED),
        "consumed": _consumed(session, numbers),
        "refunded": sum(each.received for each in debts),
        "open": under_way + sum(each.amount - each.received for each in debts),
    }


def _promised(cases: list[Any], ceilings: int) -> int:
    """The ceiling of a letter, else what a desk held; a claim of the family was promised nothing."""
    held = [case.desk.payable for case in cases if isinstance(case, DirectBillingCase) and case.desk]
    return ceilings or (held[-1] if held else 0)


def _letters(session: Session, cases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    query = select(Letter.number, Letter.code).where(col(Letter.case_number).in_(cases))
    return tuple((number, code) for number, code in session.exec(query.order_by(col(Letter.issued_at))))


def _consumed(session: Session, cases: tuple[str, ...]) -> int:
    query = select(func.coalesce(func.sum(LedgerEntry.amount), 0)).where(
        col(LedgerEntry.case_number).in_(cases),
        LedgerEntry.kind == LedgerEntryKind.CONSUME,
        col(LedgerEntry.account_id).is_not(None),
    )
    return int(session.scalar(query) or 0)


def _ceilings(session: Session, cases: tuple[str, ...]) -> int:
    query = (
        select(func.max(GuaranteeVersion.ceiling))
        .join(Guarantee, col(Guarantee.number) == col(GuaranteeVersion.guarantee_number))
        .where(col(Guarantee.case_number).in_(cases), col(GuaranteeVersion.kind).in_(PROMISES))
    )
    return int(session.scalar(query) or 0)


def statement_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The statement for people, from its mapping."""
    yield told["title"]
    for number, stage in told["cases"]:
        yield f"  case      {number}  {stage}"
    for name in SUMS:
        yield f"  {name:<9} {told[name]:>12}"
    for number, code in told["letters"]:
        yield f"  letter    {code:<11} {number}"
    missed = told["clocks_missed"]
    yield f"  clocks    {', '.join(told['clocks_met'])}: {f'{missed} late' if missed else 'all met in time'}"


def as_mapping(told: FamilyStatement) -> dict[str, Any]:
    """The statement for machines; money in yuan."""
    written = asdict(told)
    for name in SUMS:
        written[name] = format_yuan(written[name])
    return written
