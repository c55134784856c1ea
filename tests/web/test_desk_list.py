"""`/desk`: a hospital finds its own cases, and nothing that families keep to themselves."""

import pytest

from rules.vocabulary import Process
from tests.web.browsing import Browser
from tests.web.site import DIRECT, Site
from tests.web.who_may import caller
from tests.workflows.clinic import Clinic
from tests.workflows.family_claims import FamilyClaims
from web.casework.stage_told import is_kept


def test_a_desk_finds_its_case_among_many(site: Site, clinic: Clinic) -> None:
    number = site.desk().opened()
    with Browser.of(site) as desk:
        desk.sign_in("desk.meihua-fuer")

        link = f'href="/cases/{number}"'
        found = desk.get(f"/desk?q={number}&process=PA").text
        assert link in found
        assert "林小满 · 预授权" in found, "a desk knows its patients by name"
        assert link not in desk.get(f"/desk?q={number}&process=DB").text
        closed = desk.get(f"/desk?q={number}&closed=true").text
        assert (link in closed, "没有符合条件的案件" in closed) == (False, True)
        assert desk.get("/desk?page=10000").status_code == 200
        assert desk.get("/desk?q=%00&process=").status_code == 200


def test_programs_find_cases_by_words_and_by_a_stage_of_any_process(site: Site, clinic: Clinic) -> None:
    desk, number = site.desk(), site.desk().opened()

    def found(**asked: str) -> list[str]:
        answer = desk.get("/api/v1/cases", **asked)
        assert answer.status_code == 200, answer.text
        return [each["case_number"] for each in answer.json()["cases"]]

    assert found(words=number) == [number]
    assert found(words=number, stage="ADMITTED") == []
    assert found(words=f"{number} nobody") == []
    assert desk.get("/api/v1/cases", stage="not a stage").status_code == 422


@pytest.mark.parametrize("stage", ["REFUND_DUE", "IN_CLAIM"])
def test_a_desk_cannot_ask_which_families_owe(stage: str) -> None:
    assert is_kept(caller("D"), Process.HOSPITAL_ADVANCE, stage)
    assert not is_kept(caller("A"), Process.HOSPITAL_ADVANCE, stage)


def test_what_a_family_claims_back_is_not_shown_to_the_hospital(site: Site, clinic: Clinic) -> None:
    number = FamilyClaims(clinic).open(hospital=DIRECT, report=True)
    address = f"/api/v1/cases/{number}"

    assert site.person("xu.intake").get(address).json()["hospital"] == DIRECT
    assert site.desk().get(address).status_code == 404
    assert site.desk().act(number, "WITHDRAW", seen_version=1, reason="x").status_code == 404
    with Browser.of(site) as desk:
        desk.sign_in("desk.meihua-fuer")
        assert desk.get(f"/cases/{number}").status_code == 404
        assert f"/cases/{number}" not in desk.get(f"/desk?q={number}").text
