"""Letters reach those who may read them, and anyone can check one by its code."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session
from typer.testing import CliRunner, Result

from commands.letter import app
from stores.papers.verified_letters import Standing, verified
from tests.activities.paper.receiver import Receiver, receiver
from tests.letters.reading import pdf_text
from tests.web.browsing import Browser
from tests.web.site import DIRECT, Person, Site, review
from tests.web.test_pages import audited
from tests.workflows.clinic import Clinic

OUR_FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


@pytest.fixture(scope="module")
def hospital_system(site: Site, clinic: Clinic) -> Iterator[tuple[Receiver, str]]:
    """The hospital's own system, which the administrator registered, and its secret."""
    assert clinic  # a trial is sent by the worker
    with receiver() as system, Browser.of(site) as browser:
        browser.sign_in("peng.admin")
        fields = {"owner": "HOSPITAL", "code": DIRECT}
        refused = browser.send("/webhooks", **fields, url="https://user@hospital.example/")
        taken = browser.send("/webhooks", **fields, url=system.url)
        assert (refused.status_code, taken.status_code) == (422, 201), taken.text
        (secret,) = re.findall(r"<code>(whsec_[^<]+)</code>", taken.text)
        shown = browser.get("/webhooks").text
        assert secret not in shown
        yield system, secret
        row = shown[shown.index(system.url) :]
        address = re.findall(r'action="(/webhooks/[0-9a-f-]+/switch)"', row)[0]
        assert "试发成功" in browser.send(address.replace("/switch", "/try")).text
        assert browser.send(address).status_code == 303
        assert "已停用" in browser.get("/webhooks").text


@pytest.fixture(scope="module")
def number(site: Site, clinic: Clinic, hospital_system: object) -> str:
    """A case whose guarantee was sent."""
    number = review(site)
    site.person("ma.adjuster").act(number, "DECIDE", decision={"outcome": "APPROVE"})
    clinic.wait_until(lambda: _all_gone(site.desk(), number), "the guarantee letter")
    clinic.wait_until(lambda: _sent(site.family(), number, "LT-PA-OK"), "the letter to the family")
    return number


def _letters(person: Person, number: str) -> dict[str, dict[str, str]]:
    return {letter["code"]: letter for letter in person.get(f"/api/v1/cases/{number}/letters").json()}


def _sent(person: Person, number: str, code: str) -> bool:
    return _letters(person, number).get(code, {}).get("status") == "SENT"


def _all_gone(person: Person, number: str, code: str = "LT-GOP") -> bool:
    """Whether the letter left by every way."""
    ways: Any = _letters(person, number).get(code, {}).get("deliveries", ())
    return bool(ways) and all(way["state"] == "SENT" for way in ways)


def _root(site: Site, number: str) -> str:
    return _letters(site.desk(), number)["LT-GOP"]["guarantee_number"]


def _file(site: Site, number: str, code: str, folder: Path) -> Path:
    """The letter as the hospital holds it."""
    letter = _letters(site.desk(), number)[code]["number"]
    path = folder / f"{letter}.pdf"
    path.write_bytes(site.desk().get(f"/api/v1/letters/{letter}.pdf").content)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_a_hospital_reads_what_is_addressed_to_it(site: Site, number: str) -> None:
    assert set(_letters(site.desk(), number)) == {"LT-GOP"}
    assert {"LT-GOP", "LT-PA-OK", "LT-ACK"} <= set(_letters(site.family(), number))
    to_family = _letters(site.family(), number)["LT-PA-OK"]["number"]
    assert site.desk().get(f"/api/v1/letters/{to_family}").status_code == 404
    assert site.desk().get(f"/api/v1/letters/{to_family}.pdf").status_code == 404


def test_the_file_is_the_one_that_was_hashed(site: Site, number: str) -> None:
    letter = _letters(site.desk(), number)["LT-GOP"]
    file = site.desk().get(f"/api/v1/letters/{letter['number']}.pdf")

    assert (file.status_code, file.headers["content-type"]) == (200, "application/pdf")
    assert hashlib.sha256(file.content).hexdigest() == letter["signed_sha256"] != letter["sha256"]
    assert letter["number"] in file.headers["content-disposition"]
    assert site.desk().get(f"/api/v1/letters/{letter['number']}").json() == letter


def test_the_hospitals_system_hears_of_the_guarantee(
    site: Site, number: str, hospital_system: tuple[Receiver, str]
) -> None:
    system, secret = hospital_system
    letter = _letters(site.desk(), number)["LT-GOP"]
    (told,) = [each["data"] for each in system.verified(secret) if each["data"]["case_number"] == number]
    assert (told["number"], told["guarantee"]["version"]) == (letter["number"], 1)
    assert told["sha256"] == letter["signed_sha256"]
    assert told["file"].endswith(f"/api/v1/letters/{letter['number']}.pdf")


def test_staff_send_a_letter_again_once_a_key_and_see_how_it_ended(
    site: Site, clinic: Clinic, number: str
) -> None:
    letter = _letters(site.desk(), number)["LT-GOP"]["number"]
    address = f"/api/v1/letters/{letter}/send-again"
    adjuster = site.person("ma.adjuster")

    first = _mails(clinic, number, letter)
    asked = [adjuster.post(address, "once-more") for _ in range(2)]
    refused = [person.post(address, "once-more") for person in (site.desk(), site.family())]
    assert [each.status_code for each in (*asked, *refused)] == [202, 202, 403, 403], asked[0].text
    clinic.wait_until(lambda: _mailed(adjuster, letter) == {("SENT", 2)}, "the second mail")
    with Browser.of(site) as browser:
        browser.sign_in("ma.adjuster")
        shown = browser.get(f"/cases/{number}").text
        sent = browser.send(f"/cases/{number}/letters/again", letter=letter, _key="from the page")
        elsewhere = browser.send(f"/cases/{number}/letters/again", letter="LT-GOP-1", _key="x")
        again = f"/cases/{number}/letters/again"
        untrue = browser.send(again, letter=letter, address="nobody", _key="to nobody")
    clinic.wait_until(lambda: _mailed(adjuster, letter) == {("SENT", 3)}, "the third mail")
    to = {"address": "ward@meihua.example"}
    there = [adjuster.post(address, "there", json=to).status_code for _ in range(2)]
    clinic.wait_until(lambda: ("SENT", 1) in _mailed(adjuster, letter), "the mail to the other address")

    assert "医院 · 邮件 · 已送出" in shown
    assert "重新发送" in shown
    assert (sent.status_code, elsewhere.status_code) == (303, 404)
    assert first
    assert (untrue.status_code, there) == (422, [202, 202])
    assert [mail["To"] for mail in clinic.mails(number)].count("ward@meihua.example") == 1
    assert len(_mails(clinic, number, letter)) == 3 * len(first) + 1


def _mails(clinic: Clinic, number: str, letter: str) -> set[str]:
    """Message-IDs of the mails with a letter."""
    return {str(mail["Message-ID"]) for mail in clinic.mails(number) if letter in str(mail["Message-ID"])}


def _mailed(person: Person, letter: str) -> set[tuple[str, int]]:
    """State and attempts of the mails of a letter."""
    ways = person.get(f"/api/v1/letters/{letter}").json()["deliveries"]
    return {(way["state"], way["attempts"]) for way in ways if way["channel"] == "EMAIL"}


@pytest.mark.parametrize("name", ["guardian of M2025000002", "UFH-SH"])
def test_others_find_no_letter(site: Site, number: str, name: str) -> None:
    letter = _letters(site.desk(), number)["LT-GOP"]["number"]

    for suffix in ("", ".pdf"):
        assert site.person(name).get(f"/api/v1/letters/{letter}{suffix}").status_code == 404


@pytest.mark.parametrize("number_given", ["NOTHING-1", "%00", "x" * 300, "小满"])
def test_what_is_no_letter_is_not_there(site: Site, number_given: str) -> None:
    assert site.desk().get(f"/api/v1/letters/{number_given}").status_code == 404


def test_anyone_can_check_a_letter_and_learns_nothing_of_the_child(site: Site, number: str) -> None:
    letter = _letters(site.desk(), number)["LT-GOP"]
    page = site.http.get(f"/verify/{letter['verification_code']}", headers={"Accept-Language": "en-GB"})

    assert page.status_code == 200
    assert "This letter is valid" in page.text
    assert letter["number"] in page.text
    assert "2026-10-26" in page.text
    for secret in ("林小满", "M2025000001", "肺炎", "J18", "2607-STD-1", number, "美华"):
        assert secret not in page.text


def test_a_code_may_be_typed_as_people_type(site: Site, number: str) -> None:
    code = _letters(site.desk(), number)["LT-GOP"]["verification_code"]

    assert site.http.get(f"/verify/{code.lower().replace('-', ' ')}").status_code == 200


def test_an_unknown_code_says_that_the_letter_may_not_be_ours(site: Site) -> None:
    page = site.http.get("/verify/AAAA-BBBB-CCCC", headers={"Accept-Language": "zh-CN,zh;q=0.9"})

    assert page.status_code == 404
    assert "没有这份函件" in page.text


@pytest.mark.parametrize(
    ("moment", "standing"),
    [("2026-10-26T23:59:59+08:00", Standing.VALID), ("2026-10-27T00:00:00+08:00", Standing.EXPIRED)],
)
def test_a_letter_holds_to_the_end_of_its_last_day(
    site: Site, clinic: Clinic, number: str, reader: Engine, moment: str, standing: Standing
) -> None:
    code = _letters(site.desk(), number)["LT-GOP"]["verification_code"]
    offset = timedelta(seconds=clinic.row(number).clock_offset_seconds)

    with Session(reader) as session:
        letter = verified(session, code, datetime.fromisoformat(moment) - offset)

    assert letter is not None
    assert letter.standing is standing


def test_a_file_is_verified_by_its_signature_and_the_record(site: Site, number: str, tmp_path: Path) -> None:
    file = _file(site, number, "LT-GOP", tmp_path)
    genuine = run("verify", file)
    content = file.read_bytes()
    (tmp_path / "altered.pdf").write_bytes(content.replace(b"/Producer", b"/producer") + b"\n")
    (tmp_path / "unsigned.pdf").write_bytes(content[: content.index(b"%%EOF") + 5])

    assert (genuine.exit_code, genuine.stdout.startswith(f"Genuine: {_root(site, number)}-V1")) == (0, True)
    assert "valid until 2026-10-26" in genuine.stdout
    assert run("verify", tmp_path / "altered.pdf").exit_code == 5
    assert run("verify", tmp_path / "unsigned.pdf").exit_code == 6
    assert run("verify", tmp_path / "nothing.pdf").exit_code == 2


def _write_department(reader: Engine, letter: str, name: str) -> None:
    """Change the stored content, as a new release might that reads it differently."""
    with reader.begin() as connection:
        change = (
            "UPDATE letter SET content = jsonb_set(content, '{department}', to_jsonb(CAST(:name AS text)))"
        )
        connection.execute(text(f"{change} WHERE number = :number"), {"name": name, "number": letter})


def test_a_letter_renders_again_to_the_bytes_that_were_sent(site: Site, number: str, reader: Engine) -> None:
    letter = _letters(site.desk(), number)["LT-GOP"]["number"]

    same = run("render", letter, "--compare")
    _write_department(reader, letter, "眼科")
    other = run("render", letter, "--compare")
    _write_department(reader, letter, "儿科")

    assert (same.exit_code, "the same, byte for byte (template version 1" in same.stdout) == (0, True)
    assert (other.exit_code, "differs from what was sent" in other.stderr) == (1, True)
    assert run("render", letter, "--compare").exit_code == 0


def test_a_letter_of_a_real_case_is_previewed_and_nothing_is_kept(
    site: Site, number: str, tmp_path: Path
) -> None:
    before = _letters(site.family(), number)
    out = tmp_path / "preview.pdf"

    ending = ("LT-GOP-EXP", f"{_root(site, number)}-V2")
    for code, title in (("LT-GOP", "医疗费用担保函"), ("LT-PA-OK", "同意"), ("LT-ACK", "受理"), ending):
        assert run("preview", code, "--case", number, "--out", out).exit_code == 0
        assert title in pdf_text(out.read_bytes())
        assert run("verify", out).exit_code == 6
    refused = run("preview", "LT-EOB", "--case", number, "--out", out)
    assert (refused.exit_code, "nobody writes LT-EOB" in refused.stderr) == (2, True)
    assert _letters(site.family(), number) == before


def test_staff_see_a_letter_as_a_draft_and_by_another_version_of_its_words(site: Site, number: str) -> None:
    adjuster, before = site.person("ma.adjuster"), _letters(site.family(), number)
    letter = _letters(site.desk(), number)["LT-GOP"]["number"]

    page = adjuster.get(f"/cases/{number}/letters/{letter}/preview")
    by_version = adjuster.get("/house/letters/preview", case=number, code="LT-GOP", version="1")
    unknown = adjuster.get("/house/letters/preview", case=number, code="LT-GOP", version="99")
    unsent = adjuster.get("/house/letters/preview", case=number, code="LT-GOP-EXP", version="1")
    refused = site.desk().get(f"/cases/{number}/letters/{letter}/preview")

    answers = (page, by_version, unknown, unsent, refused)
    assert [each.status_code for each in answers] == [200, 200, 422, 422, 403]
    assert page.text.count("data:image/png;base64,") == by_version.text.count("data:image/png;base64,") > 0
    audited(page.text)
    assert f"/letters/{letter}/preview" in adjuster.get(f"/cases/{number}").text
    assert _letters(site.family(), number) == before


def test_a_hospital_acknowledges_its_letter_and_both_sides_see_it(site: Site, number: str) -> None:
    desk = site.desk()
    letter = _letters(desk, number)["LT-GOP"]
    before = desk.get(f"/api/v1/cases/{number}").json()
    assert (letter["answer"], "ACKNOWLEDGE_LETTER" in before["allowed_actions"]) == (None, True)

    first = desk.act(number, "ACKNOWLEDGE_LETTER", letter=letter["number"])
    again = desk.act(number, "ACKNOWLEDGE_LETTER", letter=letter["number"])
    other = site.family().act(number, "ACKNOWLEDGE_LETTER", letter=letter["number"])

    assert [each.status_code for each in (first, again, other)] == [200, 200, 403]
    after = site.family().get(f"/api/v1/cases/{number}").json()
    assert after["version"] == before["version"]
    assert after["guarantee"]["versions"][0]["answer"] == "ACKNOWLEDGED"
    assert _letters(desk, number)["LT-GOP"]["answer"] == "ACKNOWLEDGED"
    kinds = [each["kind"] for each in desk.get(f"/api/v1/cases/{number}/events").json()["events"]]
    assert kinds.count("ACKNOWLEDGE_LETTER") == 1
    page = desk.get(f"/cases/{number}").text
    assert page.count("医院已确认") == 2
    assert "do=DECLINE_LETTER" in page
    assert "do=ACKNOWLEDGE_LETTER" not in page


def test_a_link_of_a_mail_says_that_the_letter_was_answered_at_the_desk(
    site: Site, clinic: Clinic, number: str
) -> None:
    link = _link(clinic, number, "V1")

    answered = site.http.get(link)
    late = site.http.post(link, data={"answer": "ACKNOWLEDGE_LETTER"}, headers=OUR_FORM)
    never_sent = site.http.get(f"/answer/{'0' * 64}")

    assert [each.status_code for each in (answered, late, never_sent)] == [200, 409, 404]
    audited(answered.text)
    assert "贵院已确认本函，此链接已使用" in answered.text
    assert f"{_root(site, number)}-V1" in answered.text
    assert "担保限额" in answered.text
    assert not re.search("肺炎|儿科|小满|<textarea", answered.text)


def _link(clinic: Clinic, number: str, version: str) -> str:
    """The path of the link in the hospital's mail with that version of the guarantee letter."""
    mails = [mail for mail in clinic.mails(number) if f"-{version}." in str(mail["Message-ID"])]
    texts = [part.get_content() for mail in mails if (part := mail.get_body(("plain",)))]
    found: set[str] = {link for text in texts for link in re.findall(r"/answer/[0-9a-f]{64}", text)}
    (link,) = found
    return link


def _declines_by_mail(site: Site, clinic: Clinic, number: str) -> None:
    """The hospital opens the link, says no once, and cannot say more by it."""
    link, decline = _link(clinic, number, "V2"), {"answer": "DECLINE_LETTER", "reason": "无相应床位"}
    asked = site.http.get(link).text
    audited(asked)
    assert "不接受担保函" in asked
    assert _letters(site.desk(), number)["LT-GOP-AMD"]["answer"] is None
    foreign = site.http.post(link, data=decline, headers={"Sec-Fetch-Site": "cross-site"})
    unsaid = site.http.post(link, data={"answer": "DECLINE_LETTER"}, headers=OUR_FORM)
    declined = site.http.post(link, data=decline, headers=OUR_FORM)
    again = site.http.post(link, data={"answer": "ACKNOWLEDGE_LETTER"}, headers=OUR_FORM)
    assert [each.status_code for each in (foreign, unsaid, declined, again)] == [403, 422, 303, 409]
    assert "此链接已使用" in again.text
    letter = _letters(site.desk(), number)["LT-GOP-AMD"]
    assert (letter["answer"], letter["answered_way"]) == ("DECLINED", "MAIL")
    assert "经函件邮件" in site.desk().get(f"/cases/{number}").text


def _shown_version(site: Site, clinic: Clinic, number: str) -> int:
    """The version of the accounts in the adjuster's form; a page without the case's own word has none."""
    found: list[str] = []

    def shown() -> bool:
        page = site.person("ma.adjuster").get(f"/cases/{number}", do="DECIDE_AMENDMENT").text
        found[:] = re.findall(r'name="decision.accumulator_version" value="(\d+)"', page)
        return bool(found)

    clinic.wait_until(shown, "the page with the case's own word")
    return int(found[0])


def test_a_replaced_and_a_cancelled_letter_say_so(
    site: Site, clinic: Clinic, number: str, tmp_path: Path
) -> None:
    first = _letters(site.desk(), number)["LT-GOP"]["verification_code"]
    site.desk().act(number, "REQUEST_AMENDMENT", ceiling="19500.00", reason="病情加重")
    shown = _shown_version(site, clinic, number)
    other = {"approve": True, "accumulator_version": shown + 1}
    outrun = site.person("ma.adjuster").act(number, "DECIDE_AMENDMENT", decision=other)
    assert (outrun.status_code, "accounts moved" in outrun.json()["detail"]) == (409, True)
    seen = {"approve": True, "accumulator_version": shown}
    site.person("ma.adjuster").act(number, "DECIDE_AMENDMENT", decision=seen)
    clinic.wait_until(lambda: _all_gone(site.desk(), number, "LT-GOP-AMD"), "the amended letter")
    amended = _letters(site.desk(), number)["LT-GOP-AMD"]["verification_code"]

    assert "已被新版本取代" in site.http.get(f"/verify/{first}").text
    assert "函件有效" in site.http.get(f"/verify/{amended}").text
    stated = run("verify", _file(site, number, "LT-GOP", tmp_path))
    assert (stated.exit_code, stated.stdout.partition(":")[0]) == (
        4,
        f"Genuine, but replaced by {_root(site, number)}-V2",
    )
    old = site.desk().act(number, "ACKNOWLEDGE_LETTER", letter=f"{_root(site, number)}-V1")
    assert (old.status_code, "was replaced by" in old.json()["detail"]) == (409, True)
    newest = {"letter": f"{_root(site, number)}-V2"}
    assert "已被新版本取代" in site.http.get(_link(clinic, number, "V1")).text
    _declines_by_mail(site, clinic, number)
    tasks = site.person("liang.supervisor").get("/api/v1/tasks").json()["tasks"]
    assert number in {each["case_number"] for each in tasks}
    site.desk().act(number, "WITHDRAW", reason="取消")
    clinic.loop.run(clinic.cases.handle(number).result())
    late = site.desk().act(number, "ACKNOWLEDGE_LETTER", **newest)
    assert (late.status_code, "no longer in force" in late.json()["detail"]) == (409, True)
    ended = run("verify", _file(site, number, "LT-GOP-AMD", tmp_path))
    assert (ended.exit_code, ended.stdout.partition(":")[0]) == (4, "Genuine, but cancelled")
    assert "函件已撤销" in site.http.get(f"/verify/{amended}").text
