"""The readers of a payload's type are made once a process, not once a case."""

import typing

import pytest

from rules.vocabulary import Process
from workflows import converter
from workflows.case_shell import CaseShell
from workflows.messages import Command
from workflows.processes import PROCESSES


def heard(process: Process) -> list[object]:
    run = typing.get_type_hints(PROCESSES[process].workflow.run)["opening"]
    told = typing.get_type_hints(CaseShell.told)["news"]
    return [run, told, Command]


@pytest.mark.parametrize("process", sorted(PROCESSES))
def test_every_message_of_a_case_has_a_shared_reader(process: Process) -> None:
    assert all(converter.is_shared(hint) for hint in heard(process))


def test_a_type_of_a_workflow_s_own_module_is_read_as_ever() -> None:
    class Own:
        __module__ = "workflows.absence"

    assert not converter.is_shared(Own)
    assert not converter.is_shared(None)
