"""Every hour histories of cases are kept as objects, long before the server forgets them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.client import Client, ScheduleActionStartWorkflow

with workflow.unsafe.imports_passed_through():
    from activities.histories import HistoriesOrder, HistoryActs
    from activities.letters_off import PAPER_QUEUE
    from workflows.rounds.schedule import keep_going_round
    from workflows.steps import PATIENT

SCHEDULE = "history-round"
EVERY = timedelta(hours=1)
TAKES = timedelta(minutes=30)
BEATS_WITHIN = timedelta(minutes=1)
OVERLAP = timedelta(hours=1)
"""How late the server's index may name a run: so much of the time before is asked for again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many closed cases have their history kept since; what ended before ``until`` is kept."""

    closed: int
    until: datetime


@workflow.defn(name="HistoryRound")
class HistoryRound:
    """One round; it goes on where the last one of its schedule ended."""

    @workflow.run
    async def run(self) -> Kept:
        """Keep what ended and is not kept yet."""
        now = workflow.now()
        closed = await workflow.execute_activity_method(
            HistoryActs.keep_histories,
            HistoriesOrder(now, left_since=_kept_until()),
            start_to_close_timeout=TAKES,
            heartbeat_timeout=BEATS_WITHIN,
            retry_policy=PATIENT,
            summary="keep histories",
        )
        return Kept(closed=closed, until=now)


def _kept_until() -> datetime | None:
    """What the round before had kept; None for the first one, and after one of an older release."""
    last = workflow.get_last_completion_result()
    return datetime.fromisoformat(last["until"]) - OVERLAP if isinstance(last, dict) else None


async def keep_histories_round(client: Client) -> None:
    """See that a round is made every hour."""
    await keep_going_round(client, action_of(SCHEDULE), EVERY)


def action_of(name: str) -> ScheduleActionStartWorkflow:
    """What a schedule of that name starts."""
    return ScheduleActionStartWorkflow(
        HistoryRound.run, id=name, task_queue=PAPER_QUEUE, static_summary="Keep histories of cases"
    )
