"""Only a scanner's plain OK is clean: whatever else it says, or no scanner, is no scan."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from intake.scanner import Scanner, verdict
from rules.vocabulary import ScanStatus


@contextmanager
def a_scanner(answer: bytes) -> Iterator[str]:
    """Something that speaks like clamd, says always the same, and listens to all of a file."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listener.accept()
        with line:
            heard = b""
            while not heard.endswith(b"\0\0\0\0"):
                heard += line.recv(65536)
            line.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        thread.join(timeout=5)
        listener.close()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"stream: OK\0", ScanStatus.CLEAN),
        (b"stream: Eicar-Test-Signature FOUND\0", ScanStatus.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", ScanStatus.NOT_SCANNED),
        (b"stream: OK, or so it seems\0", ScanStatus.NOT_SCANNED),
        (b"", ScanStatus.NOT_SCANNED),
    ],
)
def test_only_a_plain_ok_is_clean(answer: bytes, said: ScanStatus) -> None:
    assert verdict(answer) is said


def test_a_file_is_sent_whole_and_the_answer_read() -> None:
    with a_scanner(b"stream: Eicar-Test-Signature FOUND\0") as address:
        assert Scanner(address).scan(b"x" * 1_000_000) is ScanStatus.INFECTED


@pytest.mark.parametrize("address", ["", "/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_without_a_scanner_nothing_is_clean(address: str) -> None:
    assert Scanner(address).scan(b"x") is ScanStatus.NOT_SCANNED
    assert not Scanner(address).answers()
