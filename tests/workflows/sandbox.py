"""The sandbox that finds what a workflow must not do: ask a clock, roll a die, read a file."""

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

READ_ONLY = ("activities", "letters", "models", "rules", "stores", "pydantic", "structlog", "sqlalchemy")
"""What workflows only read is passed through; all that makes them is loaded anew for each, and watched."""


def sandboxed() -> SandboxedWorkflowRunner:
    """The runner of the suite; a worker that people use runs without (decision 11)."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*READ_ONLY)
    )
