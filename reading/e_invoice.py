"""Electronic invoices in XML: the fiscal medical bill and the VAT invoice, by the names of their elements."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

import untrusted_xml
from reading.labels import given
from reading.words import day
from rules.findings.reading import FieldName, Means, PaperKind, ReadField, Reading, ReadLine
from rules.money import format_yuan
from untrusted_xml import local_name

_CERTAIN = 1.0
_TAGS: dict[FieldName, tuple[str, ...]] = {
    FieldName.INVOICE_CODE: ("EInvoiceCode", "InvoiceCode"),
    FieldName.INVOICE_NUMBER: ("EInvoiceNumber", "InvoiceNumber", "EIid"),
    FieldName.CHECK_CODE: ("RandomNumber", "CheckCode"),
    FieldName.REVERSES: ("RelatedInvoiceNumber", "OriginalInvoiceNumber"),
    FieldName.ISSUED_ON: ("IssueDate", "IssueTime", "RequestTime"),
    FieldName.AMOUNT: ("TotalAmount", "TotalTax-includedAmount", "TotalTaxIncludedAmount"),
    FieldName.HOSPITAL: ("InvoicingPartyName", "SellerName"),
    FieldName.PERSON: ("PayerPartyName", "BuyerName", "PatientName"),
    FieldName.PUBLIC_FUND: ("FundPayAmount", "MedicalInsuranceFundPay"),
    FieldName.PERSONAL_ACCOUNT: ("AccountPayAmount", "PersonalAccountPay"),
    FieldName.CASH: ("OwnPayAmount", "PersonalCashPay"),
    FieldName.OTHER_PAYMENT: ("OtherPayAmount", "OtherPay"),
}
_SAID: dict[str, FieldName] = {
    "医保统筹基金支付": FieldName.PUBLIC_FUND,
    "个人账户支付": FieldName.PERSONAL_ACCOUNT,
    "个人现金支付": FieldName.CASH,
    "其他支付": FieldName.OTHER_PAYMENT,
}
"""Further particulars, which bills carry as pairs of a name and a value."""
_AMOUNTS = frozenset(
    {
        FieldName.AMOUNT,
        FieldName.PUBLIC_FUND,
        FieldName.PERSONAL_ACCOUNT,
        FieldName.CASH,
        FieldName.OTHER_PAYMENT,
    }
)
_LINES = ("Item", "IssuItemInformation")
_AMOUNT = re.compile(r"¥?\s?(-?)¥?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{1,2})0*)?")
_LONGEST = 200
_MOST_LINES = 400


def invoice(content: bytes) -> Reading | None:
    """What the file says, or None where it is no invoice; UntrustedXmlError where it is not read."""
    root = untrusted_xml.parse(content)
    texts = _texts(root)
    fields = tuple(_fields(texts)) + tuple(_further(root))
    names = {each.name for each in fields}
    if not {FieldName.INVOICE_NUMBER, FieldName.AMOUNT} <= names:
        return None
    once = {each.name: each for each in reversed(fields)}
    return Reading(
        kind=PaperKind.INVOICE,
        kind_confidence=_CERTAIN,
        fields=tuple(once.values()),
        lines=tuple(_lines(root))[:_MOST_LINES],
        pages=1,
    )


def _texts(root: Element) -> dict[str, str]:
    """The first text of each name."""
    found: dict[str, str] = {}
    for element in root.iter():
        text = (element.text or "").strip()
        if text:
            found.setdefault(local_name(element), text[:_LONGEST])
    return found


def _fields(texts: dict[str, str]) -> Iterator[ReadField]:
    for name, tags in _TAGS.items():
        text = next((texts[tag] for tag in tags if tag in texts), "")
        value = _value(name, text)
        if value:
            yield given(name, value, Means.XML, _CERTAIN)


def _further(root: Element) -> Iterator[ReadField]:
    for element in root.iter():
        parts = [(child.text or "").strip() for child in element]
        for said, value in pairwise(parts):
            name = _SAID.get(said)
            if name and (kept := _value(name, value)):
                yield given(name, kept, Means.XML, _CERTAIN)


def _lines(root: Element) -> Iterator[ReadLine]:
    for element in root.iter():
        if local_name(element) not in _LINES:
            continue
        texts = _texts(element)
        item, amount = texts.get("ItemName", ""), texts.get("ItemAmount") or texts.get("Amount", "")
        fen = _fen(amount)
        if item and fen is not None:
            yield ReadLine(item=item, amount=fen, confidence=_CERTAIN)


def _value(name: FieldName, text: str) -> str:
    if name is FieldName.ISSUED_ON:
        return day(text)
    if name in _AMOUNTS:
        fen = _fen(text)
        return "" if fen is None else format_yuan(fen)
    return text


def _fen(text: str) -> int | None:
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text))
    if not found:
        return None
    value = int(found[2].replace(",", "")) * 100 + int((found[3] or "0").ljust(2, "0"))
    return -value if found[1] else value
