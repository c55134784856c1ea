"""The row of a case is never older than it was, and says so when it had to be put right."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models.case import Case
from stores.casework.cases import Projected, project
from stores.database import transaction
from tests.builders import a_case

STOOD = {"version": 7, "hold": False}


@pytest.fixture
def number(engine: Engine) -> str:
    """A case after 15 events, at the seventh version that people saw."""
    with transaction(engine) as session:
        return a_case(session, stage="BILLED", state_version=15, view=STOOD).case_number


def written(engine: Engine, number: str, state_version: int, version: int, *, hold: bool) -> Projected:
    with Session(engine) as session:
        row = session.get_one(Case, number)
        session.expunge(row)
    row.state_version, row.view = state_version, {"version": version, "hold": hold}
    with transaction(engine) as session:
        return project(session, row)


@pytest.mark.parametrize(
    ("state_version", "version", "hold", "applied", "healed"),
    [
        (15, 7, False, True, False),
        (15, 7, True, True, True),
        (15, 8, True, True, False),
        (16, 8, True, True, False),
        (15, 6, True, False, False),
        (14, 8, True, False, False),
    ],
    ids=["a repeat", "put right", "a step before its event", "a step", "an older step", "an older event"],
)
def test_a_row_is_put_right_only_where_the_same_step_said_something_else(
    engine: Engine, number: str, state_version: int, version: int, hold: bool, applied: bool, healed: bool
) -> None:
    projected = written(engine, number, state_version, version, hold=hold)

    assert (projected.applied, projected.healed) == (applied, healed)
    with Session(engine) as session:
        assert session.get_one(Case, number).view["hold"] is (hold and applied)
