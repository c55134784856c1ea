"""One document on its way to the reader; then the cases concerned are told what does not fit.

It goes beside its case, and takes none of the case's history unless something is found.
"""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.letters_off import PAPER_QUEUE
    from activities.reading_orders import (
        OutgoingReading,
        ReadAnswer,
        ReadOrder,
    )
    from activities.readings import ReadingActs
    from workflows.paper_told import tell_case

READ = timedelta(seconds=120)
"""More than a reader may take by itself: twenty pages of pictures on a busy machine."""
BEATS_WITHIN = timedelta(seconds=30)
"""A reader beats every few seconds: one that was killed is noticed long before it would be done."""
STEADILY = RetryPolicy(
    initial_interval=timedelta(seconds=2), backoff_coefficient=1.5, maximum_interval=timedelta(minutes=5)
)


@workflow.defn(name="DocumentRead")
class DocumentRead:
    """The reading of one document; its id follows from case and document, so that it is read once."""

    @workflow.init
    def __init__(self, order: OutgoingReading) -> None:
        """Take up the document."""
        self.order = order

    @workflow.run
    async def run(self, order: OutgoingReading) -> str:
        """Have it read; the result is the state of the reading."""
        answer = await self._read(order)
        for finding in answer.findings:
            await tell_case(finding, self._now())
        return answer.state

    async def _read(self, order: OutgoingReading) -> ReadAnswer:
        return await workflow.execute_activity_method(
            ReadingActs.compare_again if order.confirmed else ReadingActs.read_document,
            ReadOrder(case_number=order.case_number, document_id=order.document_id, as_of=self._now()),
            task_queue=PAPER_QUEUE,
            start_to_close_timeout=READ,
            heartbeat_timeout=None if order.confirmed else BEATS_WITHIN,
            retry_policy=STEADILY,
            summary="compare it again" if order.confirmed else "read it",
        )

    def _now(self) -> datetime:
        """Case time."""
        return workflow.now() + self.order.ahead
