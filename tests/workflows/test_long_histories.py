"""A case that outgrows its history continues anew, and nobody notices."""

import pytest

from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Role
from tests.workflows.cases import actor
from tests.workflows.clinic import Clinic
from workflows.messages import Assign, Decide, Withdraw

ADJUSTER, DESK = actor(Role.ADJUSTER), actor(Role.HOSPITAL_DESK)


@pytest.mark.long
def test_a_case_goes_on_as_the_same_case_across_continue_as_new(clinic: Clinic) -> None:
    number = clinic.open()
    handle = clinic.cases.handle(number)
    first_run = clinic.loop.run(handle.describe()).run_id
    clocks = clinic.look(number).clocks
    version, acts = clinic.look(number).version, 0

    while clinic.loop.run(handle.describe()).run_id == first_run:
        assert acts < 1_500, "the server never suggested to continue anew"
        for _ in range(25):
            last = clinic.act(
                number, ADJUSTER, Assign(assignee=f"staff:{acts}"), version=version, act_id=f"a{acts}"
            )
            version, acts = last.version, acts + 1

    again = clinic.act(number, ADJUSTER, Assign(assignee="staff:x"), version=0, act_id=f"a{acts - 1}")
    assert again == last
    assert clinic.look(number).clocks == clocks
    assert clinic.look(number).assignee == f"staff:{acts - 1}"
    clinic.act(number, ADJUSTER, Decide(decision=DecisionInput(outcome=Outcome.APPROVE)))
    assert clinic.look(number).stage is Stage.GUARANTEED
    assert len(clinic.events(number)) == clinic.look(number).event_count
    clinic.act(number, DESK, Withdraw(reason="完成"))
