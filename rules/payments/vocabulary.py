"""Words of money out and in. Chinese terms: docs/glossary.md."""

from enum import StrEnum


class PayeeKind(StrEnum):
    """Who receives a payment; the insured child's family is GUARDIAN or, of age, INSURED (L-26)."""

    HOSPITAL = "HOSPITAL"
    GUARDIAN = "GUARDIAN"
    INSURED = "INSURED"
    PROVIDER = "PROVIDER"
    PAYER = "PAYER"


class PaymentPurpose(StrEnum):
    """What a payment is for. RETURN gives back what somebody paid us beyond what was due."""

    CLAIM = "CLAIM"
    HOSPITAL_BILL = "HOSPITAL_BILL"
    INTERIM = "INTERIM"
    ADVANCE = "ADVANCE"
    ADVANCE_REPAYMENT = "ADVANCE_REPAYMENT"
    BALANCE = "BALANCE"
    COMPENSATION = "COMPENSATION"
    RETURN = "RETURN"


class PaymentStatus(StrEnum):
    """How far a payment has come; SENT stays until the bank has said what became of it."""

    ORDERED = "ORDERED"
    APPROVED = "APPROVED"
    SENT = "SENT"
    SETTLED = "SETTLED"
    FAILED = "FAILED"
    TURNED_DOWN = "TURNED_DOWN"


class PaymentAct(StrEnum):
    """What happened to a payment."""

    ORDERED = "ORDERED"
    SIGNED = "SIGNED"
    APPROVED = "APPROVED"
    TURNED_DOWN = "TURNED_DOWN"
    BATCHED = "BATCHED"
    SENT = "SENT"
    SETTLED = "SETTLED"
    FAILED = "FAILED"
    CASE_TOLD = "CASE_TOLD"


class TurnDownReason(StrEnum):
    """Why finance sends a payment back to its case."""

    WRONG_PAYEE = "WRONG_PAYEE"
    WRONG_ACCOUNT = "WRONG_ACCOUNT"
    WRONG_AMOUNT = "WRONG_AMOUNT"
    SUSPECTED_FRAUD = "SUSPECTED_FRAUD"
    OTHER = "OTHER"


class BatchStatus(StrEnum):
    """FORMED: written to the object store. SENT: the bank may have it. CLOSED: every payment has its end."""

    FORMED = "FORMED"
    SENT = "SENT"
    CLOSED = "CLOSED"


class PayeeFinding(StrEnum):
    """What speaks against paying as ordered (L-26, L-28, domain 8.3)."""

    NO_ACCOUNT = "NO_ACCOUNT"
    UNRELATED_PAYEE = "UNRELATED_PAYEE"
    HOLDER_DIFFERS = "HOLDER_DIFFERS"
    GUARDIANSHIP_UNPROVEN = "GUARDIANSHIP_UNPROVEN"
    INSURED_OF_AGE = "INSURED_OF_AGE"
    INSURED_UNDER_EIGHT = "INSURED_UNDER_EIGHT"
    LARGE_UNVERIFIED = "LARGE_UNVERIFIED"
    ACCOUNT_FORM = "ACCOUNT_FORM"
    LUHN = "LUHN"


class ReceivableKind(StrEnum):
    """What is owed to us: copay (5.5), refund of an advance's difference, recovery of cost (5.6).

    OVERPAYMENT: we paid a hospital or a family more than what was determined in the end.
    """

    COPAY = "COPAY"
    REFUND = "REFUND"
    RECOVERY = "RECOVERY"
    OVERPAYMENT = "OVERPAYMENT"


class ReceivableStatus(StrEnum):
    """DISPUTED freezes the due date; WAIVED and LEGAL end collection here."""

    OPEN = "OPEN"
    PAID = "PAID"
    DISPUTED = "DISPUTED"
    WAIVED = "WAIVED"
    LEGAL = "LEGAL"


class ReceiptStatus(StrEnum):
    """MATCHED: it paid a receivable. UNMATCHED: finance must look. RETURNED: a payment back is ordered."""

    MATCHED = "MATCHED"
    UNMATCHED = "UNMATCHED"
    RETURNED = "RETURNED"


class FundMovementKind(StrEnum):
    """How a float moves; TOP_UP by its owner, the rest by payments and receipts."""

    TOP_UP = "TOP_UP"
    PAID = "PAID"
    RECEIVED = "RECEIVED"
