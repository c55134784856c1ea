"""Every ten minutes what is due by itself begins: reminders of vaccines, notices of a breach."""

from dataclasses import dataclass
from datetime import timedelta

from temporalio import workflow
from temporalio.client import Client, ScheduleActionStartWorkflow

with workflow.unsafe.imports_passed_through():
    from activities.self_begun import Due, RoundOrder, SelfBegunActs, begin_due
    from workflows.rounds.schedule import keep_going_round
    from workflows.steps import PATIENT, SHORT_STEP

QUEUE = "cases"
SCHEDULE = "self-begun-round"
EVERY = timedelta(minutes=10)
STARTING_TAKES = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundInput:
    """``ahead_seconds`` is case time less wall clock, zero but for demonstrations and tests."""

    ahead_seconds: float = 0.0


@workflow.defn(name="SelfBegunRound")
class SelfBegunRound:
    """One round; the result is how many cases began."""

    @workflow.run
    async def run(self, asked: RoundInput) -> int:
        """Number what is due in one transaction, then start it: what was numbered is never lost."""
        as_of = workflow.now() + timedelta(seconds=asked.ahead_seconds)
        due: Due = await workflow.execute_activity_method(
            SelfBegunActs.find_due,
            RoundOrder(as_of=as_of),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="find what is due",
        )
        if not (due.reminders or due.breaches):
            return 0
        return await workflow.execute_activity(
            begin_due,
            due,
            start_to_close_timeout=STARTING_TAKES,
            retry_policy=PATIENT,
            summary="begin what is due",
        )


async def keep_beginning(client: Client) -> None:
    """See that a round is made every ten minutes."""
    action = ScheduleActionStartWorkflow(
        SelfBegunRound.run,
        RoundInput(),
        id=SCHEDULE,
        task_queue=QUEUE,
        static_summary="Begin what is due by itself",
    )
    await keep_going_round(client, action, EVERY)
