"""A case is told that something in a paper of it does not fit; one that has ended gets it on its record."""

from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.reading_orders import LateFindingOrder, ToldFinding
    from activities.readings import ReadingActs
    from rules.cases import PaperNews
    from workflows.steps import PATIENT, SHORT_STEP


async def tell_case(finding: ToldFinding, now: datetime) -> None:
    """Say it to the case; ``now`` is case time."""
    case = workflow.get_external_workflow_handle(finding.case_number)
    news = PaperNews(key=finding.key, refers=finding.refers, detail=finding.detail)
    try:
        await case.signal("paper_news", news)
    except ApplicationError:
        # The case has ended: its row in the table is enough but for what a person must weigh.
        if finding.refers:
            await _record(finding, now)


async def _record(finding: ToldFinding, now: datetime) -> None:
    """Put it on the record of the closed case, and have somebody see to it."""
    await workflow.execute_activity_method(
        ReadingActs.record_late_finding,
        LateFindingOrder(finding=finding, as_of=now),
        start_to_close_timeout=SHORT_STEP,
        retry_policy=PATIENT,
        summary="record a finding",
    )
