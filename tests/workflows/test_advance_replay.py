"""Histories of every path of an advance replay on today's code."""

from pathlib import Path

import pytest

from tests.workflows.recorded_advances import HISTORIES, PATHS
from tests.workflows.test_replay import replay
from workflows.hospital_advance import HospitalAdvance

RELEASES = sorted(folder for folder in HISTORIES.iterdir() if folder.is_dir())
KEPT = [file for folder in RELEASES for file in sorted(folder.glob("*.json"))]


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_recorded_advance_replays_on_todays_code(file: Path) -> None:
    replay(file, HospitalAdvance)


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
def test_every_release_kept_a_history_of_every_path(release: Path) -> None:
    assert {file.stem for file in release.glob("*.json")} >= {path.__name__ for path in PATHS}
