"""A clamd for tests: it speaks commands and framing of the real one, and knows the EICAR file alone."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LARGEST = 25 * 2**20
"""Bytes of one stream, as clamd is delivered."""


class _Line(socketserver.StreamRequestHandler):
    server: "_Clamd"

    def handle(self) -> None:
        command = self._until_zero()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self.wfile.write(self._stream())
        else:
            self.wfile.write(b"UNKNOWN COMMAND\0")

    def _until_zero(self) -> bytes:
        said = bytearray()
        while (letter := self.rfile.read(1)) not in (b"", b"\0"):
            said += letter
        return bytes(said)

    def _stream(self) -> bytes:
        content = bytearray()
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            chunk = self.rfile.read(length)
            assert len(chunk) == length, "a chunk is shorter than it says"
            content += chunk
            if len(content) > self.server.largest:
                return b"INSTREAM size limit exceeded. ERROR\0"
        found = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" in content
        return b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0"


class _Clamd(socketserver.ThreadingTCPServer):
    daemon_threads = True
    largest = LARGEST


@contextmanager
def a_clamd(largest: int = LARGEST) -> Iterator[str]:
    """The address of one that runs until the block ends."""
    with _Clamd(("127.0.0.1", 0), _Line) as server:
        server.largest = largest
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
