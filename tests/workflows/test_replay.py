"""Histories of every path replay on today's code, so open cases survive a release."""

import asyncio
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from tests.workflows.broken import BrokenPreAuthorization
from tests.workflows.recorded import HISTORIES, KEY_FILE, PATHS
from tests.workflows.sandbox import sandboxed
from workflows.client import data_converter
from workflows.codec import KeyRing
from workflows.pre_authorization import PreAuthorization

RELEASES = sorted(folder for folder in HISTORIES.iterdir() if folder.is_dir())
KEPT = [file for folder in RELEASES for file in sorted(folder.glob("*.json"))]


def replay(file: Path, workflow: type) -> None:
    replayer = Replayer(
        workflows=[workflow],
        data_converter=data_converter(KeyRing.read(KEY_FILE)),
        workflow_runner=sandboxed(),
    )
    history = WorkflowHistory.from_json(file.stem, file.read_text("utf-8"))
    asyncio.run(replayer.replay_workflow(history))


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_recorded_case_replays_on_todays_code(file: Path) -> None:
    replay(file, PreAuthorization)


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
def test_every_release_kept_a_history_of_every_path(release: Path) -> None:
    assert {file.stem for file in release.glob("*.json")} >= {path.__name__ for path in PATHS}


def test_a_workflow_that_was_changed_carelessly_fails_the_replay() -> None:
    with pytest.raises(NondeterminismError):
        replay(KEPT[0], BrokenPreAuthorization)
