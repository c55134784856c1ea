"""The bank's word on payments: ISO 20022 pain.002, of whatever version, read as untrusted text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from xml.etree import ElementTree as ET

import untrusted_xml
from untrusted_xml import UntrustedXmlError

NO_REASON = "MS03"

_NAMESPACE = re.compile(r"\{(urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.[0-9]{2})\}Document")


class ReportUnreadableError(Exception):
    """What the bank sent is no status report; what became of the payments is not known yet."""


class Outcome(StrEnum):
    """What the bank's many codes come down to."""

    PENDING = "PENDING"
    SETTLED = "SETTLED"
    REJECTED = "REJECTED"


_SETTLED, _REJECTED = frozenset({"ACSC", "ACCC"}), frozenset({"RJCT", "CANC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferStatus:
    """What became of one payment; ``reason`` of a rejected one, ``reference`` is the bank's own."""

    end_to_end_id: str
    outcome: Outcome
    reason: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """A report on one message. ``rejected_with`` where the bank rejected it as a whole."""

    message_id: str
    statuses: tuple[TransferStatus, ...]
    rejected_with: str = ""


def read_report(content: bytes) -> StatusReport:
    """The report in a pain.002; ReportUnreadableError. Nothing outside the text is ever looked at."""
    root = _parse(content)
    form = _NAMESPACE.fullmatch(root.tag)
    if form is None:
        raise ReportUnreadableError(f"the bank sent {root.tag[:80]!r} instead of a pain.002 Document")
    names = {"p": form[1]}
    message_id = root.findtext("p:CstmrPmtStsRpt/p:OrgnlGrpInfAndSts/p:OrgnlMsgId", "", names).strip()
    if not message_id:
        raise ReportUnreadableError("the report names no original message")
    statuses = tuple(_statuses(root, names))
    original = root.find("p:CstmrPmtStsRpt/p:OrgnlGrpInfAndSts", names)
    group = original.findtext("p:GrpSts", "", names) if original is not None else ""
    whole = group in _REJECTED and not statuses
    reason = _reason(original, names) if whole and original is not None else ""
    return StatusReport(message_id=message_id, statuses=statuses, rejected_with=reason)


def _parse(content: bytes) -> ET.Element:
    try:
        return untrusted_xml.parse(content)
    except UntrustedXmlError as unread:
        raise ReportUnreadableError(f"the report is not read: {unread}") from None


def _statuses(root: ET.Element, names: dict[str, str]) -> Iterator[TransferStatus]:
    for each in root.iterfind("p:CstmrPmtStsRpt/p:OrgnlPmtInfAndSts/p:TxInfAndSts", names):
        code = each.findtext("p:TxSts", "", names).strip()
        rejected = code in _REJECTED
        yield TransferStatus(
            end_to_end_id=each.findtext("p:OrgnlEndToEndId", "", names).strip(),
            outcome=_outcome(code),
            reason=_reason(each, names) if rejected else "",
            reference=each.findtext("p:AcctSvcrRef", "", names).strip()[:35],
        )


def _outcome(code: str) -> Outcome:
    if code in _SETTLED:
        return Outcome.SETTLED
    return Outcome.REJECTED if code in _REJECTED else Outcome.PENDING


def _reason(parent: ET.Element, names: dict[str, str]) -> str:
    code = parent.findtext("p:StsRsnInf/p:Rsn/p:Cd", "", names).strip()
    return code if re.fullmatch(r"[A-Z0-9]{1,4}", code) else NO_REASON
