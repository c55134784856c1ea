"""How a publication begins, and how its end is awaited."""

from contextlib import suppress
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.calendar_orders import PublishOrder as PublishOrder
from workflows.calendar_publication import CalendarPublication, CalendarPublicationInput, PublicationOutcome

QUEUE = "cases"
START_WITHIN = timedelta(seconds=20)


def publication_id(key: str) -> str:
    """Id of the workflow that publishes under a key."""
    return f"calendar/{key}"


async def begin(
    client: Client, order: PublishOrder, *, settle_seconds: int = 30, patience_seconds: float = 20.0
) -> None:
    """Start a publication; one that runs or ran under its key is left alone."""
    with suppress(WorkflowAlreadyStartedError):
        await client.start_workflow(
            CalendarPublication.run,
            CalendarPublicationInput(
                order=order, settle_seconds=settle_seconds, patience_seconds=patience_seconds
            ),
            id=publication_id(order.key),
            task_queue=QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            static_summary=f"Calendar {order.calendar}",
            rpc_timeout=START_WITHIN,
        )


async def outcome(client: Client, key: str) -> PublicationOutcome:
    """How the publication under a key ended, once it has."""
    handle = client.get_workflow_handle(publication_id(key), result_type=PublicationOutcome)
    ended: PublicationOutcome = await handle.result()
    return ended
