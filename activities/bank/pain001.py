"""Payment orders as ISO 20022 pain.001.001.09: the same batch is always the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from rules.china_time import shanghai_date
from rules.money import format_yuan

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
MEDIA_TYPE = "application/xml"

CHINA_CLEARING = "CNAPS"
_LONGEST_NAME, _LONGEST_REMITTANCE = 140, 140


@dataclass(frozen=True, slots=True, kw_only=True)
class BankParty:
    """Whose account it is; ``bank_code`` is the twelve-digit CNAPS code, empty where it is not known."""

    name: str
    account: str
    bank_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """One payment in fen. ``remittance`` names numbers, never what the child has."""

    end_to_end_id: str
    amount: int
    creditor: BankParty
    remittance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOrder:
    """A batch from one account; ``created_at`` is when it was formed, not when it is written."""

    message_id: str
    created_at: datetime
    debtor: BankParty
    transfers: Sequence[CreditTransfer]

    @property
    def total(self) -> int:
        """The sum of the transfers in fen."""
        return sum(each.amount for each in self.transfers)


def write_order(order: TransferOrder) -> bytes:
    """The batch as a file."""
    ET.register_namespace("", NAMESPACE)
    document = ET.Element(_name("Document"))
    initiation = _add(document, "CstmrCdtTrfInitn")
    header = _add(initiation, "GrpHdr")
    _add(header, "MsgId", order.message_id)
    _add(header, "CreDtTm", order.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _totals(header, order)
    _add(_add(header, "InitgPty"), "Nm", "Lipei")
    information = _add(initiation, "PmtInf")
    _add(information, "PmtInfId", f"{order.message_id}-1")
    _add(information, "PmtMtd", "TRF")
    _totals(information, order)
    _add(_add(information, "ReqdExctnDt"), "Dt", shanghai_date(order.created_at).isoformat())
    _party(information, "Dbtr", order.debtor.name)
    _account(information, "DbtrAcct", order.debtor.account)
    _bank(information, "DbtrAgt", order.debtor.bank_code)
    for each in order.transfers:
        _transfer(information, each)
    content: bytes = ET.tostring(document, encoding="UTF-8", xml_declaration=True)
    return content


def _transfer(information: ET.Element, transfer: CreditTransfer) -> None:
    entry = _add(information, "CdtTrfTxInf")
    ids = _add(entry, "PmtId")
    _add(ids, "InstrId", transfer.end_to_end_id)
    _add(ids, "EndToEndId", transfer.end_to_end_id)
    _add(_add(entry, "Amt"), "InstdAmt", format_yuan(transfer.amount)).set("Ccy", "CNY")
    _bank(entry, "CdtrAgt", transfer.creditor.bank_code)
    _party(entry, "Cdtr", transfer.creditor.name)
    _account(entry, "CdtrAcct", transfer.creditor.account)
    _add(_add(entry, "RmtInf"), "Ustrd", transfer.remittance[:_LONGEST_REMITTANCE])


def _totals(parent: ET.Element, order: TransferOrder) -> None:
    _add(parent, "NbOfTxs", str(len(order.transfers)))
    _add(parent, "CtrlSum", format_yuan(order.total))


def _party(parent: ET.Element, role: str, name: str) -> None:
    _add(_add(parent, role), "Nm", name[:_LONGEST_NAME])


def _account(parent: ET.Element, role: str, number: str) -> None:
    _add(_add(_add(_add(parent, role), "Id"), "Othr"), "Id", number)


def _bank(parent: ET.Element, role: str, code: str) -> None:
    bank = _add(_add(parent, role), "FinInstnId")
    if code:
        member = _add(bank, "ClrSysMmbId")
        _add(_add(member, "ClrSysId"), "Cd", CHINA_CLEARING)
        _add(member, "MmbId", code)
    else:
        _add(_add(bank, "Othr"), "Id", "NOTPROVIDED")


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    element = ET.SubElement(parent, _name(name))
    element.text = text
    return element


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
