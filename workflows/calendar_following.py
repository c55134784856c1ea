"""A case follows its calendar: when a version was published, every open clock is planned anew."""

from dataclasses import replace
from typing import TypeVar

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.calendar_acts import CalendarActs
    from activities.calendar_orders import CalendarNews, FollowOrder
    from rules.case_plan import CasePlan, StandingCase, TakenPlan, still_holds, take
    from rules.cases import CaseBase, CaseEvent
    from rules.notices import Notice
    from workflows.letters_owed import OwesLetters
    from workflows.steps import PATIENT, SHORT_STEP, grown_long

State = TypeVar("State", bound=CaseBase)

STALE_PLAN = "STALE_PLAN"
"""The type of the refusal of a plan; whoever made it tells the case to make one itself."""


class FollowsCalendar(OwesLetters[State]):
    """A case whose clocks move when the calendar does."""

    changes: int

    def __init__(self, state: State) -> None:
        """Hold the state, and what its plans said that this case has not written down itself."""
        super().__init__(state)
        self.notices: list[Notice] = []
        self.earlier: list[CaseEvent] = []

    @workflow.update
    def take_plan(self, plan: CasePlan) -> None:
        """Take clocks that were planned for exactly this state: no step, one task.

        Who gave the plan writes it down as soon as he has the answer. In case he is killed before, the
        next record of this case holds it too.
        """
        taken = self._take(plan)
        self.earlier.extend(taken.events)
        self.notices.extend(taken.notices)

    @take_plan.validator
    def validate_take_plan(self, plan: CasePlan) -> None:
        """Refuse a plan that something overtook, or that comes while something is under way."""
        state = self.state
        free = self.ready and not self.lock.locked() and not state.final
        held = state.calendar_version == plan.version or grown_long()
        if not free or held or not still_holds(plan, self._standing()):
            raise ApplicationError(
                f"{state.case_number} is not as it was when its clocks were planned: tell it to plan them",
                type=STALE_PLAN,
                non_retryable=True,
            )

    @workflow.signal
    async def calendar_changed(self, news: CalendarNews) -> None:
        """A version was published; one that the clocks were planned by already changes nothing."""
        await workflow.wait_condition(lambda: self.ready)
        async with self.lock:
            await self.write_earlier()
            if not self.state.final and self.state.calendar_version != news.version:
                await self._follow()

    async def write_earlier(self) -> None:
        """Write down a plan that nobody may have written; where somebody has, it changes nothing."""
        if self.earlier:
            await self.write((), ())

    async def _follow(self) -> None:
        """Plan and write in one local step, though it writes: the server holds the signal that caused it.

        A step that is run again after a kill has the same cause, the same state and the same sequence.
        """
        plan = await workflow.execute_local_activity_method(
            CalendarActs.follow_calendar,
            FollowOrder(case=self._standing(), policy_id=self.state.policy_id),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="follow the calendar",
        )
        self._take(plan)

    def _standing(self) -> StandingCase:
        return StandingCase(
            case_number=self.state.case_number,
            stage=self.state.stage,
            assignee=self.state.assignee,
            event_count=self.state.event_count,
            clocks=self.state.clocks,
            at=self.now(),
        )

    def _take(self, plan: CasePlan) -> TakenPlan:
        """Hold the plan. The index of the server follows with the next act: it is half of a move."""
        taken = take(self._standing(), plan)
        self.state = replace(
            self.state,
            clocks=taken.clocks,
            calendar_version=plan.version,
            event_count=taken.event_count,
        )
        self.changes += 1
        workflow.set_current_details(self.card())
        return taken
