"""The clocks of a case: planned by the calendar in force, climbing their ladder, changing hands."""

from dataclasses import replace
from typing import TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.case_acts import CaseActs
    from activities.escalation import EscalationActs
    from activities.escalation_orders import AbsenceNews, DealOrder, Dealt, EscalationOrder
    from activities.orders import ClockOrder
    from rules.calendar_moves import move_events, moves, version_of
    from rules.cases import CaseBase, Detail, LetterItem, PaperNews
    from rules.clocks import RunningClock
    from rules.deadlines import MilestoneKind
    from rules.escalated import PAPER_LADDER, Escalated, Reached, paper_reached
    from rules.notices import Notice, NoticeKind
    from workflows.calendar_following import FollowsCalendar
    from workflows.case_engine import Escalate, PlanClock, escalated, with_clock
    from workflows.steps import PATIENT, SHORT_STEP

State = TypeVar("State", bound=CaseBase)

ESCALATED = "ESCALATED"
"""Kind of the event that a milestone reached people; its detail names them."""
LETTER = "LETTER"
"""The ladder of letters that do not leave."""
DEALT_ANEW = "DEALT_ANEW"
"""Kind of the event that a case changed hands by itself."""


class KeepsClocks(FollowsCalendar[State]):
    """A case whose clocks are planned, escalate, and go with whoever has the case."""

    @workflow.signal
    async def absence_began(self, news: AbsenceNews) -> None:
        """Who has the case is away: it goes to whoever stands in."""
        await workflow.wait_condition(lambda: self.ready)
        async with self.lock:
            if not self.state.final and self.state.assignee == news.person:
                await self._deal_anew()

    async def plan(self, effect: PlanClock) -> None:
        """Plan a clock; one that is planned anew for a change has the move on record."""
        before, order = effect.replaces, clock_order(self.state, effect)
        clock: RunningClock = await workflow.execute_local_activity_method(
            CaseActs.plan_clock,
            order,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"plan {effect.kind}",
        )
        self.state = with_clock(self.state, clock)
        self.state = replace(self.state, calendar_version=version_of(self.state.clocks))
        if before and effect.change:
            self._record_move(before, clock)

    def _record_move(self, before: RunningClock, after: RunningClock) -> None:
        events = move_events(
            moves((before,), (after,)),
            after_sequence=self.state.event_count,
            stage=self.state.stage,
            at=self.now(),
            assignee=self.state.assignee,
        )
        self.happened.extend(events)
        self.state = replace(self.state, event_count=self.state.event_count + len(events))

    async def escalate(self, effect: Escalate) -> None:
        """Do what the ladder says for a milestone: people are looked up now, and told with the record."""
        order = EscalationOrder(
            case_number=self.state.case_number,
            ladder=effect.ladder,
            milestone=effect.milestone,
            reached=effect.reached,
            policy_id=self.state.policy_id,
            assignee=self.state.assignee,
            watchers=self.state.watchers,
        )
        answer: Escalated = await workflow.execute_local_activity_method(
            EscalationActs.escalate,
            order,
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary=f"escalate {effect.reached.clock} {effect.milestone}",
        )
        if answer == Escalated():
            return
        before = self.state.assignee
        self.state = escalated(self.state, effect, answer)
        self.notices.extend(answer.notices)
        self.record_by_itself(ESCALATED, _escalation_detail(effect, answer, before))

    async def letter_stuck(self, letter: LetterItem) -> None:
        """A supervisor has to see to it; one task a letter."""
        reached = Reached(
            clock=letter.code,
            milestone=f"LETTER_{letter.state}",
            ordinal=letter.ordinal,
            due_at=letter.send_after,
            at=self.now(),
        )
        await self.escalate(Escalate(ladder=LETTER, milestone=MilestoneKind.SUPERVISOR, reached=reached))

    async def paper_doubted(self, news: PaperNews) -> None:
        """Whoever has the case hears of it, and a supervisor has to see to it; one task a finding."""
        reached = paper_reached(str(news.detail.get("finding", "")), news.key, self.now())
        await self.escalate(
            Escalate(ladder=PAPER_LADDER, milestone=MilestoneKind.SUPERVISOR, reached=reached)
        )

    async def _deal_anew(self) -> None:
        person = self.state.assignee
        found: Dealt = await workflow.execute_local_activity_method(
            EscalationActs.stand_in,
            DealOrder(case_number=self.state.case_number, person=person, as_of=self.now()),
            start_to_close_timeout=SHORT_STEP,
            retry_policy=PATIENT,
            summary="who stands in",
        )
        if found.person == person:
            return
        self.state = replace(self.state, assignee=found.person)
        detail: Detail = {"assignee": found.person, "before": person, "away": " ".join(found.chain)}
        if found.looped:
            detail["circle"] = True
        self.record_by_itself(DEALT_ANEW, detail)
        clock = self.state.driving_clock()
        self.notices.append(
            Notice(
                key=f"dealt/{self.state.event_count}",
                kind=NoticeKind.DEALT,
                recipient=found.person,
                clock=clock.kind if clock else "",
                in_place_of=person,
                due_at=clock.due_at if clock else None,
                made_at=self.now(),
                deliver_at=found.deliver_at,
            )
        )
        await self.write((), ())
        self.changes += 1
        self.show()


def clock_order(case: CaseBase, effect: PlanClock) -> ClockOrder:
    """What a clock of the case is planned by."""
    return ClockOrder(
        case_number=case.case_number,
        kind=effect.kind,
        started_at=effect.started_at,
        process=case.process,
        policy_id=case.policy_id,
        hospital=case.hospital,
        assignee=case.assignee,
        amount=case.amount,
        urgency=case.urgency,
        bound_on=effect.bound_on,
        replaces=effect.replaces,
        change=effect.change,
    )


def _escalation_detail(effect: Escalate, answer: Escalated, before: str) -> Detail:
    told = [notice.recipient for notice in answer.notices if notice.kind is NoticeKind.ESCALATION]
    tasks = [notice.recipient for notice in answer.notices if notice.task]
    detail: Detail = {
        "clock": effect.reached.clock,
        "milestone": effect.milestone,
        "levels": " ".join(answer.levels),
        "told": " ".join(dict.fromkeys(told)),
    }
    if tasks:
        detail["task"] = " ".join(tasks)
    if answer.watchers:
        detail["watchers"] = " ".join(answer.watchers)
    if answer.assignee:
        detail |= {"assignee": answer.assignee, "before": before}
    if answer.looped:
        detail["circle"] = " ".join(answer.looped)
    return detail
