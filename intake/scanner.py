"""Looks for malware with clamd, over its socket. Without a clamd nothing is ever called clean."""

import socket
import struct
from dataclasses import dataclass

from rules.vocabulary import ScanStatus

TIMEOUT_SECONDS = 20.0
_CHUNK = 2**18
_LONGEST_ANSWER = 4096


@dataclass(frozen=True, slots=True)
class Scanner:
    """A clamd. ``address`` is the path of its socket, or host:port; empty where there is none."""

    address: str = ""

    def scan(self, data: bytes) -> ScanStatus:
        """What it says of these bytes; NOT_SCANNED wherever it says nothing that is clear."""
        if not self.address:
            return ScanStatus.NOT_SCANNED
        try:
            return verdict(self._answer(data))
        except OSError:
            return ScanStatus.NOT_SCANNED

    def answers(self) -> bool:
        """Whether a scanner is there."""
        try:
            with self._connected() as line:
                line.sendall(b"zPING\0")
                return line.recv(_LONGEST_ANSWER).startswith(b"PONG")
        except OSError:
            return False

    def _answer(self, data: bytes) -> bytes:
        with self._connected() as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _CHUNK):
                chunk = data[start : start + _CHUNK]
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            said = b""
            while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
                part = line.recv(_LONGEST_ANSWER)
                if not part:
                    break
                said += part
            return said

    def _connected(self) -> socket.socket:
        host, colon, port = self.address.rpartition(":")
        if colon and port.isdecimal():
            return socket.create_connection((host, int(port)), TIMEOUT_SECONDS)
        if not self.address:
            raise OSError("no scanner is set")
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT_SECONDS)
        try:
            line.connect(self.address)
        except OSError:
            line.close()
            raise
        return line


def verdict(said: bytes) -> ScanStatus:
    """What an answer means: only a plain OK is clean; size limits and errors are no scan."""
    words = said.rstrip(b"\0\n").strip()
    if words.endswith(b" FOUND"):
        return ScanStatus.INFECTED
    return ScanStatus.CLEAN if words == b"stream: OK" else ScanStatus.NOT_SCANNED
