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
    """Start the reading of every document that waits for one; what is under way is left alone."""
    ahead = ahead_of(order, asked)
    await asyncio.gather(*(start_reading(client, order.case.case_number, each, ahead) for each in documents))


async def start_reading(client: Client, case_number: str, document_id: UUID, ahead: timedelta) -> None:
    """Start the reading of one document, once; ``ahead`` is case time less wall clock."""
    try:
        await client.start_workflow(
            "DocumentRead",
            OutgoingReading(case_number=case_number, document_id=str(document_id), ahead=ahead),
            id=f"{case_number}/read/{document_id}",
            task_queue=PAPER_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            static_summary=f"read a document of {case_number}",
        )
    except WorkflowAlreadyStartedError:
        return
