"""What a case of every process can do with its clocks."""

import pytest

from rules.permissions import Action
from rules.vocabulary import Process
from workflows.case_engine import Fact
from workflows.processes import PROCESSES


@pytest.mark.parametrize("act", [Action.CHANGE_PRIORITY, Action.EXPLAIN_DELAY])
@pytest.mark.parametrize("process", sorted(PROCESSES))
def test_wherever_time_runs_people_can_say_how_pressing_it_is_and_why_it_is_late(
    process: Process, act: Action
) -> None:
    table = PROCESSES[process].table
    runs = {stage for row in table.rows if row.event == Fact.MILESTONE for stage in row.stages}

    assert runs
    assert {stage for stage in runs if table.row(stage, act) is None} == set()
