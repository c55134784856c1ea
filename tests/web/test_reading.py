"""Queues, cases and timelines, as the API shows them."""

import pytest

from rules.event_chain import first_break
from tests.web.site import Site, fields, review
from tests.workflows.clinic import Clinic


@pytest.fixture(scope="module")
def numbers(site: Site, clinic: Clinic) -> list[str]:
    """Three cases of one child at one hospital, planned on different days."""
    return [site.desk().opened(planned_on=f"2026-10-{day}") for day in (20, 14, 16)]


def test_a_queue_is_read_page_by_page_without_losing_or_repeating(site: Site, numbers: list[str]) -> None:
    staff, found, after = site.person("gao.lead"), [], None
    while True:
        query = {"limit": "2"} | ({"after": after} if after else {})
        page = staff.get("/api/v1/cases", **query).json()
        assert "cases" in page, page
        found += page["cases"]
        after = page["next"]
        if after is None:
            break

    listed = [case["case_number"] for case in found]
    assert len(listed) == len(set(listed))
    assert set(numbers) <= set(listed)
    dues = [case["due_at"] or "9999" for case in found]
    assert dues == sorted(dues)


def test_a_queue_is_narrowed_by_stage_process_and_due(site: Site, numbers: list[str]) -> None:
    def listed(**query: str) -> set[str]:
        page = site.desk().get("/api/v1/cases", limit="200", **query).json()
        return {case["case_number"] for case in page["cases"]}

    assert set(numbers) <= listed(stage="AWAITING_DOCS", process="PA")
    assert not set(numbers) & listed(stage="IN_REVIEW")
    assert not set(numbers) & listed(process="DB")
    assert not set(numbers) & listed(due_before="2026-09-29T00:00:00Z")
    assert set(numbers) <= listed(due_before="2026-11-01T00:00:00+08:00")
    assert not set(numbers) & listed(closed="true")


@pytest.mark.parametrize("after", ["x", "WzEsIDJd", "bm90aGluZw"])
def test_a_made_up_page_is_refused(site: Site, after: str) -> None:
    assert set(fields(site.desk().get("/api/v1/cases", after=after))) == {"after"}


def test_an_outsider_cannot_look_through_the_desks_of_staff(site: Site, numbers: list[str]) -> None:
    page = site.desk().get("/api/v1/cases", assignee="staff:nobody", limit="200").json()

    assert set(numbers) <= {case["case_number"] for case in page["cases"]}
    assert all(case["staff"] is None for case in page["cases"])


def test_the_timeline_is_chained_by_hashes(site: Site, clinic: Clinic, numbers: list[str]) -> None:
    shown = site.person("cao.auditor").get(f"/api/v1/cases/{numbers[0]}/events").json()
    kept = clinic.events(numbers[0])

    assert [event["kind"] for event in shown["events"]][:2] == ["SUBMITTED", "ASSESSED"]
    hashes = [event["hash"] for event in shown["events"]]
    assert first_break(numbers[0], zip(kept, hashes, strict=True)) is None


def test_a_timeline_goes_on_after_a_place(site: Site, numbers: list[str]) -> None:
    rest = site.person("cao.auditor").get(f"/api/v1/cases/{numbers[0]}/events", after="1").json()

    assert rest["events"][0]["sequence"] == 2


def test_money_is_shown_in_yuan_and_time_left_by_case_time(site: Site, numbers: list[str]) -> None:
    shown = site.desk().get(f"/api/v1/cases/{numbers[0]}").json()

    assert shown["estimate"] == "18000.00"
    assert [item["amount"] for item in shown["request"]["items"]] == ["8000.00", "10000.00"]
    assert shown["request"]["estimate"] == "18000.00"
    # Ten calendar days from 29 September end with 9 October: by case time these have hardly begun.
    assert shown["due_at"] == "2026-10-09T16:00:00Z"
    assert 10 * 86400 < shown["time_left_seconds"] < 11 * 86400


def test_a_question_to_the_family_is_neither_shown_to_the_hospital_nor_answered_by_it(
    site: Site, clinic: Clinic
) -> None:
    number = review(site)
    site.person("he.medical").act(number, "ASK", items=["有无其他保险?"], asked_of="GUARDIAN")

    shown = site.desk().get(f"/api/v1/cases/{number}").json()
    assert (shown["waiting_on"], shown["questions"]) == ("GUARDIAN", [])
    assert "REPLY" not in shown["allowed_actions"]
    answer = [{"item_id": "Q1.1", "text": "没有"}]
    assert site.desk().act(number, "REPLY", answers=answer).status_code == 403
    taken = site.person("xu.intake").act(number, "REPLY", answers=answer)
    assert taken.json()["stage"] == "IN_REVIEW"


def test_a_question_is_shown_with_its_words_to_the_side_that_is_asked(site: Site, clinic: Clinic) -> None:
    number = review(site)
    site.person("he.medical").act(number, "ASK", items=["体温记录?"], asked_of="HOSPITAL")

    shown = site.desk().get(f"/api/v1/cases/{number}").json()
    assert (shown["waiting_on"], shown["questions"][0]["items"][0]["text"]) == ("HOSPITAL", "体温记录?")
    (clock,) = [clock for clock in shown["clocks"] if clock["kind"] == "PREAUTH_DECISION"]
    assert clock["state"] == "PAUSED"
    answered = site.desk().act(number, "REPLY", answers=[{"item_id": "Q1.1", "text": "38.5 度"}])
    assert answered.json()["stage"] == "IN_REVIEW"
