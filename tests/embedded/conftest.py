"""Stacks that tests of the stack may break."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded.machine import Machine, machine


@pytest.fixture(scope="module")
def broken_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A running stack that a module has to itself."""
    with machine(tmp_path_factory.mktemp("home") / "lipei") as made:
        made.up()
        yield made


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Machine]:
    """A machine on which nothing was ever started."""
    with machine(tmp_path / "lipei") as made:
        yield made
