"""A bill is paid once, and only if it verifies (R-141, A-27, domain 8.4)."""

from rules.adjudication.claim import Invoice, InvoiceState
from rules.adjudication.visit import Visit
from rules.catalogue.effective import Exclusion
from rules.reasons import ReasonCode

CLAUSE = ("R-141", "A-27")
ALIKE = ("R-101", "A-19")
DUPLICATE = Exclusion(ReasonCode.DUPLICATE_BILL, CLAUSE)
REVERSED = Exclusion(ReasonCode.BILL_REVERSED, CLAUSE)


def duplicate_bill(visit: Visit) -> None:
    """Excludes lines of bills claimed before or reversed; refers what cannot be told apart or verified."""
    claim = visit.claim
    bad = {invoice.key: found for invoice in claim.invoices if (found := _fault(visit, invoice))}
    for number in visit.lines:
        named = claim.lines[number].invoice
        invoices = [i for i in claim.invoices if named is None or named in (i.number, i.key)]
        faults = {bad.get(invoice.key) for invoice in invoices}
        if len(faults) == 1 and (exclusion := faults.pop()):
            visit.excluded[number] = exclusion
        elif any(faults):
            visit.refer("duplicate_bill", ReasonCode.DUPLICATE_BILL, CLAUSE, (("line", number + 1),))
    if bad and len(visit.excluded) == len(visit.lines):
        for reason in {exclusion.reason: None for exclusion in visit.excluded.values()}:
            visit.refuse("duplicate_bill", reason, CLAUSE)
    elif not visit.excluded:
        visit.keep("duplicate_bill", CLAUSE)


def _fault(visit: Visit, invoice: Invoice) -> Exclusion | None:
    if invoice.key in visit.standing.seen_invoices:
        return DUPLICATE
    if invoice.state is InvoiceState.REVERSED:
        return REVERSED
    if invoice.state is InvoiceState.UNVERIFIED and ReasonCode.BILL_UNVERIFIED not in visit.findings.reasons:
        visit.refer("bill_verified", ReasonCode.BILL_UNVERIFIED, CLAUSE, (("invoice", invoice.number),))
    return None


def same_amount_settled(visit: Visit) -> None:
    """Refers a claim whose patient, hospital, day and total the other channel has settled (domain 3.3, G6).

    A bill that the hospital sent has no invoice number, the family's copy of it has one. Two bills may be
    alike by chance, so a person compares them.
    """
    billed = sum(visit.amounts)
    known = ReasonCode.DUPLICATE_BILL in visit.findings.reasons
    if billed in visit.standing.settled_bills and not known:
        visit.refer("duplicate_bill", ReasonCode.DUPLICATE_BILL, ALIKE, (("settled alike", billed),))


def evidence(visit: Visit) -> None:
    """Refers a claim whose file is not complete; marks one that came after two years (L-02, L-09)."""
    claim = visit.claim
    if claim.documents_missing:
        visit.refer("evidence", ReasonCode.DOCUMENT_MISSING, ("L-02", "R-141"))
    submitted, on = claim.submitted_on, visit.on
    if submitted and (submitted.year - on.year, submitted.month, submitted.day) > (2, on.month, on.day):
        visit.findings.flags[ReasonCode.LIMITATION] = None
