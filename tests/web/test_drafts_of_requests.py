"""Drafts of new requests: kept as they are entered, for their writer alone, until they are sent."""

import re

from tests.web.browsing import Browser
from tests.web.site import PDF, Site
from tests.workflows.clinic import Clinic

FORM = "/new/preauthorization"


def entered(page: str, name: str) -> str:
    """What stands in a field of the form."""
    field = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    return field[1] if field else ""


def test_a_desk_leaves_a_request_and_finds_it_again_with_its_papers(site: Site) -> None:
    with Browser.of(site) as desk, Browser.of(site) as other:
        desk.sign_in("desk.meihua-fuer")
        other.sign_in("desk.ufh-sh")
        said = {"member_number": "M1"}
        kept = desk.http.post(
            f"{FORM}/draft",
            data={**said, "csrf": desk.csrf(), "_draft": "1", "documents.0.kind": "COST_ESTIMATE"},
            files={"documents.0.file": ("估价.pdf", PDF)},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert (kept.status_code, kept.headers["Location"]) == (303, FORM)

        back = desk.get(FORM).text
        assert entered(back, "member_number") == "M1"
        assert "估价.pdf" in back
        assert (
            f'href="{FORM}"'
            in desk.get("/desk").text.partition("尚未提交的草稿")[2].partition("</section>")[0]
        )
        assert entered(other.get(FORM).text, "member_number") == ""

        assert desk.send(f"{FORM}/draft/discard").status_code == 303
        assert entered(desk.get(FORM).text, "member_number") == ""


def test_script_keeps_a_draft_on_the_page_and_what_is_sent_is_no_draft(site: Site, clinic: Clinic) -> None:
    with Browser.of(site) as family:
        csrf = {"Authorization": f"Bearer {site.tokens['guardian of M2025000002']['token']}"}
        said = {"member_number": "M2025000002", "policy_number": "2607-PLUS-2", "words": "报销要多久？"}
        kept = family.http.post("/new/enquiry/draft", data=said, headers=csrf)
        assert kept.status_code == 204
        assert "报销要多久" in family.http.get("/new/enquiry", headers=csrf).text

        sent = family.http.post("/new/enquiry", data=said, headers=csrf)
        assert sent.status_code == 303, sent.text
        assert "报销要多久" not in family.http.get("/new/enquiry", headers=csrf).text


def test_a_question_that_is_answered_at_once_is_not_kept(site: Site) -> None:
    assert site.desk().post("/new/eligibility/draft", data={"card_number": "EC-1"}).status_code == 404
    assert site.family().post("/new/visit/draft", data={"card_number": "EC-1"}).status_code == 403
