"""Sends letters off, each its own way beside the case that owes it, and takes back what has not left."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from temporalio.activity import Info
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.orders import OutgoingLetter, RecordOrder
from rules.cases import LetterItem, LetterState

PAPER_QUEUE = "paper"
_ANSWERS_WITHIN = timedelta(seconds=5)


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


async def take_back(client: Client, numbers: Sequence[str]) -> bool:
    """Keep letters from leaving, all or none; False where one has left.

    Each letter decides by itself whether it is still here, and stays once it has said so: what was held can
    be let go or taken back, so a repeat after a crash comes to the same end.
    """
    held = [await _hold(client, number) for number in numbers]
    then = "take_back" if all(held) else "let_go"
    for number, here in zip(numbers, held, strict=True):
        if here:
            await _say(client, number, then)
    return all(held)


async def _hold(client: Client, number: str) -> bool:
    answer = await _say(client, number, "hold")
    if answer is not None:
        return answer
    state: str = await client.get_workflow_handle(number, result_type=str).result()
    return state == LetterState.CANCELLED


async def _say(client: Client, number: str, what: str) -> bool | None:
    """The letter's answer; None where its way has ended."""
    try:
        handle = client.get_workflow_handle(number)
        return bool(await handle.execute_update(what, result_type=bool, rpc_timeout=_ANSWERS_WITHIN))
    except RPCError as ended:
        if ended.status is not RPCStatusCode.NOT_FOUND:
            raise
        return None
