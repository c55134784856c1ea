"""A connection of the web app that tells why it ends wherever it still carries an answer."""

import json

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from web.problems import MALFORMED

_SAID = {
    "type": f"/docs#{MALFORMED.name}",
    "title": MALFORMED.title,
    "status": MALFORMED.status,
    "detail": "What came is no whole request: its body is shorter or longer than it announced, or its head "
    "cannot be read. Send it again, with its true Content-Length.",
    "detail_zh": "收到的请求不完整，或与声明的长度不符：请重新发送，并注明正确的长度。",
}
_HEAD = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]


LINGERING_SECONDS = 2.0
"""While a refused sender may still be sending: a line closed in its face takes the answer with it."""


class Line(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it; a request that cannot be read is answered in our words."""

    refused = False

    def data_received(self, data: bytes) -> None:
        """Read on; what still comes of a refused request is let fall."""
        if not self.refused:
            super().data_received(data)

    def eof_received(self) -> None:
        """Answer whoever says that nothing more comes in the middle of a body: the way back is still open."""
        if self.refused:
            self.transport.close()
        elif self.conn.their_state is h11.SEND_BODY:
            # In any other state the parser would tell for ever that the line is closed.
            self.data_received(b"")

    def send_400_response(self, msg: str) -> None:
        """Tell what is wrong and hang up; hang up alone where an answer is on its way already."""
        del msg  # uvicorn's own words
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        body = json.dumps(_SAID, ensure_ascii=False).encode()
        head = [*_HEAD, (b"content-length", str(len(body)).encode())]
        for event in (
            h11.Response(status_code=MALFORMED.status, headers=head, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self._let_go()

    def _let_go(self) -> None:
        self.refused = True
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True  # the app has nobody to answer any more
            self.cycle.message_event.set()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGERING_SECONDS, self.transport.close)
