"""A bank for one machine: takes payment orders over HTTP, keeps its own journal, and behaves as it is told.

Run as a program of its own: `python -m embedded.demo_bank FOLDER PORT`.

POST /payments (pain.001) answers a pain.002; GET /payments/<MsgId> and GET /transactions/<EndToEndId> say
what became of it; GET /entries?after=<sequence> lists money that came in; POST /money-in transfers money to
one of our accounts; PUT and DELETE /behavior; GET /journal.json; GET / is the journal as a page.
"""

import json
import signal
import socket
import sys
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

import jinja2

from embedded.bank_behavior import Behavior
from embedded.bank_journal import Journal, KeyReusedError
from embedded.bank_messages import BadMessageError, Status, read_order, write_report
from settings import LOOPBACK

XML, JSON, HTML = "application/xml", "application/json", "text/html; charset=utf-8"
LARGEST = 16 * 2**20
"""Bytes of one order; some 20,000 transfers."""
PAGE_OF_ENTRIES = 200
POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"


class BankDesk(BaseHTTPRequestHandler):
    """One request. The method names are those that the standard library calls."""

    journal: Journal
    server_version = "Lipei-bank"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """Answer a question, or show the journal."""
        address = urlsplit(self.path)
        words = [unquote(word) for word in address.path.strip("/").split("/")]
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        match words:
            case ["payments", message_id]:
                self._report(message_id)
            case ["transactions", end_to_end_id]:
                self._report_one(end_to_end_id)
            case ["entries"]:
                limit = min(int(asked.get("limit", PAGE_OF_ENTRIES)), PAGE_OF_ENTRIES)
                self._json(self.journal.entries(int(asked.get("after", 0)), limit, "CRDT"))
            case ["behavior"]:
                self._json([asdict(each) for each in self.journal.behaviors()])
            case ["journal.json"]:
                self._json(_everything(self.journal))
            case ["style.css"]:
                self._send((_templates() / "style.css").read_bytes(), "text/css")
            case [""]:
                self._send(_page(self.journal), HTML)
            case _:
                self._json({"error": "there is no such address"}, HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Take an order, or money for one of our accounts."""
        content = self._body({"/payments": XML, "/money-in": JSON}.get(self.path, ""))
        if content is None:
            return
        try:
            if self.path == "/payments":
                self._take(content)
            else:
                self._receive(json.loads(content))
        except KeyReusedError as other:
            self._json({"error": str(other)}, HTTPStatus.CONFLICT)
        except (ValueError, KeyError, TypeError) as wrong:
            self._json({"error": str(wrong)}, HTTPStatus.BAD_REQUEST)

    def do_PUT(self) -> None:
        """Behave so from now on: PUT /behavior {"account", "manner", "reason", "seconds", "times"}."""
        content = self._body(JSON if self.path == "/behavior" else "")
        if content is None:
            return
        try:
            behavior = Behavior.parse(json.loads(content))
        except (ValueError, TypeError) as wrong:
            self._json({"error": str(wrong)}, HTTPStatus.BAD_REQUEST)
            return
        self.journal.behave(behavior)
        self._json(asdict(behavior))

    def do_DELETE(self) -> None:
        """Accept everything again: DELETE /behavior."""
        self.journal.behave_well()
        self._json([])

    def parse_request(self) -> bool:
        """Refuse what was not addressed to this machine, such as a page of another site by a false name."""
        if not super().parse_request():
            return False
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in (LOOPBACK, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN, "Ask for this bank as 127.0.0.1 or localhost")
            return False
        return True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class names it so)
        """Write no access log: the journal says what happened."""

    def _take(self, content: bytes) -> None:
        order = read_order(content)
        if not self.journal.take(order, content):
            self._hang_up()
            return
        self._answer(order.message_id, self.journal.statuses(order.message_id) or [])

    def _receive(self, asked: dict[str, Any]) -> None:
        amount = asked["amount"]
        if not isinstance(amount, int) or amount <= 0:
            raise BadMessageError("amount is a whole number of fen above zero")
        sequence = self.journal.receive(
            account=str(asked["account"]),
            amount=amount,
            remittance=str(asked.get("remittance", "")),
            payer=str(asked.get("payer", "")),
            payer_account=str(asked.get("payer_account", "")),
            key=str(asked.get("key") or uuid4().hex),
        )
        self._json({"sequence": sequence})

    def _report(self, message_id: str) -> None:
        if not self.journal.speaks(message_id):
            self._hang_up()
            return
        statuses = self.journal.statuses(message_id)
        if statuses is None:
            self._json({"error": "this message never arrived"}, HTTPStatus.NOT_FOUND)
        else:
            self._answer(message_id, statuses)

    def _report_one(self, end_to_end_id: str) -> None:
        found = self.journal.status(end_to_end_id)
        if found is None:
            self._json({"error": "this transfer never arrived"}, HTTPStatus.NOT_FOUND)
        elif not self.journal.speaks(found[0]):
            self._hang_up()
        else:
            self._answer(found[0], [found[1]])

    def _answer(self, message_id: str, statuses: list[Status]) -> None:
        self._send(write_report(message_id, statuses, report_id=uuid4().hex), XML)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _body(self, kind: str) -> bytes | None:
        """What was sent; None where it was refused. The kind keeps pages of other sites out."""
        length = int(self.headers.get("Content-Length") or 0)
        if not kind or self.headers.get_content_type() != kind or length > LARGEST:
            self.close_connection = True
            said = f"send {kind or 'nothing'} of at most {LARGEST} bytes here"
            self._json({"error": said}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            return None
        return self.rfile.read(length)

    def _json(self, value: object, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(json.dumps(value, ensure_ascii=False).encode(), JSON, status)

    def _send(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(content)


def bank_server(journal: Journal, port: int) -> ThreadingHTTPServer:
    """Return the bank's server, bound to loopback, not yet serving."""

    class Desk(BankDesk):
        pass

    Desk.journal = journal
    server = ThreadingHTTPServer((LOOPBACK, port), Desk)
    server.daemon_threads = True
    return server


def serve(folder: Path, port: int) -> None:
    """Serve until asked to end."""
    journal = Journal(folder)
    server = bank_server(journal, port)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever(0.05)
    journal.close()


def _everything(journal: Journal) -> dict[str, Any]:
    return {"transfers": journal.transfers(), "entries": journal.entries(0, -1)}


def _page(journal: Journal) -> bytes:
    entries = journal.entries(0, -1)
    return (
        _environment()
        .get_template("bank.html")
        .render(
            transfers=journal.transfers()[:PAGE_OF_ENTRIES],
            entries=list(reversed(entries))[:PAGE_OF_ENTRIES],
            behaviors=journal.behaviors(),
            at=datetime.now(UTC),
        )
        .encode()
    )


def _templates() -> Path:
    return Path(__file__).parent / "templates"


@lru_cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_templates()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["yuan"] = lambda fen: f"{fen // 100}.{fen % 100:02}"
    return environment


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
