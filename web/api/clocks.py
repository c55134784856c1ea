"""`/api/v1/cases/{case_number}/clocks`: why a case is due when it is."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from rules.clock_intervals import Began, IntervalState
from rules.clock_state import LiveState
from rules.clocks import ChangeReason
from rules.deadlines import ClockKind, Unit
from rules.delays import DelayReason
from rules.permissions import Action
from rules.why_due import Cut, WhyStep
from stores.clocks.clock_answers import ClockAnswer
from web.access import Caller, Permission
from web.api.bodies.fields import View
from web.backend import Uses
from web.clocks.why import clock_answers

router = APIRouter(prefix="/api/v1/cases", tags=["Cases"])


class PlanChangeView(View):
    """What a change of urgency or calendar made of a clock."""

    reason: ChangeReason
    due_before: datetime
    due_after: datetime
    count_before: int
    count_after: int


class IntervalView(View):
    """A stretch of a clock's life."""

    state: IntervalState
    began: Began
    from_at: datetime
    to_at: datetime | None
    """For the last running stretch the due, also where it is still ahead; null while a question is open."""
    counted: float
    """What ran against the target, in `unit`."""
    not_counted: float
    """What a pause gave back, in `unit`."""
    question_id: str
    asked_of: str
    documents: tuple[str, ...]
    change: PlanChangeView | None


class ClockAnswerView(View):
    """A clock with the sum that leads to its due."""

    kind: ClockKind
    ordinal: int
    state: LiveState
    started_at: datetime
    due_at: datetime
    legal_due_at: datetime | None
    """The line of the law, which rolls off rest days; `due_at` is the internal one."""
    unit: Unit
    count: int
    """How much time it has, in `unit`."""
    target_rule: str
    """The first rule for targets that matched; empty where the table of clocks holds."""
    because: tuple[str, ...]
    counted: float
    cut: Cut
    """PLANNED_DAY: the last working day before treatment comes first. LAST_DAY: the day of treatment does.

    LATE: it came too late for the whole count.
    """
    adds_up: bool
    counted_by: str
    """Version of the calendar that it was counted on."""
    delay_reason: DelayReason | None
    intervals: tuple[IntervalView, ...]


class CaseClocksView(View):
    """All clocks of a case, in the order in which they began."""

    case_number: str
    clocks: tuple[ClockAnswerView, ...]


@router.get("/{case_number}/clocks", operation_id="explainClocks", summary="Read why a case is due then")
def explain_clocks(
    case_number: str, caller: Annotated[Caller, Depends(Permission(Action.READ_CLOCKS))], backend: Uses
) -> CaseClocksView:
    """Every interval of every clock with its reason; together they are the due that is shown."""
    found = clock_answers(backend, caller, case_number)
    return CaseClocksView(case_number=case_number, clocks=tuple(_clock(each) for each in found))


def _clock(answer: ClockAnswer) -> ClockAnswerView:
    why, clock = answer.why, answer.why.clock
    return ClockAnswerView(
        kind=clock.kind,
        ordinal=answer.ordinal,
        state=answer.live.state,
        started_at=clock.started_at,
        due_at=clock.due_at,
        legal_due_at=clock.legal_due_at,
        unit=why.unit,
        count=clock.count,
        target_rule=clock.target_rule,
        because=clock.because,
        counted=why.counted,
        cut=why.cut,
        adds_up=why.adds_up,
        counted_by=clock.counted_by,
        delay_reason=DelayReason(clock.delay_reason) if clock.delay_reason else None,
        intervals=tuple(_interval(step) for step in why.steps),
    )


def _interval(step: WhyStep) -> IntervalView:
    interval = step.interval
    return IntervalView(
        state=interval.state,
        began=interval.began,
        from_at=interval.from_at,
        to_at=step.until_at,
        counted=step.counted,
        not_counted=step.not_counted,
        question_id=interval.question_id,
        asked_of=interval.asked_of,
        documents=interval.documents,
        change=PlanChangeView.model_validate(interval.change) if interval.change else None,
    )
