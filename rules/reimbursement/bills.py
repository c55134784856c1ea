"""What can be told of a bill by itself: its form, and that its charges add up (domain 8.4)."""

import re

from rules.adjudication.claim import InvoiceState

_E_BILL_CODE = re.compile(r"[0-9]{8}")
_E_BILL_NUMBER = re.compile(r"[0-9]{10}")
_CHECK_CODE = re.compile(r"[0-9A-Za-z]{6}")
_VAT_NUMBER = re.compile(r"[0-9]{20}")


def bill_state(*, code: str, number: str, check_code: str, total: int, charged: int) -> InvoiceState:
    """VERIFIED where the bill has the form of a medical e-bill or a VAT e-invoice, and its charges add up.

    Whether it was reversed, only the issuer knows: a person looks up what is UNVERIFIED. Money in fen.
    """
    e_bill = (
        _E_BILL_CODE.fullmatch(code)
        and _E_BILL_NUMBER.fullmatch(number)
        and _CHECK_CODE.fullmatch(check_code)
    )
    vat = not code and _VAT_NUMBER.fullmatch(number)
    well_formed = bool(e_bill or vat)
    return InvoiceState.VERIFIED if well_formed and total == charged else InvoiceState.UNVERIFIED
