"""A large file comes in parts, goes on where it broke off, and counts only when it is what was announced."""

import hashlib
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.intake.files import a_pdf
from tests.web.browsing import Browser
from tests.web.site import PDF, Person, Site, fields

UNFINISHED = "/api/v1/unfinished-documents"
SIZE = 9 * 2**20


@pytest.fixture(scope="module")
def large() -> bytes:
    """A PDF of two parts."""
    filling = b"<</Length %d>>stream\n%s\nendstream" % (SIZE, b"\0" * SIZE)
    return a_pdf("a large page", objects=(filling,))


def begun(person: Person, data: bytes, **more: Any) -> dict[str, Any]:
    announced = {"kind": "INVOICE", "filename": "发票.pdf", "size_bytes": len(data), **more}
    answer = person.post(UNFINISHED, json=announced)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def put(person: Person, file: dict[str, Any], number: int, data: bytes) -> httpx2.Response:
    start = (number - 1) * file["part_bytes"]
    address = f"{UNFINISHED}/{file['id']}/parts/{number}"
    return person.http.put(address, content=data[start : start + file["part_bytes"]], headers=person.token)


def test_a_large_file_goes_on_where_it_broke_off(site: Site, large: bytes) -> None:
    desk = site.desk()
    file = begun(desk, large, sha256=hashlib.sha256(large).hexdigest())
    sent = httpx2.put(file["missing"][0]["url"], content=large[: file["part_bytes"]])
    early = desk.post(f"{UNFINISHED}/{file['id']}/finish")

    after_a_break = desk.get(f"{UNFINISHED}/{file['id']}").json()
    rest = put(desk, file, 2, large)
    done = [desk.post(f"{UNFINISHED}/{file['id']}/finish") for _ in range(2)]

    assert (sent.status_code, rest.status_code) == (200, 204)
    assert (early.status_code, "send 2" in fields(early)["parts"]) == (422, True)
    assert (after_a_break["arrived"], [part["number"] for part in after_a_break["missing"]]) == ([1], [2])
    assert [each.status_code for each in done] == [200, 200]
    assert done[0].json() == done[1].json()
    assert done[0].json()["sha256"] == hashlib.sha256(large).hexdigest()
    assert desk.get(f"/api/v1/documents/{file['id']}/pages/1").status_code == 200
    assert desk.get(f"{UNFINISHED}/{file['id']}").status_code == 404


def test_another_file_than_was_announced_is_refused_and_nothing_is_kept(site: Site, large: bytes) -> None:
    desk = site.desk()
    file = begun(desk, large[:1000], sha256="0" * 64)
    put(desk, file, 1, large[:1000])

    answer = desk.post(f"{UNFINISHED}/{file['id']}/finish")

    assert (answer.status_code, answer.json()["refusal"]) == (422, "CHANGED")
    assert desk.post(f"{UNFINISHED}/{file['id']}/finish").status_code == 404
    assert desk.get(f"/api/v1/documents/{file['id']}/pages").status_code == 404


def test_a_part_of_another_size_and_a_file_of_another_person_are_refused(site: Site, large: bytes) -> None:
    desk = site.desk()
    file = begun(desk, large)

    assert put(desk, file, 2, large + b"more").status_code == 422
    assert put(desk, file, 3, large).status_code == 422
    assert put(site.family(), file, 1, large).status_code == 404
    assert site.family().post(f"{UNFINISHED}/{file['id']}/finish").status_code == 404
    assert desk.post(f"{UNFINISHED}/{uuid4()}/finish").status_code == 404


def test_what_is_given_up_is_gone(site: Site, large: bytes) -> None:
    desk = site.desk()
    file = begun(desk, large)
    put(desk, file, 1, large)

    given_up = desk.http.delete(f"{UNFINISHED}/{file['id']}", headers=desk.token)

    assert given_up.status_code == 204
    assert desk.post(f"{UNFINISHED}/{file['id']}/finish").status_code == 404


def test_a_file_over_50_megabytes_is_refused_before_it_is_sent(site: Site) -> None:
    announced = {"kind": "INVOICE", "filename": "a.pdf", "size_bytes": 50 * 2**20 + 1}

    assert site.desk().post(UNFINISHED, json=announced).status_code == 413


def test_a_large_file_of_a_form_leaves_before_the_form_and_is_known_in_it(site: Site) -> None:
    with Browser.of(site) as desk:
        desk.sign_in("desk.meihua-fuer")
        ours = {
            "X-CSRF-Token": desk.csrf(),
            "Sec-Fetch-Site": "same-origin",
            "Accept": "application/json",
        }
        told = {"kind": "COST_ESTIMATE", "filename": "a.pdf", "size_bytes": len(PDF)}
        file = desk.http.post("/files/begin", json=told, headers=ours).json()
        kept = desk.http.put(f"/files/{file['id']}/parts/1", content=PDF, headers=ours)
        arrived = desk.get(f"/files/{file['id']}").json()["arrived"]
        done = desk.http.post(f"/files/{file['id']}/finish", headers=ours)
        foreign = desk.http.post("/files/begin", json=told, headers={"Sec-Fetch-Site": "same-origin"})
        page = desk.send("/new/preauthorization", documents=done.json()["id"])
        untrue = desk.http.post("/files/begin", json={**told, "size_bytes": 10**9}, headers=ours)
        again = desk.http.post("/files/begin", json=told, headers=ours).json()
        given_up = desk.http.delete(f"/files/{again['id']}", headers=ours)
        gone = desk.get(f"/files/{again['id']}").status_code

    assert (kept.status_code, arrived, done.json()["id"]) == (204, [1], file["id"])
    assert f'name="documents" value="{file["id"]}"' in page.text
    assert foreign.status_code == 403
    assert (untrue.status_code, "50 MB" in untrue.json()["detail_zh"]) == (413, True)
    assert (again["filename"], given_up.status_code, gone) == ("a.pdf", 204, 404)
