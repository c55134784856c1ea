"""A case follows its calendar: when a version was published, every open clock is planned anew."""

from dataclasses import replace
from typing import TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.calendar_acts import CalendarActs
    from activities.calendar_orders import CalendarNews, FollowOrder
    from rules.cases import CaseBase
    from workflows.letters_out import OutgoingLetters
    from workflows.steps import PATIENT, SHORT_STEP

State = TypeVar("State", bound=CaseBase)


class FollowsCalendar(OutgoingLetters[State]):
    """A case whose clocks move when the calendar does."""

    ready: bool
    changes: int

    @workflow.signal
    async def calendar_changed(self, news: CalendarNews) -> None:
        """A version was published; one that the clocks were planned by already changes nothing."""
        await workflow.wait_condition(lambda: self.ready)
        async with self.lock:
            if not self.state.final and self.state.calendar_version != news.version:
                await self._follow()

    async def _follow(self) -> None:
        """Plan and write in one local step, though it writes: the server holds the signal that caused it.

        A step that is run again after a kill has the same cause, the same state and the same sequence.
        """
        answer = await workflow.execute_local_activity_method(
            CalendarActs.follow_calendar,
            FollowOrder(
                case_number=self.state.case_number,
                stage=self.state.stage,
                policy_id=self.state.policy_id,
                assignee=self.state.assignee,
                event_count=self.state.event_count,
                clocks=self.state.clocks,
                as_of=self.now(),
            ),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="follow the calendar",
        )
        self.state = replace(
            self.state,
            clocks=answer.clocks,
            calendar_version=answer.calendar_version,
            event_count=answer.event_count,
        )
        self.changes += 1
        self.show()
