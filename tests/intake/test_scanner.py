"""Only a scanner's plain OK is clean: whatever else it says, or no scanner, is no scan."""

import pytest

from intake.scanner import Scanner, Standing, verdict
from rules.vocabulary import ScanStatus
from tests.intake.clamd import a_clamd
from tests.intake.files import a_pdf
from tests.intake.hostile import EICAR


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
    with a_clamd() as address:
        scanner = Scanner(address)

        assert scanner.answers()
        assert scanner.scan(a_pdf()) is ScanStatus.CLEAN
        assert scanner.scan(b"x" * 1_000_000 + EICAR) is ScanStatus.INFECTED


@pytest.mark.parametrize(("size", "said"), [(1000, ScanStatus.CLEAN), (1001, ScanStatus.NOT_SCANNED)])
def test_what_is_too_large_for_the_scanner_is_not_scanned(size: int, said: ScanStatus) -> None:
    with a_clamd(largest=1000) as address:
        assert Scanner(address).scan(b"x" * size) is said


@pytest.mark.parametrize("address", ["", "/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_without_a_scanner_nothing_is_clean(address: str) -> None:
    assert Scanner(address).scan(b"x") is ScanStatus.NOT_SCANNED
    assert not Scanner(address).answers()


def test_a_scanner_stands_as_one_finds_it() -> None:
    with a_clamd() as address:
        assert Scanner(address).standing() is Standing.ANSWERS

    assert Scanner(address).standing() is Standing.SILENT
    assert Scanner().standing() is Standing.NOT_SET
