"""A calendar is put in force and every open case follows it, whoever is killed on the way."""

from dataclasses import dataclass, replace
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.calendar_acts import CalendarActs
    from activities.calendar_orders import FinishOrder, Published, PublishOrder, RoundAnswer, RoundOrder
    from workflows.steps import PATIENT, SHORT_STEP

ROUND_TAKES = timedelta(minutes=10)
BEATS_WITHIN = timedelta(seconds=15)
"""A page whose worker was killed is taken up by another after this long."""
ROUNDS = 5
PAGE_RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30))


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPublicationInput:
    """What to publish; after a continue-as-new also how far it came.

    ``settle_seconds`` is how long a case that began meanwhile may take to be on record.
    """

    order: PublishOrder
    settle_seconds: int = 30
    published: Published | None = None
    round: int = 0
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationOutcome:
    """How it ended: ``left`` cases have yet to follow, which they do at the next reconciliation."""

    version: str
    outdated: bool = False
    left: int = 0


@workflow.defn(name="CalendarPublication")
class CalendarPublication:
    """Put a draft in force, then tell the open cases page by page, until none is left.

    Only those that have not followed are ever told, so each step can be repeated. A case that begins
    meanwhile is found by the round after it.
    """

    @workflow.init
    def __init__(self, publishing: CalendarPublicationInput) -> None:
        """Take up where the run before stopped."""
        self.publishing = publishing

    @workflow.run
    async def run(self, publishing: CalendarPublicationInput) -> PublicationOutcome:
        """Publish and see every case through."""
        published = publishing.published or await self._publish()
        self.publishing = replace(publishing, published=published)
        if published.publication_id is None:
            return PublicationOutcome(version=published.version, outdated=published.outdated)
        left = 1
        while left and self.publishing.round < ROUNDS:
            await self._round()
            await workflow.sleep(self.publishing.settle_seconds, summary="let cases that began be recorded")
            left = await self._round()
            self.publishing = replace(self.publishing, round=self.publishing.round + 1)
        left = await self._finish(published.publication_id)
        return PublicationOutcome(version=published.version, left=left)

    async def _publish(self) -> Published:
        return await workflow.execute_activity_method(
            CalendarActs.publish_calendar,
            self.publishing.order,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"publish {self.publishing.order.calendar}",
        )

    async def _round(self) -> int:
        """Tell every case that has not followed; how many of them kept silent."""
        silent = 0
        while True:
            page = await self._tell()
            silent += len(page.silent)
            self.publishing = replace(self.publishing, after=page.last)
            if not page.last:
                return silent
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(self.publishing)

    async def _tell(self) -> RoundAnswer:
        published = self.publishing.published
        return await workflow.execute_activity_method(
            CalendarActs.tell_cases,
            RoundOrder(
                after=self.publishing.after,
                publication_id=published.publication_id if published else None,
            ),
            start_to_close_timeout=ROUND_TAKES,
            heartbeat_timeout=BEATS_WITHIN,
            retry_policy=PAGE_RETRY,
            summary=f"cases after {self.publishing.after or 'the first'}",
        )

    async def _finish(self, publication_id: int) -> int:
        return await workflow.execute_activity_method(
            CalendarActs.finish_publication,
            FinishOrder(publication_id=publication_id, at=workflow.now()),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="write down how it went",
        )
