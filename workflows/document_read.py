"""One document on its way to the reader; then the cases concerned are told what does not fit.

It goes beside its case, and takes none of the case's history unless something is found.
"""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.letters_off import PAPER_QUEUE
    from activities.reading_orders import (
        LateFindingOrder,
        OutgoingReading,
        ReadAnswer,
        ReadOrder,
        ToldFinding,
    )
    from activities.readings import ReadingActs
    from rules.cases import PaperNews
    from workflows.steps import PATIENT, SHORT_STEP

READ = timedelta(seconds=120)
"""More than a reader may take by itself: twenty pages of pictures on a busy machine."""
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
            await self._tell(finding)
        return answer.state

    async def _read(self, order: OutgoingReading) -> ReadAnswer:
        return await workflow.execute_activity_method(
            ReadingActs.read_document,
            ReadOrder(case_number=order.case_number, document_id=order.document_id, as_of=self._now()),
            task_queue=PAPER_QUEUE,
            start_to_close_timeout=READ,
            retry_policy=STEADILY,
            summary="read it",
        )

    async def _tell(self, finding: ToldFinding) -> None:
        case = workflow.get_external_workflow_handle(finding.case_number)
        news = PaperNews(key=finding.key, refers=finding.refers, detail=finding.detail)
        try:
            await case.signal("paper_news", news)
        except ApplicationError:
            # The case has ended: its row in the table is enough but for what a person must weigh.
            if finding.refers:
                await self._record(finding)

    async def _record(self, finding: ToldFinding) -> None:
        """Put it on the record of the closed case."""
        await workflow.execute_activity_method(
            ReadingActs.record_late_finding,
            LateFindingOrder(finding=finding, as_of=self._now()),
            task_queue=PAPER_QUEUE,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="record a finding",
        )

    def _now(self) -> datetime:
        """Case time."""
        return workflow.now() + self.order.ahead
