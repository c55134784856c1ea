"""A request that cannot be taken is refused at once, and every wrong field is named."""

from typing import Any

import pytest

from tests.web.site import Site, a_request, fields

GOOD_ITEM = {"item": "BED", "description": "床位费", "amount": "8000.00"}


def refused(site: Site, **changes: Any) -> dict[str, str]:
    answer = site.desk().ask(a_request(**changes))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/docs#invalid"
    return fields(answer)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"colour": "red"}, "colour", "not a field"),
        ({"expected_days": "3"}, "expected_days", "integer"),
        ({"emergency": "yes"}, "emergency", "boolean"),
        ({"items": [{**GOOD_ITEM, "amount": "8000.001"}]}, "items.0.amount", "two decimals"),
        ({"items": [{**GOOD_ITEM, "amount": 8000}]}, "items.0.amount", "decimal strings"),
        ({"items": [{**GOOD_ITEM, "amount": "-1.00"}]}, "items.0.amount", "negative"),
        ({"items": [{**GOOD_ITEM, "amount": "0.00"}]}, "items", "0.00"),
        ({"items": []}, "items", "at least 1"),
        ({"planned_on": "2026-09-28"}, "planned_on", "has passed"),
        ({"planned_on": "2027-10-01"}, "planned_on", "more than a year"),
        ({"planned_on": 20261012}, "planned_on", "written as"),
        ({"planned_on": "2026-02-30"}, "planned_on", "calendar"),
        ({"admitted_at": "2026-09-29T01:00:00Z"}, "admitted_at", "emergencies only"),
        ({"emergency": True}, "admitted_at", "is missing"),
        ({"emergency": True, "admitted_at": "2026-10-29T01:00:00Z"}, "admitted_at", "future"),
        ({"emergency": True, "admitted_at": "2026-09-29T09:00:00"}, "admitted_at", "time zone"),
        ({"treatment": "抗感染\u202e治疗"}, "treatment", "U+202E"),
        ({"treatment": "身份证 999999202001010045"}, "treatment", "identity"),
        ({"doctor_name": None}, "doctor_name", "missing"),
        ({"doctor_name": "李\n医生"}, "doctor_name", "line break"),
        ({"diagnoses": [{"code": "pneumonia", "name": "肺炎"}]}, "diagnoses.0.code", "pattern"),
        ({"hospital": "UFH-SH"}, "hospital", "not yours"),
        ({"documents": ["0b0e6f3e-7c54-4b8a-9d55-1c0d3e9f0a11"]}, "documents.0", "not an upload of yours"),
    ],
)
def test_a_wrong_field_is_named(site: Site, changes: dict[str, Any], field: str, says: str) -> None:
    assert says in refused(site, **changes)[field]


def test_all_wrong_fields_are_named_together(site: Site) -> None:
    wrong = refused(site, planned_on="2026-09-28", hospital="UFH-SH", member_number="M9999999999")

    assert set(wrong) == {"planned_on", "hospital", "member_number"}


def test_a_wrong_item_is_not_also_called_a_short_list(site: Site) -> None:
    assert set(refused(site, items=[{**GOOD_ITEM, "amount": "1.234"}])) == {"items.0.amount"}


def test_today_can_be_the_planned_day(site: Site) -> None:
    assert "planned_on" not in refused(site, planned_on="2026-09-29", hospital="UFH-SH")


def test_an_emergency_may_name_the_day_of_admission(site: Site) -> None:
    admitted = {"emergency": True, "admitted_at": "2026-09-28T20:00:00+08:00"}

    assert "planned_on" not in refused(site, planned_on="2026-09-28", hospital="UFH-SH", **admitted)
    assert "planned_on" in refused(site, planned_on="2026-09-27", hospital="UFH-SH", **admitted)


def test_a_child_of_another_family_looks_as_if_it_did_not_exist(site: Site) -> None:
    other = a_request(member_number="M2025000002", policy_number="2607-PLUS-2", hospital="UFH-SH")
    unknown = a_request(member_number="M9999999999", policy_number="2607-PLUS-2", hospital="UFH-SH")

    answers = [site.family().ask(other), site.family().ask(unknown)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert fields(answers[0]) == fields(answers[1])
    assert set(fields(answers[0])) == {"member_number"}


def test_a_hospital_learns_nothing_of_a_child_whose_policy_it_cannot_name(site: Site) -> None:
    wrong_policy = refused(site, policy_number="2607-PLUS-2")

    assert wrong_policy == refused(site, member_number="M9999999999")


def test_a_family_is_told_that_the_policy_number_is_wrong(site: Site) -> None:
    answer = site.family().ask(a_request(policy_number="2607-PLUS-2"))

    assert set(fields(answer)) == {"policy_number"}


def test_a_family_has_to_name_the_hospital(site: Site) -> None:
    assert set(fields(site.family().ask(a_request(hospital=None)))) == {"hospital"}


def test_a_request_without_a_key_is_refused(site: Site) -> None:
    answer = site.desk().post("/api/v1/preauthorizations", json=a_request())

    assert answer.status_code == 400
    assert set(fields(answer)) == {"Idempotency-Key"}


@pytest.mark.parametrize(("length", "status"), [(255, 422), (256, 400)])
def test_a_key_has_255_characters_at_most(site: Site, length: int, status: int) -> None:
    answer = site.desk().ask(a_request(hospital="UFH-SH"), key="k" * length)

    assert answer.status_code == status


def test_a_body_that_is_no_json_is_refused(site: Site) -> None:
    headers = {"Content-Type": "application/json"}
    answer = site.desk().post("/api/v1/preauthorizations", "k", content=b"{", headers=headers)

    assert (answer.status_code, answer.json()["type"]) == (400, "/docs#malformed")


def test_a_huge_body_is_refused(site: Site) -> None:
    answer = site.desk().ask(a_request(treatment="长" * 400_000))

    assert (answer.status_code, answer.json()["type"]) == (413, "/docs#too-large")


def test_what_is_too_large_is_told_in_the_language_of_who_sends_it(site: Site) -> None:
    desk = site.desk()

    answer = desk.http.post(
        "/api/v1/documents",
        data={"kind": "OTHER"},
        files={"file": ("scan.pdf", b"%PDF-1.7".ljust(52 * 1024 * 1024, b"\0"))},
        headers={**desk.token, "Idempotency-Key": "too-large", "Accept-Language": "zh-CN"},
    )

    assert answer.status_code == 413
    assert answer.json()["detail"] == "此处一次提交的内容最多50MB：请逐个上传文件。"


def test_a_program_that_asks_for_chinese_is_told_in_chinese(site: Site) -> None:
    wrong = a_request(planned_on="2026-09-28")
    desk = site.desk()

    chinese = desk.http.post(
        "/api/v1/preauthorizations",
        json=wrong,
        headers={**desk.token, "Idempotency-Key": "in-chinese", "Accept-Language": "zh-CN"},
    )

    assert chinese.status_code == 422
    assert chinese.json()["detail"] == "请更正：planned_on。"
    assert "2026-09-28已过" in fields(chinese)["planned_on"]
    assert "has passed" in refused(site, planned_on="2026-09-28")["planned_on"]
