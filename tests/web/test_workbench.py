"""The pages of the work: the queue, a case from both sides, forms that keep what was entered."""

import re
from collections.abc import Iterator

import httpx2
import pytest

from rules.adjudication.words import REASONS
from rules.cases import LetterState
from rules.item_words import ITEMS
from rules.permissions import Action
from rules.vocabulary import Language
from tests.web.browsing import Browser
from tests.web.site import Site, review
from tests.web.templates import words
from tests.web.test_pages import audited
from tests.workflows.clinic import Clinic
from web.casework.case_forms import BODIES
from web.forms.shape import Shape, shapes
from web.new_cases.new_pages import KINDS
from workflows.case_clocks import DEALT_ANEW, ESCALATED
from workflows.processes import PROCESSES

APPROVE = {
    "decision.outcome": "APPROVE",
    "decision.approved_days": "5",
    "decision.room_class": "STANDARD_SINGLE",
}


@pytest.fixture(scope="module")
def number(site: Site, clinic: Clinic) -> str:
    """A case in review."""
    return review(site)


def browser_of(site: Site, name: str) -> Iterator[Browser]:
    with Browser.of(site) as browser:
        browser.sign_in(name)
        yield browser


@pytest.fixture
def adjuster(site: Site) -> Iterator[Browser]:
    yield from browser_of(site, "ma.adjuster")


@pytest.fixture
def desk(site: Site) -> Iterator[Browser]:
    yield from browser_of(site, "desk.meihua-fuer")


def hidden(page: httpx2.Response, name: str) -> str:
    found: list[str] = re.findall(rf'name="{name}" value="([^"]*)"', page.text)
    return found[0]


def fill(browser: Browser, number: str, action: str, **fields: str) -> httpx2.Response:
    """Fill in the form of an act and send it."""
    page = browser.get(f"/cases/{number}?do={action}")
    known = {name: hidden(page, name) for name in ("seen_version", "_key")}
    return browser.send(f"/cases/{number}/do/{action}", **{**known, **fields})


def test_the_queue_finds_a_case_by_its_number_child_and_hospital(adjuster: Browser, number: str) -> None:
    for said in (number, "M2025000001", "林小满", "MEIHUA-FUER"):
        assert number in adjuster.get(f"/work/cases.csv?q={said}").text
    assert number in adjuster.get(f"/work?q={number}").text
    assert number not in adjuster.get("/work?q=M2025000002").text
    assert number not in adjuster.get("/work?view=closed").text


def test_the_next_case_is_held_and_can_be_put_back(adjuster: Browser, number: str) -> None:
    taken = adjuster.send("/work/next").headers["Location"]
    assert taken.startswith("/cases/")
    assert adjuster.send("/work/next").headers["Location"] == taken

    adjuster.send(f"/work/{taken.rpartition('/')[2]}/release")
    assert "我办理" in adjuster.get(taken).text


def test_the_case_at_hand_is_left_by_a_reason_and_let_go_once_it_is_decided(
    site: Site, clinic: Clinic, adjuster: Browser
) -> None:
    mine = review(site)
    adjuster.send(f"/work/{mine}/hold")
    held = f"/cases/{mine}?held=1"

    assert adjuster.send("/work/next", here=mine).headers["Location"] == f"{held}#skip"
    assert "autofocus" in adjuster.get(held).text

    assert fill(adjuster, mine, "DECIDE", **APPROVE).status_code == 303
    assert "我办理" in adjuster.get(f"/cases/{mine}").text


def test_a_skip_wants_a_reason(adjuster: Browser, number: str) -> None:
    adjuster.send(f"/work/{number}/hold")

    assert adjuster.send(f"/work/{number}/skip", reason=" ").status_code == 422
    assert adjuster.send(f"/work/{number}/skip", reason="认识这家人").status_code == 303


def test_a_note_is_seen_by_colleagues_alone(adjuster: Browser, desk: Browser, number: str) -> None:
    adjuster.send(f"/cases/{number}/notes", body="电话里很着急")

    assert "电话里很着急" in adjuster.get(f"/cases/{number}").text
    assert "电话里很着急" not in desk.get(f"/cases/{number}").text


def test_a_query_is_asked_and_answered_item_by_item(
    site: Site, clinic: Clinic, adjuster: Browser, desk: Browser
) -> None:
    number = review(site)
    asked = {"asked_of": "HOSPITAL", "items.0": "体温多少？", "items.1": "哪一天起病？"}
    assert fill(adjuster, number, "ASK", **asked).status_code == 303
    page = desk.get(f"/cases/{number}?do=REPLY")
    assert "体温多少？" in page.text
    ids = {f"answers.{row}.item_id": hidden(page, f"answers.{row}.item_id") for row in (0, 1)}

    answered = fill(desk, number, "REPLY", **ids, **{"answers.0.text": "39 度", "answers.1.text": "周一"})

    assert answered.status_code == 303
    assert "39 度" in adjuster.get(f"/cases/{number}").text


def test_a_form_that_lacks_something_says_what_and_keeps_the_rest(adjuster: Browser, number: str) -> None:
    page = fill(adjuster, number, "DECIDE", **{"decision.explanation": "与指南一致"})

    assert page.status_code == 422
    assert "<title>错误" in page.text
    assert 'href="#f-decision-outcome"' in page.text
    assert "与指南一致" in page.text
    audited(page.text.replace("<script", "<meta").replace("</script>", ""))


def test_who_comes_too_late_sees_what_changed_and_keeps_the_input(
    site: Site, clinic: Clinic, adjuster: Browser
) -> None:
    number = review(site)
    page = adjuster.get(f"/cases/{number}?do=ASK")
    site.person("gao.lead").act(number, "FLAG_FRAUD", reason="x")

    known = {name: hidden(page, name) for name in ("seen_version", "_key")}
    said = {"asked_of": "HOSPITAL", "items.0": "我写的问题"}
    late = adjuster.send(f"/cases/{number}/do/ASK", **known, **said)

    assert late.status_code == 409
    assert "FLAG_FRAUD" in late.text
    assert "我写的问题" in late.text


def test_a_case_is_approved_from_its_page(site: Site, clinic: Clinic, adjuster: Browser) -> None:
    number = review(site)
    decided = fill(adjuster, number, "DECIDE", **APPROVE)

    assert decided.status_code == 303, decided.text
    assert "已出具担保函" in adjuster.get(f"/cases/{number}").text


def test_a_desk_asks_for_approval_from_a_form(clinic: Clinic, desk: Browser) -> None:
    said = {
        "member_number": "M2025000001",
        "policy_number": "2607-STD-1",
        "department_name": "儿科",
        "encounter": "INPATIENT",
        "kind": "INPATIENT",
        "diagnoses.0.code": "J18.9",
        "diagnoses.0.name": "肺炎",
        "treatment": "抗感染治疗",
        "planned_on": "2026-10-12",
        "expected_days": "5",
        "items.0.item": "BED",
        "items.0.description": "床位费",
        "items.0.amount": "8,000.00",
        "doctor_name": "李医生",
        "doctor_contact": "021-00000000",
    }
    opened = desk.send("/new/preauthorization", **said)

    assert opened.status_code == 303, opened.text
    number = opened.headers["Location"].partition("?")[0].rpartition("/")[2]
    assert number in desk.get(f"/desk?q={number}").text


def test_the_pages_of_others_are_not_there(site: Site, desk: Browser, adjuster: Browser, number: str) -> None:
    with Browser.of(site) as other:
        other.sign_in("desk.ufh-sh")
        assert other.get(f"/cases/{number}").status_code == 404
    assert desk.get("/work").status_code == 403
    assert adjuster.get("/desk").status_code == 403
    assert adjuster.get("/family").status_code == 403


@pytest.mark.parametrize(
    "path", ["/work", "/security", "/absences", "/cases/{number}", "/cases/{number}?do=DECIDE"]
)
def test_pages_of_staff_are_sound(adjuster: Browser, number: str, path: str) -> None:
    page = adjuster.get(path.format(number=number))

    assert page.status_code == 200
    # One script of our own is loaded for keys; the audit knows pages without any.
    audited(re.sub(r"<script[^>]*></script>", "", page.text))


@pytest.mark.parametrize(
    "path", ["/desk", "/new/eligibility", "/new/visit", "/new/preauthorization", "/new/admission"]
)
def test_pages_of_a_desk_are_sound(desk: Browser, path: str) -> None:
    page = desk.get(path)

    assert page.status_code == 200
    kept = ["draft.js"] if "data-draft" in page.text else []
    audited(page.text, scripts=[*kept, "files.js"] if 'type="file"' in page.text else kept)


def every(found: tuple[Shape, ...]) -> Iterator[Shape]:
    for shape in found:
        yield shape
        yield from every(shape.parts)


@pytest.mark.parametrize("language", list(Language))
def test_every_field_choice_act_and_event_has_words_in_both_languages(language: str) -> None:
    fields, acts = words("field_words.html", language), words("action_words.html", language)
    bodies = [*BODIES.values(), *(kind.body for kind in KINDS.values())]
    coded = {"ReasonCode": set(map(str, REASONS)), "ItemCode": set(map(str, ITEMS))}
    for shape in (shape for body in bodies for shape in every(shapes(body))):
        assert fields.labels.get(shape.name), shape.name
        known = coded.get(shape.words) or fields.values[shape.words or shape.name] if shape.options else {}
        assert set(shape.options) <= set(known), shape.path
    for running in PROCESSES.values():
        for row in running.table.rows:
            name = str(row.event)
            assert name in (acts.actions if name in set(Action) else acts.events), name
    by_itself = {"PAPER_FINDING", "LETTER_WITHHELD", ESCALATED, DEALT_ANEW}
    letters = {f"LETTER_{state}" for state in LetterState if state is not LetterState.ORDERED}
    assert by_itself | letters <= set(acts.events)
