"""A document of a case is read beside it; the case hears what does not fit, and people see both."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from temporalio.client import Client

from activities.readings_off import start_reading
from models import Document
from rules.findings.reading import FieldName, PaperKind
from stores.papers import readings
from tests.reading.made.papers import a_paper
from tests.reading.made.sheet import Made
from tests.web.browsing import Browser
from tests.web.site import Site
from tests.workflows.clinic import OPENED_AT, Clinic


@pytest.fixture
def adjuster(site: Site) -> Iterator[Browser]:
    with Browser.of(site) as browser:
        browser.sign_in("ma.adjuster")
        yield browser


@pytest.fixture(scope="module")
def bill() -> Made:
    """A printed invoice of a child that nobody knows."""
    return a_paper(PaperKind.INVOICE, 3)


class Readers:
    """The way of documents to their reader, which the worker of the suite does not take by itself."""

    def __init__(self, site: Site, clinic: Clinic, client: Client, reader: Engine) -> None:
        self.site, self.clinic, self.client, self.reader = site, clinic, client, reader

    def handed_in(self, pdf: bytes) -> tuple[str, str]:
        """A case with that invoice, and the document, once it was read."""
        upload = self.site.desk().upload("INVOICE", data=pdf).json()["id"]
        number = self.site.desk().opened(documents=[upload])
        self.clinic.wait_until(lambda: self._documents(number) == [UUID(upload)], "the document")
        with Session(self.reader) as session:
            waiting = readings.order(session, number, OPENED_AT)
            session.commit()
        ahead = OPENED_AT - datetime.now(UTC)
        assert waiting == [UUID(upload)]
        self.clinic.loop.run(start_reading(self.client, number, UUID(upload), ahead))
        self.clinic.loop.run(start_reading(self.client, number, UUID(upload), timedelta(0)))
        self.clinic.wait_until(lambda: self.found(number) != [], "what does not fit")
        return number, upload

    def compare_again(self, number: str, document: str) -> None:
        """What the worker of a case does after a person spoke of a reading."""
        ahead = OPENED_AT - datetime.now(UTC)
        self.clinic.loop.run(start_reading(self.client, number, UUID(document), ahead, f"{number}/9"))

    def found(self, number: str) -> list[tuple[object, object]]:
        """Findings among the events of a case, with the case that each names."""
        events = [each for each in self.clinic.events(number) if each.kind == "PAPER_FINDING"]
        return [(each.detail["finding"], each.detail.get("case")) for each in events]

    def _documents(self, number: str) -> list[UUID]:
        with Session(self.reader) as session:
            return list(session.exec(select(Document.id).where(Document.case_number == number)))


def test_the_same_invoice_on_two_cases_is_told_to_the_second_and_shown(
    site: Site, clinic: Clinic, client: Client, reader: Engine, adjuster: Browser, bill: Made
) -> None:
    desks = Readers(site, clinic, client, reader)
    first, _ = desks.handed_in(bill.pdf)
    second, document = desks.handed_in(bill.pdf)
    clinic.wait_until(lambda: len(desks.found(second)) == 2, "both findings")

    assert desks.found(first) == [("ANOTHER_PERSON", None)]
    assert set(desks.found(second)) == {("ANOTHER_PERSON", None), ("SAME_INVOICE", first)}
    assert clinic.see(second).escalated

    own = site.desk().get(f"/api/v1/documents/{document}/reading").json()
    staff = site.person("ma.adjuster").get(f"/api/v1/documents/{document}/reading").json()
    read = {each["name"]: each["value"] for each in own["fields"]}
    assert (own["state"], own["kind"], own["findings"]) == ("READ", "INVOICE", [])
    assert read["INVOICE_NUMBER"] == bill.fields[FieldName.INVOICE_NUMBER]
    assert {each["kind"] for each in staff["findings"]} == {"ANOTHER_PERSON", "SAME_INVOICE"}
    assert site.family().get(f"/api/v1/documents/{document}/reading").status_code == 404

    page = adjuster.get(f"/cases/{second}?paper={document}").text
    assert "机器读取" in page and "同一票据见于其他案件" in page and first in page

    _a_person_corrects(site, clinic, adjuster, second, document, bill)
    desks.compare_again(second, document)
    now_wrong = {("SHARES_DIFFER", None), ("LINES_DIFFER", None)}
    clinic.wait_until(lambda: bool(now_wrong & set(desks.found(second))), "what does not fit now")


def _a_person_corrects(
    site: Site, clinic: Clinic, adjuster: Browser, number: str, document: str, bill: Made
) -> None:
    """On the page beside the picture: the amount is another one; a second look says nothing new."""
    form = adjuster.get(f"/cases/{number}?do=CONFIRM_READING&paper={document}")
    sheet = form.text[form.text.index('<form id="act"') :]
    fields = dict(re.findall(r'name="([\w.]+)" value="([^"]*)"', sheet[: sheet.index("</form>")]))
    (place,) = [name for name, said in fields.items() if said == "AMOUNT"]
    amount, path = bill.fields[FieldName.AMOUNT], f"/cases/{number}/do/CONFIRM_READING"
    assert fields[place.replace("name", "value")] == amount and "/pages/1.png" in form.text

    wrong = adjuster.send(path, **fields | {place.replace("name", "value"): "much"})
    done = adjuster.send(path, **fields | {place.replace("name", "value"): "7.77"})
    kept = adjuster.get(f"/cases/{number}?paper={document}")
    nothing = site.person("ma.adjuster").act(
        number, "CONFIRM_READING", document=document, fields=[{"name": "AMOUNT", "value": "7.77"}]
    )

    assert wrong.status_code == 422 and "格式不符" in wrong.text
    assert done.status_code == 303 and f"<del>{amount}</del> → <ins>7.77</ins>" in kept.text
    assert nothing.status_code == 422
    (event,) = [each for each in clinic.events(number) if each.kind == "CONFIRM_READING"]
    assert (event.detail["paper"], event.detail["changed"]) == (document, 1)
    assert "7.77" not in str(event.detail)


def test_a_document_without_a_reading_has_none_to_show(site: Site) -> None:
    upload = site.desk().upload().json()["id"]

    assert site.desk().get(f"/api/v1/documents/{upload}/reading").status_code == 404
