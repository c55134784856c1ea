"""Looks for malware with clamd, over its socket. Without a clamd nothing is ever called clean."""

import socket
import struct
from dataclasses import dataclass
from enum import StrEnum

from rules.vocabulary import ScanStatus

TIMEOUT_SECONDS = 20.0
ANSWER_SECONDS = 3.0
"""Within which one that works says that it is there."""
_CHUNK = 2**18
_LONGEST_ANSWER = 4096


class Standing(StrEnum):
    """How the scanner does: only one that answers calls anything clean."""

    ANSWERS = "ANSWERS"
    SILENT = "SILENT"
    NOT_SET = "NOT_SET"


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

    def standing(self) -> Standing:
        """Whether one is set, and whether it is there."""
        if not self.address:
            return Standing.NOT_SET
        return Standing.ANSWERS if self.answers() else Standing.SILENT

    def answers(self) -> bool:
        """Whether a scanner is there."""
        try:
            with self._connected(ANSWER_SECONDS) as line:
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

    def _connected(self, timeout: float = TIMEOUT_SECONDS) -> socket.socket:
        host, colon, port = self.address.rpartition(":")
        if colon and port.isdecimal():
            return socket.create_connection((host, int(port)), timeout)
        if not self.address:
            raise OSError("no scanner is set")
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(timeout)
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
