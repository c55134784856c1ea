"""How a round is started again and again."""

from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
)


async def keep_going_round(
    client: Client,
    action: ScheduleActionStartWorkflow,
    every: timedelta,
    offset: timedelta = timedelta(0),
) -> None:
    """See that the round is made so often, never two at once; its id is the schedule's.

    ``offset`` is how long after midnight in UTC, or after a whole number of rounds since then.

    A schedule that is there stays as operators set it.
    """
    schedule = Schedule(
        action=action,
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every, offset=offset)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP),
    )
    try:
        await client.create_schedule(action.id, schedule)
    except ScheduleAlreadyRunningError:
        return
