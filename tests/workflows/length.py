"""How long the histories of a case are: of every run that it took."""

from dataclasses import dataclass

from temporalio.client import WorkflowHistory

from tests.workflows.clinic import Clinic

EVENTS, SIZE, PAYLOAD = 200, 1_000_000, 64_000


@dataclass(frozen=True, kw_only=True)
class Length:
    """One run: its events, their bytes as the server keeps them, and the largest payload."""

    events: int
    size: int
    largest_payload: int


def histories(clinic: Clinic, number: str) -> list[WorkflowHistory]:
    """The history of every run of a case, first to last."""
    handle = clinic.cases.handle(number)
    described = clinic.loop.run(handle.describe())
    run_id = described.raw_description.workflow_execution_info.first_run_id
    found: list[WorkflowHistory] = []
    while run_id:
        run = clinic.client.get_workflow_handle(number, run_id=run_id)
        history = clinic.loop.run(run.fetch_history())
        found.append(history)
        last = history.events[-1]
        run_id = last.workflow_execution_continued_as_new_event_attributes.new_execution_run_id
    return found


def lengths(clinic: Clinic, number: str) -> list[Length]:
    """How long each run of a case is."""
    return [length(history) for history in histories(clinic, number)]


def length(history: WorkflowHistory) -> Length:
    """How long one history is."""
    sizes = [event.ByteSize() for event in history.events]
    # An event is a little more than its payloads, so the largest event bounds the largest payload.
    return Length(events=len(sizes), size=sum(sizes), largest_payload=max(sizes))


def assert_short(clinic: Clinic, number: str, runs: int) -> None:
    """Every run of the case stays within bounds, and there are no more of them than that."""
    found = lengths(clinic, number)
    said = f"{number}: {found}"
    assert all(run.events <= EVENTS for run in found), said
    assert sum(run.size for run in found) <= SIZE, said
    assert all(run.largest_payload <= PAYLOAD for run in found), said
    assert len(found) <= runs, said
