"""The files of `deploy/`, parsed, and the programs that judge them."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from settings import CHECKOUT, Settings, variable
from tests.patience import PATIENCE_SECONDS

DEPLOY = CHECKOUT / "deploy"


def compose() -> dict[str, Any]:
    """The compose file with its anchors put in place."""
    parsed: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return parsed


def variables_of(path: Path) -> dict[str, str]:
    """Variables that an environment file sets."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {name: value.strip('"') for name, _, value in (line.partition("=") for line in lines)}


def setting_names() -> set[str]:
    """Environment variables that Lipei knows."""
    return {variable(field) for field in Settings.model_fields}


def needed(program: str, package: str) -> str:
    """Path of a program of the machine; the test is skipped where it is not installed."""
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed (Debian package {package})")
    return path


def told(*command: str) -> str:
    """What a program printed; the test fails with it where the program did."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
