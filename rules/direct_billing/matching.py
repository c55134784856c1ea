"""A bill held against the guarantee letter, line by line and as a whole (R-080, R-091, domain 7.1)."""

from collections.abc import Collection, Iterator
from datetime import date

from rules.direct_billing.values import BillFinding, BillLine, HospitalBill, Mismatch, Promise
from rules.items import ItemCode
from rules.preauthorization.diagnoses import diagnosis_groups
from rules.vocabulary import DocumentKind, RoomClass

UNIT_PRICE_NEEDS_APPROVAL = 5_000_00
DRUG_NEEDS_APPROVAL = 3_000_00
"""Above these a single item outside the letter needs a new approval (A-14, domain 7.1)."""

_DRUGS = frozenset({ItemCode.DRUG, ItemCode.INJECTION})
_ROOMS = (
    RoomClass.SHARED,
    RoomClass.TWIN,
    RoomClass.STANDARD_SINGLE,
    RoomClass.SUITE,
)
"""From the plain bed to the dear one; wards by need (intensive care and the like) stand outside it."""


def match(
    bill: HospitalBill, promise: Promise | None, *, payable: int, admitted_on: date, on_day: date
) -> tuple[BillFinding, ...]:
    """Everything where the bill is not what was promised; nothing of it is decided here.

    ``payable`` is what we should pay of it: the letter's ceiling is ours, not the bill's. ``on_day`` is the
    day of the bill: a stay that goes on is as long as that.
    """
    findings = [*_invoices(bill)]
    if promise is None:
        return tuple(findings)
    findings += _letter(promise)
    findings += _whole(
        bill, promise, payable=payable, days_to=bill.discharged_on or on_day, admitted_on=admitted_on
    )
    findings += _items(bill, promise)
    for line in bill.lines:
        findings += _line(line, promise)
    return tuple(findings)


REPORTS_ABOVE = 1_000_00
"""Dearer visits come with their reports (domain 7.6)."""


def missing_records(kinds: Collection[DocumentKind], billed: int) -> tuple[BillFinding, ...]:
    """Papers that a bill needs beside the signature (domain 7.6)."""
    wanted = [DocumentKind.MEDICAL_RECORD]
    if billed > REPORTS_ABOVE:
        wanted.append(DocumentKind.EXAMINATION_REPORT)
    return tuple(
        BillFinding(code=Mismatch.RECORD_MISSING, detail=kind) for kind in wanted if kind not in kinds
    )


def _invoices(bill: HospitalBill) -> Iterator[BillFinding]:
    """Charges of an invoice add up to what it says; charges without one count as a whole."""
    for invoice in bill.invoices:
        of_it = [line.amount for line in bill.lines if line.invoice == invoice.number]
        charged = sum(of_it) if of_it or len(bill.invoices) > 1 else bill.billed
        if charged != invoice.total:
            yield BillFinding(
                code=Mismatch.INVOICE_TOTAL, billed=charged, allowed=invoice.total, detail=invoice.number
            )


def _letter(promise: Promise) -> Iterator[BillFinding]:
    if not promise.valid:
        yield BillFinding(code=Mismatch.LETTER_NOT_VALID, detail=promise.number)


def _whole(
    bill: HospitalBill, promise: Promise, *, payable: int, days_to: date, admitted_on: date
) -> Iterator[BillFinding]:
    if payable > promise.ceiling:
        yield BillFinding(code=Mismatch.ABOVE_CEILING, billed=payable, allowed=promise.ceiling)
    days = (days_to - admitted_on).days
    if promise.approved_days and days > promise.approved_days:
        yield BillFinding(code=Mismatch.TOO_MANY_DAYS, billed=days, allowed=promise.approved_days)
    if bill.room_class and _dearer(bill.room_class, promise.room_class):
        yield BillFinding(code=Mismatch.ROOM_ABOVE_LETTER, detail=bill.room_class)
    billed_for = diagnosis_groups(bill.diagnoses)
    promised_for = {code[:3].upper() for code in promise.diagnoses}
    if promised_for and not promised_for & set(billed_for):
        yield BillFinding(code=Mismatch.OTHER_DIAGNOSIS, detail=" ".join(billed_for))


def _items(bill: HospitalBill, promise: Promise) -> Iterator[BillFinding]:
    """The sum of an item against what the letter approves of it, where it approves any."""
    approved: dict[str, int] = {}
    for promised in promise.items:
        approved[promised.item] = approved.get(promised.item, 0) + promised.approved
    for item, allowed in approved.items():
        billed = sum(line.amount for line in bill.lines if line.item == item)
        if allowed and billed > allowed:
            yield BillFinding(code=Mismatch.ABOVE_ITEM, billed=billed, allowed=allowed, detail=item)


def _line(line: BillLine, promise: Promise) -> Iterator[BillFinding]:
    named = [promised for promised in promise.items if promised.item == line.item]
    if not named:
        yield from _outside(line, promise)
        return
    cut = next((promised for promised in named if not promised.approved), None)
    if cut and not any(promised.approved for promised in named):
        yield BillFinding(
            code=Mismatch.CUT_IN_LETTER, line_id=line.line_id, billed=line.amount, detail=cut.reason_code
        )
    prices = [promised.unit_price for promised in named if promised.unit_price is not None]
    if prices and line.unit_price is not None and line.unit_price > max(prices):
        yield BillFinding(
            code=Mismatch.ABOVE_UNIT_PRICE,
            line_id=line.line_id,
            billed=line.unit_price,
            allowed=max(prices),
        )


def _outside(line: BillLine, promise: Promise) -> Iterator[BillFinding]:
    """What the letter does not name; a dear one needs an approval of its own."""
    if promise.items:
        yield BillFinding(
            code=Mismatch.NOT_IN_LETTER, line_id=line.line_id, billed=line.amount, detail=line.item
        )
    price = line.unit_price if line.unit_price is not None else line.amount
    bound = DRUG_NEEDS_APPROVAL if line.item in _DRUGS else UNIT_PRICE_NEEDS_APPROVAL
    if price > bound:
        yield BillFinding(
            code=Mismatch.NEEDS_APPROVAL, line_id=line.line_id, billed=price, allowed=bound, detail=line.item
        )


def _dearer(taken: RoomClass, promised: RoomClass) -> bool:
    return taken in _ROOMS and promised in _ROOMS and _ROOMS.index(taken) > _ROOMS.index(promised)
