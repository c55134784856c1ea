"""Histories of runs of payments replay on today's code, so what is under way survives a release."""

import asyncio
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from tests.money.recorded import HISTORIES, PATHS
from tests.workflows.recorded import KEY_FILE
from tests.workflows.sandbox import sandboxed
from worker import MONEY_WORKFLOWS
from workflows.client import data_converter
from workflows.codec import KeyRing

RELEASES = sorted(folder for folder in HISTORIES.iterdir() if folder.is_dir())
KEPT = [file for folder in RELEASES for file in sorted(folder.glob("*.json"))]


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_recorded_run_replays_on_todays_code(file: Path) -> None:
    replayer = Replayer(
        workflows=MONEY_WORKFLOWS,
        data_converter=data_converter(KeyRing.read(KEY_FILE)),
        workflow_runner=sandboxed(),
    )
    history = WorkflowHistory.from_json(file.stem, file.read_text("utf-8"))

    asyncio.run(replayer.replay_workflow(history))


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
def test_every_release_kept_a_history_of_every_path(release: Path) -> None:
    assert {file.stem for file in release.glob("*.json")} >= {path.__name__ for path in PATHS}
