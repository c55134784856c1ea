"""Sends letters off: each goes its own way, beside the case that owes it."""

import asyncio
from datetime import UTC, datetime, timedelta

from temporalio.activity import Info
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.orders import OutgoingLetter, RecordOrder
from rules.cases import LetterItem

PAPER_QUEUE = "paper"


async def send_off(client: Client, order: RecordOrder, asked: Info) -> None:
    """Start the way of every letter that a step owes; one whose number is on its way already is left alone.

    ``asked`` is the activity: case time went on between its first attempt and this one.
    """
    ahead = ahead_of(order, asked)
    await asyncio.gather(*(_send_off(client, order, letter, ahead) for letter in order.letters))


def ahead_of(order: RecordOrder, asked: Info) -> timedelta:
    """Case time less wall clock when the activity was asked."""
    since = asked.current_attempt_scheduled_time - asked.scheduled_time
    return order.as_of + since - datetime.now(UTC)


async def _send_off(client: Client, order: RecordOrder, letter: LetterItem, ahead: timedelta) -> None:
    try:
        await client.start_workflow(
            "LetterOut",
            OutgoingLetter(case=order.case, letter=letter, ahead=ahead),
            id=letter.number,
            task_queue=PAPER_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            static_summary=f"{letter.code} of {order.case.case_number}",
        )
    except WorkflowAlreadyStartedError:
        return
