"""Programs are known again by their start, whatever becomes of the clock."""

import os
import sys
from pathlib import Path

import psutil
import pytest

from embedded import processes


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system keeps the start as a wall time")
def test_a_program_is_known_after_the_machine_was_paused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = psutil.boot_time()
    program = processes.remember(tmp_path, "worker", os.getpid())
    monkeypatch.setattr("psutil._pslinux.boot_time", lambda: before + 85)

    assert processes.find(tmp_path, "worker") == program


def test_a_program_of_another_boot_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    processes.remember(tmp_path, "worker", os.getpid())
    boot = tmp_path / "boot_id"
    boot.write_text("another\n")
    monkeypatch.setattr(processes, "BOOT", boot)

    assert processes.find(tmp_path, "worker") is None
