"""What the demonstration bank reads and writes: pain.001.001.09 in, pain.002.001.12 out.

Written apart from Lipei's own reader and writer, so that each finds the other's mistakes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import untrusted_xml
from untrusted_xml import UntrustedXmlError

PAIN_001 = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
PAIN_002 = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.12"

_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,12})(?:\.([0-9]{1,2}))?")
_IN = {"p": PAIN_001}


class BadMessageError(ValueError):
    """What was sent is no payment order that this bank takes; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One credit transfer of an order; fen."""

    end_to_end_id: str
    payment_information_id: str
    debtor: str
    creditor: str
    creditor_name: str
    amount: int
    remittance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A pain.001 with its transfers."""

    message_id: str
    transfers: tuple[Transfer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What became of a transfer: ACSC done, PDNG waiting, RJCT with a reason."""

    end_to_end_id: str
    payment_information_id: str
    status: str
    reason: str
    reference: str
    at: datetime


def read_order(content: bytes) -> Order:
    """The order in a pain.001.001.09; BadMessageError."""
    root = _parse(content)
    initiation = root.find("p:CstmrCdtTrfInitn", _IN)
    if root.tag != f"{{{PAIN_001}}}Document" or initiation is None:
        raise BadMessageError(f"expected a Document of {PAIN_001}")
    transfers = tuple(_transfers(initiation))
    count, total = _text(initiation, "p:GrpHdr/p:NbOfTxs"), _text(initiation, "p:GrpHdr/p:CtrlSum")
    if count != str(len(transfers)):
        raise BadMessageError(f"NbOfTxs says {count}, but there are {len(transfers)} transfers")
    if _fen(total) != sum(each.amount for each in transfers):
        raise BadMessageError(f"CtrlSum {total} is not the sum of the transfers")
    if len({each.end_to_end_id for each in transfers}) != len(transfers):
        raise BadMessageError("an EndToEndId stands twice in the order")
    return Order(message_id=_text(initiation, "p:GrpHdr/p:MsgId"), transfers=transfers)


def write_report(message_id: str, statuses: Sequence[Status], *, report_id: str) -> bytes:
    """A pain.002.001.12 about an order, with one entry for each status in the order given."""
    ET.register_namespace("", PAIN_002)
    document = ET.Element(f"{{{PAIN_002}}}Document")
    report = _add(document, "CstmrPmtStsRpt")
    header = _add(report, "GrpHdr")
    _add(header, "MsgId", report_id)
    _add(header, "CreDtTm", _moment(datetime.now(UTC)))
    original = _add(report, "OrgnlGrpInfAndSts")
    _add(original, "OrgnlMsgId", message_id)
    _add(original, "OrgnlMsgNmId", "pain.001.001.09")
    _add(original, "GrpSts", _group_status(statuses))
    for information_id in dict.fromkeys(each.payment_information_id for each in statuses):
        part = _add(report, "OrgnlPmtInfAndSts")
        _add(part, "OrgnlPmtInfId", information_id)
        for each in statuses:
            if each.payment_information_id == information_id:
                _add_status(part, each)
    xml: bytes = ET.tostring(document, encoding="UTF-8", xml_declaration=True)
    return xml


def _transfers(initiation: ET.Element) -> Iterator[Transfer]:
    for information in initiation.findall("p:PmtInf", _IN):
        information_id = _text(information, "p:PmtInfId")
        debtor = _text(information, "p:DbtrAcct/p:Id/p:Othr/p:Id")
        for each in information.findall("p:CdtTrfTxInf", _IN):
            amount = each.find("p:Amt/p:InstdAmt", _IN)
            if amount is None or amount.get("Ccy") != "CNY":
                raise BadMessageError("this bank transfers CNY only")
            yield Transfer(
                end_to_end_id=_text(each, "p:PmtId/p:EndToEndId"),
                payment_information_id=information_id,
                debtor=debtor,
                creditor=_text(each, "p:CdtrAcct/p:Id/p:Othr/p:Id"),
                creditor_name=_text(each, "p:Cdtr/p:Nm"),
                amount=_fen(amount.text or ""),
                remittance=each.findtext("p:RmtInf/p:Ustrd", "", _IN),
            )


def _parse(content: bytes) -> ET.Element:
    try:
        return untrusted_xml.parse(content)
    except UntrustedXmlError as unread:
        raise BadMessageError(f"the order is not read: {unread}") from None


def _text(element: ET.Element, path: str) -> str:
    text = (element.findtext(path, "", _IN) or "").strip()
    if not text:
        raise BadMessageError(f"{path.replace('p:', '')} is missing")
    return text


def _fen(text: str) -> int:
    form = _AMOUNT.fullmatch(text.strip())
    if form is None:
        raise BadMessageError(f"{text!r} is no amount in yuan")
    return int(form[1]) * 100 + int((form[2] or "").ljust(2, "0"))


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    element = ET.SubElement(parent, f"{{{PAIN_002}}}{name}")
    element.text = text
    return element


def _add_status(part: ET.Element, status: Status) -> None:
    entry = _add(part, "TxInfAndSts")
    _add(entry, "OrgnlInstrId", status.end_to_end_id)
    _add(entry, "OrgnlEndToEndId", status.end_to_end_id)
    _add(entry, "TxSts", status.status)
    if status.reason:
        _add(_add(_add(entry, "StsRsnInf"), "Rsn"), "Cd", status.reason)
    _add(entry, "AccptncDtTm", _moment(status.at))
    _add(entry, "AcctSvcrRef", status.reference)


def _group_status(statuses: Sequence[Status]) -> str:
    kinds = {each.status for each in statuses}
    return kinds.pop() if len(kinds) == 1 else "PART"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
