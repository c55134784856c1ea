"""What we write fits the ISO schemas and what the bank reads; what the bank writes is read with care."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import xmlschema

from activities.bank.pain001 import BankParty, CreditTransfer, TransferOrder, write_order
from activities.bank.pain002 import NO_REASON, Outcome, ReportUnreadableError, read_report
from embedded.bank_messages import Status, read_order, write_report

SCHEMAS = Path(__file__).parent / "schemas"
AT = datetime(2026, 9, 29, 20, tzinfo=UTC)


def an_order(*transfers: CreditTransfer) -> TransferOrder:
    return TransferOrder(
        message_id="PB-260929-000001-K",
        created_at=AT,
        debtor=BankParty(
            name="京东安联财产保险有限公司", account="310010000000001", bank_code="999290000001"
        ),
        transfers=transfers or (a_transfer(1),),
    )


def a_transfer(
    number: int, amount: int = 12_30, name: str = "林 & <建国>", bank_code: str = ""
) -> CreditTransfer:
    return CreditTransfer(
        end_to_end_id=f"PY-260929-{number:06}-K",
        amount=amount,
        creditor=BankParty(name=name, account="6200000000000005", bank_code=bank_code),
        remittance=f"PY-260929-{number:06}-K RC-260929-000001-A/decision/1",
    )


def a_status(status: str, reason: str = "", number: int = 1) -> Status:
    return Status(
        end_to_end_id=f"PY-{number}",
        payment_information_id="PI-1",
        status=status,
        reason=reason,
        reference=f"OUT-PY-{number}",
        at=AT,
    )


@pytest.mark.parametrize(
    "order",
    [
        an_order(),
        an_order(a_transfer(1, 1), a_transfer(2, 99_999_999_99, bank_code="102290000017")),
        an_order(a_transfer(1, name="名" * 500)),
    ],
)
def test_an_order_is_valid_by_the_schema_of_iso(order: TransferOrder) -> None:
    xmlschema.XMLSchema(SCHEMAS / "pain.001.001.09.xsd").validate(write_order(order).decode())


def test_the_bank_reads_what_we_wrote() -> None:
    read = read_order(write_order(an_order(a_transfer(1), a_transfer(2, 5))))

    assert read.message_id == "PB-260929-000001-K"
    assert [(each.creditor_name, each.amount, each.debtor) for each in read.transfers] == [
        ("林 & <建国>", 12_30, "310010000000001"),
        ("林 & <建国>", 5, "310010000000001"),
    ]


def test_the_same_batch_is_the_same_bytes_and_carries_the_shanghai_day() -> None:
    content = write_order(an_order())

    assert content == write_order(an_order())
    assert b"<Dt>2026-09-30</Dt>" in content


def test_a_report_of_the_demonstration_bank_is_valid_by_the_schema_of_iso() -> None:
    report = write_report("PB-1", [a_status("ACSC"), a_status("RJCT", "AC01", 2)], report_id="R1")

    xmlschema.XMLSchema(SCHEMAS / "pain.002.001.12.xsd").validate(report.decode())


@pytest.mark.parametrize(
    ("status", "reason", "outcome", "told"),
    [
        ("ACSC", "", Outcome.SETTLED, ""),
        ("ACCC", "", Outcome.SETTLED, ""),
        ("PDNG", "", Outcome.PENDING, ""),
        ("ACSP", "", Outcome.PENDING, ""),
        ("RJCT", "AC04", Outcome.REJECTED, "AC04"),
        ("RJCT", "", Outcome.REJECTED, NO_REASON),
        ("CANC", "<odd>", Outcome.REJECTED, NO_REASON),
    ],
)
def test_many_codes_come_down_to_three_outcomes(
    status: str, reason: str, outcome: Outcome, told: str
) -> None:
    (read,) = read_report(write_report("PB-1", [a_status(status, reason)], report_id="R1")).statuses

    assert (read.end_to_end_id, read.outcome, read.reason) == ("PY-1", outcome, told)


def test_a_batch_rejected_as_a_whole_says_why() -> None:
    report = b"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
    <OrgnlGrpInfAndSts><OrgnlMsgId>PB-1</OrgnlMsgId><GrpSts>RJCT</GrpSts>
    <StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"""

    read = read_report(report)

    assert (read.message_id, read.rejected_with) == ("PB-1", "AM04")


BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Document>&b;</Document>'
OUTSIDE = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><Document>&a;</Document>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (BOMB, "document type"),
        (OUTSIDE, "document type"),
        (b"<Document>", "well-formed"),
        (b"", "well-formed"),
        (b"\xff\xfe\x00", "well-formed"),
        (b"<Document/>", "pain.002"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.12"/>', "no original message"),
        (b"x" * (16 * 2**20 + 1), "bytes"),
    ],
)
def test_what_is_no_report_is_refused_without_being_followed(content: bytes, why: str) -> None:
    with pytest.raises(ReportUnreadableError, match=why):
        read_report(content)
