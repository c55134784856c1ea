"""The page of the mail catcher: a list of messages, each with its attachments, and a door for tests."""

import json
from dataclasses import asdict
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import jinja2

from embedded.mail_refusal import Orders, Refusal
from embedded.mailbox import Mailbox, Message
from settings import LOOPBACK

SHOWN = 200
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "text/plain"})
POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; frame-ancestors 'self'"
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
HTML = "text/html; charset=utf-8"
JSON = "application/json"


def page_server(mailbox: Mailbox, orders: Orders, port: int) -> ThreadingHTTPServer:
    """Return the page's server, bound to loopback, not yet serving."""

    class Page(MailPage):
        pass

    Page.mailbox, Page.orders = mailbox, orders
    server = ThreadingHTTPServer((LOOPBACK, port), Page)
    server.daemon_threads = True
    return server


class MailPage(BaseHTTPRequestHandler):
    """One request. The method names are those that the standard library calls."""

    mailbox: Mailbox
    orders: Orders
    server_version = "Lipei-mail"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """Show the list, a message, one of its parts, or the refusal in force."""
        words = [unquote(word) for word in urlsplit(self.path).path.strip("/").split("/")]
        try:
            self._show(words)
        except (KeyError, IndexError, ValueError):
            self._send(_render("missing.html"), HTML, status=HTTPStatus.NOT_FOUND)

    def do_PUT(self) -> None:
        """Put a refusal in force: PUT /refusal {"stage": …, "reply": …, "times": …}."""
        length = int(self.headers.get("Content-Length") or 0)
        try:
            refusal = Refusal.parse(json.loads(self.rfile.read(length)))
        except (ValueError, TypeError) as wrong:
            self._send(json.dumps({"error": str(wrong)}).encode(), JSON, status=HTTPStatus.BAD_REQUEST)
            return
        self.orders.give(refusal)
        self._send(json.dumps(asdict(refusal)).encode(), JSON)

    def do_DELETE(self) -> None:
        """Refuse nothing any more: DELETE /refusal."""
        self.orders.give(None)
        self._send(b"null", JSON)

    def parse_request(self) -> bool:
        """Refuse what was not addressed to this machine, such as a page of another site by a false name."""
        if not super().parse_request():
            return False
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        if host not in (LOOPBACK, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN, "Ask for this page as 127.0.0.1 or localhost")
            return False
        return True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class names it so)
        """Write no access log: paths of messages are of no use to anyone."""

    def _show(self, words: list[str]) -> None:
        match words:
            case [""]:
                ids = self.mailbox.ids()
                messages = [self.mailbox.read(each) for each in ids[:SHOWN]]
                self._send(_render("list.html", messages=messages, total=len(ids)), HTML)
            case ["style.css"]:
                self._send((_templates() / "style.css").read_bytes(), "text/css")
            case ["refusal"]:
                now = self.orders.show()
                self._send(json.dumps(asdict(now) if now else None).encode(), JSON)
            case ["messages.json"]:
                messages = [self.mailbox.read(each) for each in self.mailbox.ids()]
                self._send(json.dumps([_facts(each) for each in messages]).encode(), JSON)
            case ["messages", name, *rest]:
                self._show_message(name, rest)
            case _:
                raise KeyError(self.path)

    def _show_message(self, name: str, rest: list[str]) -> None:
        match rest:
            case []:
                self._send(_render("message.html", message=self.mailbox.read(name)), HTML)
            case ["raw"]:
                self._send(self.mailbox.raw(name), "message/rfc822", name=f"{name}.eml")
            case ["html"]:
                self._send(self.mailbox.read(name).html.encode(), HTML, policy=MAIL_POLICY)
            case ["attachments", number]:
                attachment = self.mailbox.read(name).attachments[int(number)]
                self._send(attachment.content, attachment.kind, name=attachment.name)
            case _:
                raise KeyError(self.path)

    def _send(
        self,
        content: bytes,
        kind: str,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        name: str = "",
        policy: str = POLICY,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", policy)
        if name:
            how = "inline" if kind in SHOWN_INLINE else "attachment"
            self.send_header("Content-Disposition", f"{how}; filename*=UTF-8''{quote(name, safe='')}")
        self.end_headers()
        self.wfile.write(content)


def _facts(message: Message) -> dict[str, object]:
    facts = asdict(message)
    facts["received_at"] = message.received_at.isoformat()
    facts["attachments"] = [
        {"name": each.name, "kind": each.kind, "bytes": len(each.content)} for each in message.attachments
    ]
    return facts


def _templates() -> Path:
    return Path(__file__).parent / "templates"


@lru_cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_templates()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(template: str, **values: object) -> bytes:
    return _environment().get_template(template).render(values).encode()
