"""Finance signs over the API, sees no whole account number, and reads a day of a fund."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from temporalio.client import Client

from commands.lived.loops import LoopThread
from models import AccessLog
from rules.china_time import shanghai_date
from rules.payments.values import Payee
from rules.payments.vocabulary import PayeeKind, ReceivableKind
from tests.money.treasury import GOOD_CARD, HOSPITAL, OpenCase, Treasury, paying
from tests.web.site import DIRECT, Site
from tests.web.test_pages import audited
from tests.workflows.clinic import Clinic

ADDRESSES = [
    "/api/v1/payments",
    "/api/v1/payment-batches",
    "/api/v1/receivables",
    "/api/v1/receipts",
    "/api/v1/funds",
]


@pytest.fixture(scope="module")
def treasury(clinic: Clinic, loop: LoopThread, client: Client, reader: Engine) -> Iterator[Treasury]:
    with paying(loop, client):
        yield Treasury(clinic.settings, loop, client, reader)


@pytest.fixture
def case(treasury: Treasury) -> OpenCase:
    return treasury.case()


def sign(site: Site, who: str, number: str, key: str = "") -> dict[str, object]:
    body = {"payments": [{"number": number}]}
    answer = site.person(who).post("/api/v1/payments/sign", key or uuid4().hex, json=body)
    assert answer.status_code == 200, answer.text
    outcome: dict[str, object] = answer.json()[0]
    return outcome


def test_finance_signs_and_the_payment_arrives(site: Site, case: OpenCase) -> None:
    ordered = case.order(deciders=(site.reference("feng.finance"),))

    assert "You decided" in str(sign(site, "feng.finance", ordered.number)["refused"])
    assert sign(site, "shen.finance", ordered.number)["status"] == "APPROVED"

    case.wait_for_news()
    told = site.person("cao.auditor").get(f"/api/v1/payments/{ordered.number}").json()
    assert (told["status"], told["amount"]) == ("SETTLED", "1200.00")
    assert told["signers"] == [site.reference("shen.finance")]
    batch = site.person("shen.finance").get(f"/finance/batches/{told['batch']}")
    assert (ordered.number in batch.text, told["bank_reference"] in batch.text) == (True, True)
    audited(batch.text)


def test_a_hospital_opens_a_transfer_of_its_own_and_no_other(site: Site, case: OpenCase) -> None:
    desk = Payee(kind=PayeeKind.HOSPITAL, reference=f"hospital:{DIRECT}")
    number = case.order(payee=desk).number

    told = site.desk().get(f"/api/v1/remittances/{number}").json()
    assert (told["amount"], told["lines"], told["objections_until"]) == ("1200.00", [], None)
    for reader, place in ((site.desk(), "/desk"), (site.person("shen.finance"), "/finance")):
        audited(reader.get(f"{place}/remittances/{number}").text)
    for address in (f"/api/v1/remittances/{number}", f"/desk/remittances/{number}"):
        assert site.person("UFH-SH").get(address).status_code == 404


def test_floats_and_what_hospitals_were_paid_are_seen_side_by_side(site: Site, case: OpenCase) -> None:
    ordered = case.order()
    finance, hospital = site.person("shen.finance"), HOSPITAL.removeprefix("hospital:")

    every = finance.get("/finance/remittances")
    assert f"hospital={hospital}#" in every.text
    assert ordered.number in finance.get("/finance/remittances", hospital=hospital).text
    floats = finance.get("/finance/funds")
    assert "分文不差" in floats.text
    for answer in (every, floats):
        audited(answer.text)


def test_two_of_finance_work_on_the_page(site: Site, case: OpenCase) -> None:
    ordered = case.order(deciders=(site.reference("feng.finance"),))
    asked = {"chosen": f"{ordered.number}:", "_key": uuid4().hex}
    shown = site.person("feng.finance").get("/finance").text
    assert f'id="pick-{ordered.number}"' not in shown, "who decided is not even offered it"
    assert "是您决定的" in site.person("feng.finance").post("/finance/sign", data=asked).text

    signed = site.person("shen.finance").post("/finance/sign", data=asked)

    assert (signed.status_code, "1 / 1" in signed.text) == (200, True)
    audited(signed.text)
    nothing = site.person("shen.finance").post("/finance/sign", data={})
    assert (nothing.status_code, "<title>错误" in nothing.text) == (422, True)
    case.wait_for_news()


def test_the_same_key_is_the_same_act_and_not_another_one(site: Site, case: OpenCase) -> None:
    ordered, other = case.order(), case.order(key=f"{case.key}/other")
    key = uuid4().hex

    first = sign(site, "feng.finance", ordered.number, key)
    assert sign(site, "feng.finance", ordered.number, key) == first

    body = {"payments": [{"number": other.number}]}
    refused = site.person("feng.finance").post("/api/v1/payments/sign", key, json=body)
    assert refused.status_code == 422
    assert refused.json()["type"] == "/docs#key-reused"


def test_no_answer_holds_a_whole_account_number(site: Site, case: OpenCase) -> None:
    ordered = case.order(payee=case.to_guardian(GOOD_CARD))
    finance = site.person("feng.finance")

    said = finance.get(f"/api/v1/payments/{ordered.number}")
    pages = [finance.get("/finance"), finance.get("/finance/receivables")]

    assert said.json()["account"] == "************0005"
    assert not any(GOOD_CARD in answer.text for answer in (said, *pages))


def test_what_is_turned_down_goes_back(site: Site, case: OpenCase) -> None:
    ordered = case.order()
    body = {"payments": [ordered.number], "reason": "WRONG_PAYEE"}

    answer = site.person("feng.finance").post("/api/v1/payments/turn-down", uuid4().hex, json=body)

    assert answer.json()[0]["status"] == "TURNED_DOWN"
    assert case.wait_for_news().payments[0].code == "TURNED_DOWN"


def test_finance_matches_a_receipt(site: Site, treasury: Treasury, case: OpenCase) -> None:
    owed = case.owe(40_00)
    receipt = treasury.pay_in(40_00, "谢谢")
    treasury.look()
    finance = site.person("feng.finance")
    assert receipt in {
        each["reference"] for each in finance.get("/api/v1/receipts", status="UNMATCHED").json()
    }

    path = f"/api/v1/receipts/{receipt}/decision"
    answer = finance.post(path, uuid4().hex, json={"receivable": owed.reference})
    treasury.look()

    assert answer.status_code == 200, answer.text
    assert case.look().receipts[0].paid
    refused = finance.post(path, uuid4().hex, json={"receivable": "RV-1"})
    assert refused.status_code == 409


def test_a_family_sees_what_it_owes_and_pays_it_online_once(
    site: Site, treasury: Treasury, case: OpenCase
) -> None:
    owed, family = case.owe(40_00), site.family()
    stranger = site.person("guardian of M2025000002")
    page = family.get("/family/owed")
    assert owed.reference in page.text
    audited(page.text)
    assert owed.reference not in stranger.get("/family/owed").text
    path = f"/api/v1/owed/{owed.reference}/payments"
    assert stranger.post(path, json={"amount": "15.00", "received": "0.00"}).status_code == 404
    assert family.post(path, json={"amount": "40.01", "received": "0.00"}).status_code == 422

    part = {"amount": "15.00", "received": "0.00"}
    assert family.post(path, json=part).status_code == 200
    assert family.post(path, json=part).status_code in (200, 409), "409 where our account was read meanwhile"
    other = family.post(path, json={"amount": "16.00", "received": "0.00"})
    assert other.status_code == 409, "another amount while the first is on its way is not taken for it"
    treasury.look()
    assert family.post(path, json=part).status_code == 409

    (told,) = [each for each in family.get("/api/v1/owed").json() if each["reference"] == owed.reference]
    assert (told["received"], told["owed"], told["next_part"]) == ("15.00", "25.00", "25.00")
    form = f'action="/family/owed/{owed.reference}"'
    come = family.get("/family/owed", paid=owed.reference, before="0.00").text
    coming = family.get("/family/owed", paid=owed.reference, before="15.00").text
    assert "已入账，余款见下" in come
    assert form in come
    assert "银行已受理" in coming
    assert form not in coming, "what is on its way is not asked for again"
    rest = family.post(
        f"/family/owed/{owed.reference}", data={"amount": "25.00", "received": "15.00"}, follow_redirects=True
    )
    assert "银行已受理" in rest.text or "已付清，谢谢" in rest.text, "our account may be read by then"
    treasury.look()
    assert case.look().receipts[-1].paid
    assert family.post(path, json={"amount": "1.00", "received": "40.00"}).status_code == 409
    assert family.post(f"/family/owed/{owed.reference}", data={"amount": "x"}).status_code == 422


def test_a_hospital_sees_what_was_ordered_for_it_and_nobody_elses(site: Site, case: OpenCase) -> None:
    ours = case.order(payee=Payee(kind=PayeeKind.HOSPITAL, reference=f"hospital:{DIRECT}"))
    days = {"from": "2026-01-01", "to": "2027-12-31"}
    page = site.desk().get("/desk/remittances", **days)

    assert ours.number in page.text
    audited(page.text)
    assert ours.number in site.desk().get("/desk/remittances/transfers.csv", **days).text
    assert ours.number not in site.person("UFH-SH").get("/desk/remittances", **days).text
    assert site.family().get("/desk/remittances").status_code == 403
    audited(site.desk().get("/desk/discharge").text)


def test_a_hospital_sees_what_it_owes_itself_and_no_family_does(site: Site, case: OpenCase) -> None:
    back = case.owe(
        70_00, key=f"{case.number}/over", kind=ReceivableKind.OVERPAYMENT, debtor=f"hospital:{DIRECT}"
    )
    copay = case.owe(40_00)
    desk = site.desk().get("/desk/remittances").text

    audited(desk)
    assert back.reference in desk
    assert copay.reference not in desk
    assert back.reference not in site.person("UFH-SH").get("/desk/remittances").text
    assert copay.reference in site.family().get("/family/owed").text
    assert back.reference not in site.family().get("/family/owed").text


def test_a_day_of_a_fund_as_json_csv_and_page(site: Site, treasury: Treasury, case: OpenCase) -> None:
    treasury.pay_in(5_000_00, "FLOAT-JDAZ")
    treasury.look()
    case.settled(100_00)
    day = shanghai_date(datetime.now(UTC)).isoformat()
    finance = site.person("feng.finance")

    told = finance.get("/api/v1/funds/insurer:JDAZ/statement", on=day).json()
    lines = finance.get("/api/v1/funds/insurer:JDAZ/statement.csv", on=day).text.splitlines()
    page = finance.get("/finance/funds/insurer:JDAZ", on=day)

    assert told["balances"]
    assert lines[-1].endswith(f"CLOSING,,,,{told['closing']}")
    assert len(lines) == len(told["lines"]) + 3
    assert case.number in page.text


@pytest.mark.parametrize(
    "who", ["ma.adjuster", "xu.intake", "peng.admin", "MEIHUA-FUER", "guardian of M2025000001"]
)
def test_others_see_nothing_of_payments(site: Site, who: str) -> None:
    for address in [*ADDRESSES, "/finance"]:
        assert site.person(who).get(address).status_code == 403


@pytest.mark.parametrize("who", ["cao.auditor", "liang.supervisor", "song.head"])
def test_leaders_and_auditors_look_and_do_not_sign(site: Site, who: str) -> None:
    for address in ADDRESSES:
        assert site.person(who).get(address).status_code == 200
    body = {"payments": [{"number": "PY-1"}]}
    assert site.person(who).post("/api/v1/payments/sign", uuid4().hex, json=body).status_code == 403


@pytest.mark.parametrize("path", ["/finance", "/finance/receivables", "/finance/funds/insurer:JDAZ"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_are_sound(site: Site, case: OpenCase, path: str, language: str) -> None:
    case.order(payee=case.to_guardian(holder="张三"))
    case.owe(10_00)
    headers = {**site.person("feng.finance").token, "Accept-Language": language}

    answer = site.http.get(path, headers=headers)

    assert answer.status_code == 200, answer.text
    audited(answer.text)


def test_an_unknown_payment_or_fund_is_not_there(site: Site) -> None:
    finance = site.person("feng.finance")

    assert finance.get("/api/v1/payments/PY-1").status_code == 404
    assert finance.get("/api/v1/funds/insurer:NONE/statement").status_code == 404
    assert "no payment" in str(sign(site, "feng.finance", "PY-0")["refused"])


def test_every_look_at_a_payment_is_on_record(site: Site, case: OpenCase, reader: Engine) -> None:
    ordered = case.order()

    site.person("cao.auditor").get(f"/api/v1/payments/{ordered.number}")

    with Session(reader) as session:
        query = select(AccessLog.actor).where(AccessLog.subject == ordered.number)
        assert session.exec(query).one() == site.reference("cao.auditor")


@pytest.mark.parametrize(
    "path", ["/api/v1/funds/insurer:JDAZ/statement", "/finance/funds", "/finance/funds/insurer:JDAZ"]
)
def test_a_day_is_written_as_a_day_and_not_as_a_number(site: Site, path: str) -> None:
    finance = site.person("feng.finance")

    assert finance.get(path, on="2026-09-28").status_code == 200
    for number in ("0", "1700000000", "20260928"):
        assert finance.get(path, on=number).status_code == 422
    if path.startswith("/finance"):
        assert finance.get(path, on="").status_code == 200, "a form that was left empty"
