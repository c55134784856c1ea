"""A whole Lipei on a machine of its own, used as its people use it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.embedded.machine import Machine, machine


@dataclass(frozen=True, slots=True)
class House:
    """A running Lipei and what its demonstration told."""

    machine: Machine
    told: dict[str, Any]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Everything up and one case run to its letter, by the command line alone."""
    with machine(tmp_path_factory.mktemp("journey") / "lipei") as made:
        up = made.lipei("up")
        assert up.returncode == 0, up.stderr
        shown = made.lipei("demo", "--json")
        assert shown.returncode == 0, shown.stderr
        yield House(made, json.loads(shown.stdout))
