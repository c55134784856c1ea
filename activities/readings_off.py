"""Sends documents off to be read: each goes its own way, beside the case that it belongs to."""

import asyncio
from datetime import timedelta
from uuid import UUID

from temporalio.activity import Info
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.letters_off import PAPER_QUEUE, ahead_of
from activities.orders import RecordOrder
from activities.reading_orders import OutgoingReading


async def send_to_reader(client: Client, order: RecordOrder, documents: list[UUID], asked: Info) -> None:
    """Start the reading of every document that waits for one; what is under way is left alone.

    What people said of a reading is compared anew with all that is known.
    """
    ahead, number = ahead_of(order, asked), order.case.case_number
    await asyncio.gather(
        *(start_reading(client, number, each, ahead) for each in documents),
        *(start_reading(client, number, UUID(each.document_id), ahead, each.key) for each in order.confirmed),
    )


async def start_reading(
    client: Client, case_number: str, document_id: UUID, ahead: timedelta, confirmed: str = ""
) -> None:
    """Start the reading of one document, once; ``ahead`` is case time less wall clock.

    ``confirmed`` names an act of a person on the reading, after which the document is only compared.
    """
    act = confirmed.rpartition("/")[2]
    try:
        await client.start_workflow(
            "DocumentRead",
            OutgoingReading(
                case_number=case_number, document_id=str(document_id), ahead=ahead, confirmed=bool(act)
            ),
            id=f"{case_number}/read/{document_id}" + (f"/{act}" if act else ""),
            task_queue=PAPER_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            static_summary=f"read a document of {case_number}",
        )
    except WorkflowAlreadyStartedError:
        return
