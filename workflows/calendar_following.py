"""A case follows its calendar: when a version was published, every open clock is planned anew."""

from dataclasses import replace
from typing import TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.calendar_acts import CalendarActs
    from activities.calendar_orders import CalendarNews, ReplanOrder
    from rules.calendar_moves import move_events, moves
    from rules.cases import CaseBase, CaseEvent, FreeText
    from workflows.letters_out import OutgoingLetters
    from workflows.steps import PATIENT, SHORT_STEP

State = TypeVar("State", bound=CaseBase)


class FollowsCalendar(OutgoingLetters[State]):
    """A case whose clocks move when the calendar does."""

    ready: bool
    changes: int

    async def write(self, events: tuple[CaseEvent, ...], texts: tuple[FreeText, ...]) -> None:
        """Project the case and append its events."""
        raise NotImplementedError

    @workflow.signal
    async def calendar_changed(self, news: CalendarNews) -> None:
        """A version was published; one that the clocks were planned by already changes nothing."""
        await workflow.wait_condition(lambda: self.ready)
        async with self.lock:
            if not self.state.final and self.state.calendar_version != news.version:
                await self._replan()

    async def _replan(self) -> None:
        before = self.state.clocks
        order = ReplanOrder(
            case_number=self.state.case_number,
            policy_id=self.state.policy_id,
            assignee=self.state.assignee,
            clocks=before,
            as_of=self.now(),
        )
        planned = await workflow.execute_local_activity_method(
            CalendarActs.replan_clocks,
            order,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="plan by the new calendar",
        )
        events = move_events(
            moves(before, planned.clocks),
            after_sequence=self.state.event_count,
            stage=self.state.stage,
            at=order.as_of,
            assignee=self.state.assignee,
        )
        self.state = replace(
            self.state,
            clocks=planned.clocks,
            calendar_version=planned.calendar_version,
            event_count=self.state.event_count + len(events),
        )
        await self.write(events, ())
        self.changes += 1
        self.show()
