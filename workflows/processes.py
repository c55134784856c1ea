"""Every process there is: its workflow, its table and the case that it carries."""

from dataclasses import dataclass
from typing import Any

from rules.cases import CaseBase
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import FINAL_STAGES
from rules.vocabulary import Process
from workflows.case_engine import Table
from workflows.pre_authorization import TABLE as PREAUTHORIZATION_TABLE
from workflows.pre_authorization import PreAuthorization


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How a process runs; ``title`` is what operators read in the server's own page."""

    workflow: type[Any]
    table: Table[Any]
    case: type[CaseBase]
    title: str
    chinese: str
    final: frozenset[str]


PROCESSES: dict[Process, Running] = {
    Process.PREAUTHORIZATION: Running(
        workflow=PreAuthorization,
        table=PREAUTHORIZATION_TABLE,
        case=PreAuthorizationCase,
        title="Pre-authorization",
        chinese="事先授权",
        final=frozenset(FINAL_STAGES),
    ),
}


def process_of(case_number: str) -> Running:
    """The process of a case, told by its number."""
    return PROCESSES[Process(case_number[:2])]
