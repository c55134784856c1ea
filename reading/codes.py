"""QR codes and barcodes on a page, and what those of electronic invoices say.

No authority publishes the layout of fiscal codes (domain 8.4): one is taken apart only where its parts have
the form of an invoice's, else its text is left alone.
"""

import re
from collections.abc import Iterator

import zxingcpp
from PIL import Image

from reading.words import amount, day
from rules.findings.reading import FieldName

MOST_CODES = 8
"""Of a page; more than that is no invoice."""
LONGEST = 400
_FORMATS = zxingcpp.BarcodeFormats(
    (
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.PDF417,
        zxingcpp.BarcodeFormat.Code128,
    )
)
_CODE = re.compile(r"[0-9]{8}|[0-9]{10}|[0-9]{12}")
_NUMBER = re.compile(r"[0-9]{8}|[0-9]{10}|[0-9]{20}")
_CHECK = re.compile(r"[0-9A-Za-z]{6}|[0-9]{20}")
_AMOUNT = re.compile(r"-?[0-9]{1,9}\.[0-9]{2}")
_DAY = re.compile(r"20[0-9]{6}")
_KNOWN_STARTS = ("01", "06")


def texts(picture: Image.Image) -> tuple[str, ...]:
    """What the codes on a picture say, in reading order; data, whatever it is."""
    found = zxingcpp.read_barcodes(picture.convert("L"), formats=_FORMATS)
    return tuple(code.text[:LONGEST] for code in found[:MOST_CODES] if code.text)


def invoice(text: str) -> dict[FieldName, str]:
    """The fields of an invoice's code: type, class, code, number, then amount, day, check code in any order.

    Empty where it is none: a web address, another list, a number that means something else.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 6 or parts[0] not in _KNOWN_STARTS or not _NUMBER.fullmatch(parts[3]):
        return {}
    if parts[2] and not _CODE.fullmatch(parts[2]):
        return {}
    found = {FieldName.INVOICE_NUMBER: parts[3]}
    if parts[2]:
        found[FieldName.INVOICE_CODE] = parts[2]
    return found | dict(_rest(parts[4:]))


def _rest(parts: list[str]) -> Iterator[tuple[FieldName, str]]:
    for part in parts:
        if _AMOUNT.fullmatch(part):
            yield FieldName.AMOUNT, amount(part)
        elif _DAY.fullmatch(part) and day(part):
            yield FieldName.ISSUED_ON, day(part)
        elif _CHECK.fullmatch(part):
            yield FieldName.CHECK_CODE, part
