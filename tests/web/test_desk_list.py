"""`/desk`: a hospital finds its own cases, and nothing that families keep to themselves."""

from tests.web.browsing import Browser
from tests.web.site import DIRECT, Site
from tests.workflows.clinic import Clinic
from tests.workflows.family_claims import FamilyClaims


def test_a_desk_finds_its_case_among_many(site: Site, clinic: Clinic) -> None:
    number = site.desk().opened()
    with Browser.of(site) as desk:
        desk.sign_in("desk.meihua-fuer")

        link = f'href="/cases/{number}"'
        assert link in desk.get(f"/desk?q={number}&process=PA").text
        assert link not in desk.get(f"/desk?q={number}&process=DB").text
        closed = desk.get(f"/desk?q={number}&closed=true").text
        assert (link in closed, "没有符合条件的案件" in closed) == (False, True)
        assert desk.get("/desk?page=10000").status_code == 200
        assert desk.get("/desk?q=%00&process=").status_code == 200


def test_what_a_family_claims_back_is_not_shown_to_the_hospital(site: Site, clinic: Clinic) -> None:
    number = FamilyClaims(clinic).open(260_00, hospital=DIRECT)
    address = f"/api/v1/cases/{number}"

    assert site.person("xu.intake").get(address).json()["hospital"] == DIRECT
    assert site.desk().get(address).status_code == 404
    assert site.desk().act(number, "WITHDRAW", seen_version=1, reason="x").status_code == 404
    with Browser.of(site) as desk:
        desk.sign_in("desk.meihua-fuer")
        assert desk.get(f"/cases/{number}").status_code == 404
        assert f"/cases/{number}" not in desk.get(f"/desk?q={number}").text
