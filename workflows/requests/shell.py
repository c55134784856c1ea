"""The shell of a request: it has no effects but those of every case."""

from typing import Any, TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from rules.requests.case import RequestCase
    from workflows.case_engine import Effect
    from workflows.case_shell import CaseShell

State = TypeVar("State", bound=RequestCase)


class RequestShell(CaseShell[State]):
    """One request of a family. A process adds its table."""

    async def perform(self, effect: Effect) -> tuple[str, Any] | None:
        """A request has no effects of its own, unless its process says so."""
        raise TypeError(f"{self.state.process} knows no effect {type(effect).__name__}")

    def card(self) -> str:
        """The case in a few lines of Markdown."""
        case, clock = self.state, self.state.driving_clock()
        due = f"due {clock.due_at:%Y-%m-%d %H:%M} UTC ({clock.kind}, {clock.state})" if clock else "no clock"
        return "\n".join(
            (
                f"**{case.case_number}** {case.stage}, version {case.version}",
                f"- {due}",
                f"- waiting on {case.waiting_on}, assignee {case.assignee or 'none'}",
            )
        )
