"""Fixtures of the catalogue tests."""

from pathlib import Path

import pytest

from tests.rules.catalogue.drafts import Draft


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """A copy of the catalogue that the test may spoil."""
    return Draft(tmp_path)
