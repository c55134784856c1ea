"""What was there before a kill is there after the next `up`."""

import json
import os

import pytest

from embedded import processes
from embedded.stack import INFRASTRUCTURE
from tests.embedded.contents import assert_filled, fill
from tests.embedded.machine import Machine


@pytest.fixture(scope="module")
def filled(broken_in: Machine) -> Machine:
    """A stack with something in each of its stores."""
    fill(broken_in)
    return broken_in


@pytest.mark.parametrize("part", INFRASTRUCTURE)
def test_a_killed_part_comes_back_with_its_data(filled: Machine, part: str) -> None:
    filled.kill(part)

    assert filled.up() == [part]
    assert_filled(filled)


def test_everything_killed_at_once_comes_back_with_its_data(filled: Machine) -> None:
    for part in INFRASTRUCTURE:
        filled.kill(part)

    assert sorted(filled.up()) == sorted(INFRASTRUCTURE)
    assert_filled(filled)


@pytest.mark.long
def test_down_and_up_keep_the_data(filled: Machine) -> None:
    told = filled.lipei("down")
    assert (told.returncode, told.stderr.count("is down")) == (0, len(INFRASTRUCTURE))
    assert filled.status()["running"] is False

    filled.up()

    assert_filled(filled)


def test_postgres_starts_though_its_lock_names_the_process_of_another_program(filled: Machine) -> None:
    filled.kill("postgres")
    lock = filled.home / "postgres" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    assert filled.up("postgres") == ["postgres"]
    assert_filled(filled)


def test_a_running_part_whose_pid_file_is_lost_is_named(filled: Machine) -> None:
    program = processes.find(filled.home, "postgres")
    assert program is not None
    processes.forget(filled.home, "postgres")

    told = filled.lipei("up", "postgres")

    processes.remember(filled.home, "postgres", program.pid)
    port = filled.port_base + 3
    assert f"Port {port}, which Postgres needs, is used by postgres (process {program.pid})" in told.stderr
    assert told.returncode == 1


def test_a_pid_file_that_names_a_later_program_is_not_believed(filled: Machine) -> None:
    pid_file = filled.home / "run" / "worker.json"
    pid_file.write_text(json.dumps({"pid": os.getpid(), "after_boot": 1_000_000.0, "boot": "another"}))

    states = {part["name"]: part["state"] for part in filled.status()["parts"]}

    assert states == dict.fromkeys(INFRASTRUCTURE, "running") | {"worker": "stopped", "web": "stopped"}
