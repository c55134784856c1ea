"""A calendar is put in force and every open case follows it, whoever is killed on the way."""

from dataclasses import dataclass, replace
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.calendar_acts import CalendarActs
    from activities.calendar_orders import (
        CALENDAR_QUEUE,
        FinishOrder,
        Published,
        PublishOrder,
        RoundAnswer,
        RoundOrder,
    )
    from workflows.steps import PATIENT, SHORT_STEP

ROUND_TAKES = timedelta(minutes=10)
BEATS_WITHIN = timedelta(seconds=15)
"""A page whose worker was killed is taken up by another after this long."""
ROUNDS = 5
MOST_NAMED = 500
PAGE_RETRY = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30))


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPublicationInput:
    """What to publish; after a continue-as-new also how far it came.

    ``settle_seconds`` is how long a case that began meanwhile may take to be on record,
    ``patience_seconds`` how long one may take to answer. ``silent`` did not in this round so far,
    ``silent_before`` in the round before.
    """

    order: PublishOrder
    settle_seconds: int = 30
    patience_seconds: float = 20.0
    published: Published | None = None
    round: int = 0
    after: str = ""
    silent: tuple[str, ...] = ()
    silent_before: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationOutcome:
    """How it ended: ``left`` cases have yet to follow, which they do at the next reconciliation.

    ``stragglers`` are those of them that were told and did not answer, 500 at most.
    """

    version: str
    outdated: bool = False
    left: int = 0
    stragglers: tuple[str, ...] = ()


@workflow.defn(name="CalendarPublication")
class CalendarPublication:
    """Put a draft in force, then tell the open cases page by page, until none is left.

    Only those that have not followed are ever told, so each step can be repeated. A case that begins
    meanwhile is found by the round after it. It ends when a round finds nobody, or only those who kept
    silent in the round before: these are named and left to the hourly comparison.
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
        while not self._is_over(silent := await self._round()):
            self.publishing = replace(
                self.publishing, round=self.publishing.round + 1, silent=(), silent_before=silent
            )
            await workflow.sleep(self.publishing.settle_seconds, summary="let cases that began be recorded")
        left = await self._finish(published.publication_id)
        return PublicationOutcome(version=published.version, left=left, stragglers=silent)

    def _is_over(self, silent: tuple[str, ...]) -> bool:
        """After the second round at the earliest: when nobody is left, or nobody new answers."""
        before = self.publishing.silent_before
        return before is not None and (silent in ((), before) or self.publishing.round >= ROUNDS)

    async def _publish(self) -> Published:
        return await workflow.execute_activity_method(
            CalendarActs.publish_calendar,
            self.publishing.order,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"publish {self.publishing.order.calendar}",
        )

    async def _round(self) -> tuple[str, ...]:
        """Tell every case that has not followed; which of them kept silent."""
        while True:
            page = await self._tell()
            silent = (*self.publishing.silent, *page.silent)[:MOST_NAMED]
            self.publishing = replace(self.publishing, after=page.last, silent=silent)
            if not page.last:
                return silent
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(self.publishing)

    async def _tell(self) -> RoundAnswer:
        return await workflow.execute_activity_method(
            CalendarActs.tell_cases,
            RoundOrder(after=self.publishing.after, patience_seconds=self.publishing.patience_seconds),
            task_queue=CALENDAR_QUEUE,
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
