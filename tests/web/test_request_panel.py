"""A request of a family shows what was asked and what was answered, to both sides."""

import pytest

from tests.web.browsing import Browser
from tests.web.site import Site
from tests.web.test_family_requests import send
from tests.web.test_house import sound
from tests.workflows.clinic import Clinic
from web.api.bodies import request_bodies as bodies

ASKED = {
    "appointments": (bodies.APPOINTMENT_EXAMPLE, "特需儿科"),
    "enquiries": (bodies.ENQUIRY_EXAMPLE, "周末能直付吗"),
    "vaccinations": (bodies.VACCINATION_EXAMPLE, "流感疫苗"),
    "complaints": ({**bodies.COMPLAINT_EXAMPLE, "about_case": None}, "理赔处理时间过长"),
    "data-requests": (bodies.DATA_EXAMPLE, "请删除 2024 年的理赔资料"),
}


@pytest.mark.parametrize("path", ASKED)
def test_whoever_works_on_a_request_reads_what_is_asked(site: Site, clinic: Clinic, path: str) -> None:
    body, words = ASKED[path]
    number = send(site.family(), path, body).json()["case_number"]

    with Browser.of(site) as staff:
        staff.sign_in("song.head")
        page = staff.get(f"/cases/{number}")

    assert words in page.text
    assert words in site.family().get(f"/cases/{number}").text
    sound(page)


def test_a_family_reads_the_answer_to_its_question(site: Site, clinic: Clinic) -> None:
    number = send(site.family(), "enquiries", bodies.ENQUIRY_EXAMPLE).json()["case_number"]
    answered = site.person("xu.intake").act(number, "ANSWER_ENQUIRY", answer="可以，周六周日九点到六点。")
    assert answered.status_code == 200, answered.text

    assert "可以，周六周日九点到六点。" in site.family().get(f"/cases/{number}").text


def test_a_family_reads_in_words_why_nothing_is_arranged(site: Site, clinic: Clinic) -> None:
    refused = send(site.family(), "appointments", bodies.APPOINTMENT_EXAMPLE, expert="张主任")

    page = site.family().get(f"/cases/{refused.json()['case_number']}").text

    assert "无法保证指定医生" in page
    assert "NAMED_EXPERT" not in page
