"""Histories of every path of every process replay on today's code, so open cases survive a release."""

import asyncio
from pathlib import Path
from types import ModuleType

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from tests.money import recorded as money
from tests.workflows import (
    recorded,
    recorded_advances,
    recorded_claims,
    recorded_requests,
    recorded_visits,
)
from tests.workflows.broken import BrokenPreAuthorization
from tests.workflows.recording import KEY_FILE
from tests.workflows.sandbox import sandboxed
from worker import MONEY_WORKFLOWS, WORKFLOWS
from workflows.client import data_converter
from workflows.codec import KeyRing

RECORDED = (recorded, recorded_advances, recorded_claims, recorded_requests, recorded_visits, money)
RELEASES = [
    (module, folder)
    for module in RECORDED
    for folder in sorted(module.HISTORIES.iterdir())
    if folder.is_dir()
]
KEPT = [file for _, folder in RELEASES for file in sorted(folder.glob("*.json"))]
BY_NAME = {each.__name__: each for each in (*WORKFLOWS, *MONEY_WORKFLOWS)}


def replay(file: Path, workflow: type | None = None) -> None:
    history = WorkflowHistory.from_json(file.stem, file.read_text("utf-8"))
    kind = history.events[0].workflow_execution_started_event_attributes.workflow_type.name
    replayer = Replayer(
        workflows=[workflow or BY_NAME[kind]],
        data_converter=data_converter(KeyRing.read(KEY_FILE)),
        workflow_runner=sandboxed(),
        # A replay is about order, not about time: a busy machine would fail the first one as a deadlock.
        debug_mode=True,
    )
    asyncio.run(replayer.replay_workflow(history))


@pytest.mark.parametrize("file", KEPT, ids=lambda file: "/".join(file.with_suffix("").parts[-3:]))
def test_a_recorded_case_replays_on_todays_code(file: Path) -> None:
    replay(file)


@pytest.mark.parametrize(("module", "release"), RELEASES, ids=lambda each: getattr(each, "name", ""))
def test_every_release_kept_a_history_of_every_path(module: ModuleType, release: Path) -> None:
    assert {file.stem for file in release.glob("*.json")} >= {path.__name__ for path in module.PATHS}


def test_a_workflow_that_was_changed_carelessly_fails_the_replay() -> None:
    with pytest.raises(NondeterminismError):
        replay(KEPT[0], BrokenPreAuthorization)
