"""Uploads that no browser makes: each has its outcome, and the next one is taken as if nothing had been."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx2
import pytest
from sqlalchemy import Engine, func
from sqlmodel import Session, select
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from models import Upload
from stores.papers.blobs import BlobMissingError, Blobs
from stores.papers.file_parts import FileParts
from tests.patience import PATIENCE_SECONDS
from tests.web.site import PDF, Person, Site
from web.body_limit import MEBIBYTE, BodyLimit

pytestmark = pytest.mark.filterwarnings(
    # The parser of forms leaves it to the end of its file object to close what never came whole.
    "ignore:Exception ignored in. <function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)
EDGE = "paper-edge"
KIND = b'--paper-edge\r\nContent-Disposition: form-data; name="kind"\r\n\r\nINVOICE\r\n'


def a_part(head: bytes, data: bytes = PDF) -> bytes:
    return b"--paper-edge\r\n" + head + b"\r\n\r\n" + data + b"\r\n"


def named(name: bytes, more: bytes = b"") -> bytes:
    return (
        KIND
        + a_part(b'Content-Disposition: form-data; name="file"; filename=' + name + more)
        + b"--paper-edge--\r\n"
    )


PLAIN = named(b'"bill.pdf"')
FILE = b'Content-Disposition: form-data; name="file"; filename="a.pdf"'

AWKWARD: dict[str, tuple[bytes, int]] = {
    "8 a name with NUL": (named(b'"bi\0ll.pdf"'), 201),
    "12 a name with a line break": (named(b'"bill\r\nX-Evil: 1.pdf"'), 201),
    "18 another content type": (named(b'"bill.pdf"', b"\r\nContent-Type: text/html"), 201),
    "19 no content type": (PLAIN, 201),
    "20 two dispositions": (named(b'"bill.pdf"', b"\r\n" + FILE), 201),
    "21 two names": (named(b"\"bill.pdf\"; filename*=UTF-8''evil.exe"), 201),
    "22 a name in GBK": (named(b'"' + "发票.pdf".encode("gbk") + b'"'), 201),
    "27 ten thousand parts": (KIND + a_part(FILE, b"%PDF-") * 10_000 + b"--paper-edge--\r\n", 400),
    "28 ten thousand fields": (KIND * 10_000 + b"--paper-edge--\r\n", 400),
    "29 a part with a huge head": (named(b'"' + b"a" * MEBIBYTE + b'.pdf"'), 400),
    "30 a broken edge": (PLAIN.replace(b"\r\n--paper-edge\r\n", b"\r\n--paper-ed"), 422),
    "31 a hundred files": (KIND + a_part(FILE) * 100 + b"--paper-edge--\r\n", 400),
}


def send(person: Person, body: bytes | Iterator[bytes]) -> httpx2.Response:
    headers = {**person.token, "Content-Type": f"multipart/form-data; boundary={EDGE}"}
    return person.http.post("/api/v1/documents", content=body, headers=headers)


@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_form_has_its_outcome(site: Site, reader: Engine, name: str) -> None:
    body, status = AWKWARD[name]

    answer = send(site.desk(), body)

    assert answer.status_code == status, answer.text
    if status == 201:
        with Session(reader) as session:
            label = session.get_one(Upload, answer.json()["id"]).filename
        assert (
            answer.json()["media_type"] == "application/pdf" and label.isprintable() and "X-Evil" not in label
        )
    else:
        assert answer.json()["title"] and answer.json()["detail"]


def test_a_body_without_end_is_cut_at_the_limit(site: Site) -> None:
    piece = b"40000\r\n" + b"x" * 0x40000 + b"\r\n"

    with raw(site, "/api/v1/preauthorizations", "Transfer-Encoding: chunked") as line:
        line.sendall(piece * 5)
        said = line.recv(4096)

    assert said.startswith(b"HTTP/1.1 413")


def test_a_body_shorter_than_it_announced_is_told_so(site: Site) -> None:
    with raw(site, "/api/v1/documents", f"Content-Length: {len(PLAIN) + 500}") as line:
        line.sendall(PLAIN)
        line.shutdown(socket.SHUT_WR)
        said = heard(line)

    assert said.startswith(b"HTTP/1.1 400") and b"true Content-Length" in said
    assert "请重新发送".encode() in said and said.count(b"HTTP/1.1") == 1


def test_a_body_longer_than_it_announced_is_read_as_far_as_it_said_and_the_rest_is_no_request(
    site: Site, reader: Engine
) -> None:
    with Session(reader) as session:
        before = session.exec(select(func.count()).select_from(Upload)).one()
    with raw(site, "/api/v1/documents", f"Content-Length: {len(PLAIN) // 2}") as line:
        line.sendall(PLAIN)
        said = heard(line)

    first, _, second = said.removeprefix(b"HTTP/1.1 ").partition(b"HTTP/1.1 ")
    assert first.startswith(b"422") and b'"file"' in first
    assert second.startswith(b"400") and b"true Content-Length" in second
    with Session(reader) as session:
        assert session.exec(select(func.count()).select_from(Upload)).one() == before


@pytest.mark.parametrize("length", ["Content-Length: -1", "Content-Length: many", "Content-Length: 1, 2"])
def test_a_length_that_is_no_number_is_told_so(site: Site, length: str) -> None:
    with raw(site, "/api/v1/documents", length) as line:
        line.sendall(PLAIN)
        said = heard(line)

    assert said.startswith(b"HTTP/1.1 400") and b"application/problem+json" in said


def heard(line: socket.socket) -> bytes:
    """All that the app says until it hangs up."""
    said = b""
    while piece := line.recv(65536):
        said += piece
    return said


@contextmanager
def raw(site: Site, path: str, length: str) -> Iterator[socket.socket]:
    """A line on which the head of a request was sent that says so of its length."""
    host = urlsplit(str(site.http.base_url))
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: {host.netloc}",
        f"Authorization: {site.desk().token['Authorization']}",
        f"Content-Type: multipart/form-data; boundary={EDGE}",
        length,
        "Idempotency-Key: 25",
        "",
        "",
    ]
    with socket.create_connection((host.hostname or "", host.port or 0), timeout=PATIENCE_SECONDS) as line:
        line.sendall("\r\n".join(head).encode())
        yield line


def test_a_body_that_stops_on_its_way_is_given_up_and_what_follows_a_body_is_not() -> None:
    heard: list[Message] = []

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        while True:
            heard.append(await receive())

    async def slow() -> Message:
        await asyncio.sleep(0 if len(heard) == 0 else 3600)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def no_answer(_message: Message) -> None:
        raise AssertionError("the app answers")

    scope: Scope = {"type": "http", "path": "/", "headers": []}
    with pytest.raises(HTTPException) as refused:
        asyncio.run(BodyLimit(app, usual=9, by_path={}, patience=0.01)(scope, slow, no_answer))

    assert (refused.value.status_code, len(heard)) == (408, 1)


def test_a_body_whose_line_was_lost_is_no_fault_of_ours() -> None:
    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()

    async def lost() -> Message:
        return {"type": "http.disconnect"}

    async def no_answer(_message: Message) -> None:
        raise AssertionError("the app answers")

    scope: Scope = {"type": "http", "path": "/", "headers": []}
    with pytest.raises(HTTPException) as refused:
        asyncio.run(BodyLimit(app, usual=9, by_path={})(scope, lost, no_answer))

    assert refused.value.status_code == 400


def test_a_link_to_the_store_takes_its_own_part_alone_and_not_for_ever(site: Site) -> None:
    blobs = Blobs(**site.settings.object_store)
    mine, other = "uploads/test/34-mine", "uploads/test/35-other"
    parts = FileParts(blobs, mine, FileParts.begin(blobs, mine))

    late = httpx2.put(parts.link(1, seconds=-1), content=b"x")
    elsewhere = httpx2.put(parts.link(1).replace(mine, other), content=b"x")
    parts.give_up()

    assert late.status_code in (400, 403) and elsewhere.status_code == 403
    with pytest.raises(BlobMissingError):
        blobs.head(other)


def test_a_link_that_was_used_changes_nothing_of_the_finished_file(site: Site, reader: Engine) -> None:
    desk = site.desk()
    announced = {"kind": "INVOICE", "filename": "a.pdf", "size_bytes": len(PDF)}
    file = desk.post("/api/v1/unfinished-documents", json=announced).json()
    link = file["missing"][0]["url"]
    httpx2.put(link, content=PDF)
    desk.post(f"/api/v1/unfinished-documents/{file['id']}/finish")

    again = httpx2.put(link, content=PDF.replace(b"a page", b"b page"))

    with Session(reader) as session:
        kept = session.get_one(Upload, file["id"])
    assert again.status_code == 404
    assert Blobs(**site.settings.object_store).get(kept.object_key) == PDF


def test_more_than_was_announced_sent_straight_to_the_store_is_refused(site: Site) -> None:
    desk = site.desk()
    announced = {"kind": "INVOICE", "filename": "a.pdf", "size_bytes": len(PDF)}
    file = desk.post("/api/v1/unfinished-documents", json=announced).json()
    httpx2.put(file["missing"][0]["url"], content=PDF + b"%more")

    answer = desk.post(f"/api/v1/unfinished-documents/{file['id']}/finish")

    assert (answer.status_code, answer.json()["refusal"]) == (422, "CHANGED")


def test_who_hangs_up_on_an_answer_that_came_before_the_body_was_read_holds_nobody_up(site: Site) -> None:
    host = urlsplit(str(site.http.base_url))
    head = f"POST /api/v1/nowhere HTTP/1.1\r\nHost: {host.netloc}\r\nContent-Length: 4\r\n\r\nbody"
    with socket.create_connection((host.hostname or "", host.port or 0), timeout=PATIENCE_SECONDS) as line:
        line.sendall(head.encode())
        assert line.recv(4096).startswith(b"HTTP/1.1 4")
        line.shutdown(socket.SHUT_WR)
        heard(line)

    assert site.http.get("/healthz").status_code in (200, 404)
