"""Odd bodies of programs: each is refused with what is odd, and none of them breaks a page or the API."""

import json
from collections.abc import Mapping

import httpx2
import pytest

from tests.web.browsing import Browser
from tests.web.site import Site, a_request, fields

PATH = "/api/v1/preauthorizations"


def sent(site: Site, body: str | bytes, kind: str = "application/json") -> httpx2.Response:
    headers: Mapping[str, str] = {"Content-Type": kind} if kind else {}
    return site.desk().post(PATH, "odd", content=body, headers=headers)


def test_a_name_that_stands_twice_is_refused_by_name_however_deep_it_is(site: Site) -> None:
    body = json.dumps(a_request())
    twice = sent(site, body[:-1] + ', "treatment": "手术"}')
    deep = sent(site, body.replace('"code": "J18.9"', '"code": "J18.9", "code": "J06.9"'))

    assert (twice.status_code, list(fields(twice))) == (400, ["treatment"])
    assert (deep.status_code, list(fields(deep))) == (400, ["code"])


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/x; \x7f"])
def test_a_body_that_does_not_say_that_it_is_json_is_told_so(site: Site, kind: str) -> None:
    answer = sent(site, json.dumps(a_request()), kind)

    assert answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


def test_a_body_may_be_json_of_a_named_kind(site: Site) -> None:
    assert sent(site, "{}", "application/merge-patch+json; charset=utf-8").status_code == 422


@pytest.mark.parametrize(
    ("body", "said"),
    [('{"a": 1}x', "from character 8"), ('{"a": "\xff"}'.encode("latin-1"), "UTF-8"), ("[" * 60_000, "deep")],
)
def test_what_is_no_json_is_told_where_and_why(site: Site, body: str | bytes, said: str) -> None:
    answer = sent(site, body)

    assert answer.status_code == 400
    assert said in answer.json()["detail"]


def test_a_row_of_a_form_that_nobody_can_count_is_no_row(site: Site) -> None:
    with Browser.of(site) as browser:
        browser.sign_in("desk.meihua-fuer")
        answer = browser.send("/new/preauthorization", _key="k", **{f"items.{'9' * 5000}.amount": "1"})

    assert answer.status_code == 422
