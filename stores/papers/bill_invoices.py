"""Invoices that the bill of a hospital names and that stand elsewhere too, or were taken back."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.case import Case
from models.hospital_bill import HospitalBill as BillRow
from rules.direct_billing.values import BillInvoice
from rules.findings.elsewhere import OtherPaper
from rules.findings.findings import FindingKind
from rules.vocabulary import Process
from stores.cover import hospital_bills
from stores.papers import paper_findings


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceElsewhere:
    """One invoice at one other place. ``settled``: a decision that stands was paid by it."""

    invoice: str
    kind: FindingKind
    case_number: str
    channel: Process
    same_member: bool
    settled: bool = False


def elsewhere(session: Session, case: Case) -> tuple[InvoiceElsewhere, ...]:
    """Where else the invoices of the newest bill of a case stand; nothing for a case without a bill."""
    newest = select(BillRow.version).where(BillRow.case_number == case.case_number)
    version = session.exec(newest.order_by(col(BillRow.version).desc()).limit(1)).first()
    bill = hospital_bills.read(session, case.case_number, version) if version else None
    if bill is None:
        return ()
    found = (each for invoice in bill.invoices for each in _of(session, case, invoice))
    return tuple(dict.fromkeys(found))


def _of(session: Session, case: Case, invoice: BillInvoice) -> Iterator[InvoiceElsewhere]:
    key = f"{invoice.code}:{invoice.number}"
    for number in paper_findings.settled_by(session, case, key):
        other = session.get_one(Case, number)
        yield InvoiceElsewhere(
            invoice=invoice.number,
            kind=FindingKind.SAME_INVOICE,
            case_number=number,
            channel=Process(other.process),
            same_member=other.member_id == case.member_id,
            settled=True,
        )
    for paper in paper_findings.papers_with(session, case, key, invoice.number):
        yield _on(paper, invoice, FindingKind.SAME_INVOICE)
    for paper in paper_findings.reversals_of(session, case, invoice.number):
        yield _on(paper, invoice, FindingKind.INVOICE_REVERSED)


def _on(paper: OtherPaper, invoice: BillInvoice, kind: FindingKind) -> InvoiceElsewhere:
    return InvoiceElsewhere(
        invoice=invoice.number,
        kind=kind,
        case_number=paper.case_number,
        channel=Process(paper.process),
        same_member=paper.same_member,
    )
