"""A hospital's system that takes webhooks, for the tests: it keeps what came and answers as told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from standardwebhooks.webhooks import Webhook


@dataclass
class Receiver:
    """``answers`` are the next status codes; after them each message is taken with 204."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def verified(self, secret: str) -> list[Any]:
        """What came, each message checked as the specification says."""
        return [Webhook(secret).verify(body, sent) for sent, body in self.came]

    def ids(self) -> list[str]:
        """The webhook-id of each message."""
        return [sent["webhook-id"] for sent, _ in self.came]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver on a port of its own."""
    kept = Receiver()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(kept.answers.pop(0) if kept.answers else 204)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base's
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    kept.url = f"http://127.0.0.1:{server.server_port}/hook?from=lipei"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
