"""The demonstration bank does what it is asked once, remembers it, and behaves as it is told."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import RemoteDisconnected
from itertools import count
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from settings import LOOPBACK
from tests.embedded.machine import Machine, machine
from tests.patience import PATIENCE_SECONDS

ACCOUNT = "6200000000000005"
_numbers = count(1)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine where only the bank runs."""
    with machine(tmp_path_factory.mktemp("bank") / "lipei") as made:
        made.up("bank")
        yield made


@pytest.fixture(autouse=True)
def behaved(bank: Machine) -> Iterator[None]:
    yield
    ask(bank, "/behavior", method="DELETE")


def ask(bank: Machine, path: str, content: bytes | None = None, **options: Any) -> tuple[int, bytes]:
    kind = "application/json" if options.get("method") == "PUT" or path == "/money-in" else "application/xml"
    options["headers"] = {"Content-Type": options.pop("kind", kind)}
    request = urllib.request.Request(f"http://{LOOPBACK}:{bank.port_base + 7}{path}", content, **options)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def behave(bank: Machine, **asked: Any) -> None:
    status, said = ask(bank, "/behavior", json.dumps(asked).encode(), method="PUT")
    assert status == 200, said


def an_order(
    *, number: int | None = None, account: str = ACCOUNT, amount: str = "12.30"
) -> tuple[str, bytes]:
    """A message id and its pain.001 with one transfer, ``PY-<number>``."""
    number = number or next(_numbers)
    xml = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>PB-{number}</MsgId><CreDtTm>2026-11-22T00:00:00Z</CreDtTm><NbOfTxs>1</NbOfTxs>
<CtrlSum>{amount}</CtrlSum><InitgPty><Nm>Lipei</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>PI-{number}</PmtInfId><PmtMtd>TRF</PmtMtd><ReqdExctnDt><Dt>2026-11-22</Dt></ReqdExctnDt>
<Dbtr><Nm>JDAZ</Nm></Dbtr><DbtrAcct><Id><Othr><Id>31001</Id></Othr></Id></DbtrAcct>
<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>
<CdtTrfTxInf><PmtId><EndToEndId>PY-{number}</EndToEndId></PmtId>
<Amt><InstdAmt Ccy="CNY">{amount}</InstdAmt></Amt>
<Cdtr><Nm>林</Nm></Cdtr><CdtrAcct><Id><Othr><Id>{account}</Id></Othr></Id></CdtrAcct>
<RmtInf><Ustrd>debt-{number}</Ustrd></RmtInf></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>"""
    return f"PB-{number}", xml.encode()


def send(bank: Machine, content: bytes) -> list[tuple[str, str]]:
    status, report = ask(bank, "/payments", content)
    assert status == 200, report
    return told(report)


def told(report: bytes) -> list[tuple[str, str]]:
    """Status and reason of each transfer of a report."""
    names = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.002.001.12"}
    return [
        (each.findtext("p:TxSts", "", names), each.findtext("p:StsRsnInf/p:Rsn/p:Cd", "", names))
        for each in ET.fromstring(report).iter(f"{{{names['p']}}}TxInfAndSts")
    ]


def debits(bank: Machine, message_id: str) -> int:
    """How often the transfer of a message left the account."""
    _, journal = ask(bank, "/journal.json")
    reference = message_id.replace("PB", "OUT-PY")
    return sum(each["reference"] == reference for each in json.loads(journal)["entries"])


def test_an_order_is_carried_out_and_a_repeat_changes_nothing(bank: Machine) -> None:
    message_id, order = an_order()

    assert send(bank, order) == [("ACSC", "")]
    assert send(bank, order) == [("ACSC", "")]
    assert debits(bank, message_id) == 1


def test_the_same_transfer_in_another_message_is_not_paid_again(bank: Machine) -> None:
    message_id, order = an_order()
    send(bank, order)

    send(bank, order.replace(message_id.encode(), b"PB-other"))

    assert debits(bank, message_id) == 1


def test_a_message_id_with_another_content_is_refused(bank: Machine) -> None:
    message_id, order = an_order()
    send(bank, order)

    status, said = ask(bank, "/payments", order.replace(b"12.30", b"99.00"))

    assert status == 400
    assert b"another content" in said
    assert debits(bank, message_id) == 1


def test_a_rejected_account_is_told_with_its_reason_and_nothing_moves(bank: Machine) -> None:
    behave(bank, account=ACCOUNT, manner="REJECT", reason="AC04")
    message_id, order = an_order()

    assert send(bank, order) == [("RJCT", "AC04")]
    assert debits(bank, message_id) == 0


def test_a_late_bank_says_pending_first(bank: Machine) -> None:
    behave(bank, manner="LATE", seconds=3600)
    message_id, order = an_order()

    assert send(bank, order) == [("PDNG", "")]
    assert debits(bank, message_id) == 0


def test_a_late_order_is_done_when_its_time_has_come(bank: Machine) -> None:
    behave(bank, manner="LATE", seconds=0)
    message_id, order = an_order()
    send(bank, order)

    _, report = ask(bank, f"/transactions/{message_id.replace('PB', 'PY')}")

    assert told(report) == [("ACSC", "")]
    assert debits(bank, message_id) == 1


def test_a_bank_that_answers_twice_pays_once(bank: Machine) -> None:
    behave(bank, manner="TWICE")
    message_id, order = an_order()

    assert send(bank, order) == [("ACSC", ""), ("ACSC", "")]
    assert debits(bank, message_id) == 1


@pytest.mark.parametrize(("manner", "done"), [("SILENT_DONE", 1), ("SILENT_LOST", 0)])
def test_a_silent_bank_did_it_or_did_not(bank: Machine, manner: str, done: int) -> None:
    behave(bank, manner=manner, times=2)
    message_id, order = an_order()

    with pytest.raises(RemoteDisconnected):
        ask(bank, "/payments", order)
    with pytest.raises(RemoteDisconnected):
        ask(bank, f"/payments/{message_id}")

    assert ask(bank, f"/payments/{message_id}")[0] == (200 if done else 404)
    assert debits(bank, message_id) == done


def test_money_in_is_listed_once_after_its_sequence(bank: Machine) -> None:
    money = {"account": "31001", "amount": 500, "remittance": "RV-1", "payer": "林", "key": "k1"}

    _, first = ask(bank, "/money-in", json.dumps(money).encode())
    _, again = ask(bank, "/money-in", json.dumps(money).encode())
    other, _ = ask(bank, "/money-in", json.dumps({**money, "amount": 600}).encode())

    assert other == 409
    sequence = json.loads(first)["sequence"]
    assert json.loads(again)["sequence"] == sequence
    listed = json.loads(ask(bank, f"/entries?after={sequence - 1}")[1])
    assert [(each["amount"], each["remittance"]) for each in listed] == [(500, "RV-1")]
    assert json.loads(ask(bank, f"/entries?after={sequence}")[1]) == []


def test_a_killed_bank_remembers_what_it_did(bank: Machine) -> None:
    message_id, order = an_order()
    send(bank, order)

    bank.kill("bank")
    bank.up("bank")

    assert told(ask(bank, f"/payments/{message_id}")[1]) == [("ACSC", "")]
    assert send(bank, order) == [("ACSC", "")]
    assert debits(bank, message_id) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ((b"<NbOfTxs>1", b"<NbOfTxs>2"), b"NbOfTxs"),
        ((b"<CtrlSum>12.30", b"<CtrlSum>12.31"), b"CtrlSum"),
        ((b'Ccy="CNY"', b'Ccy="USD"'), b"CNY only"),
        ((b">12.30</InstdAmt>", b">-1</InstdAmt>"), b"no amount"),
        ((b"<Document ", b"<Other "), b"well-formed"),
        ((b"<Document", b'<!DOCTYPE d [<!ENTITY a "b">]><Document'), b"document type"),
    ],
)
def test_what_is_no_order_is_refused_with_the_reason(
    bank: Machine, change: tuple[bytes, bytes], why: bytes
) -> None:
    _, order = an_order()

    status, said = ask(bank, "/payments", order.replace(*change))

    assert status == 400
    assert why in said


def test_a_form_of_another_site_reaches_nothing(bank: Machine) -> None:
    message_id, order = an_order()

    assert ask(bank, "/payments", order, kind="text/plain")[0] == 415
    assert debits(bank, message_id) == 0


def test_the_journal_is_a_page(bank: Machine) -> None:
    message_id, order = an_order()
    send(bank, order)

    page = ask(bank, "/")[1].decode()

    assert message_id.replace("PB", "PY") in page
    assert "-12.30" in page
