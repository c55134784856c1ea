"""The life of a clock in intervals: when it ran and when it stood still, and why each stretch began."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.clocks import PauseInterval, PlanChange, RunningClock


class IntervalState(StrEnum):
    """Whether the clock's time passed."""

    RUNNING = "RUNNING"
    PAUSED = "PAUSED"


class Began(StrEnum):
    """What a stretch began with."""

    STARTED = "STARTED"
    ASKED = "ASKED"
    ANSWERED = "ANSWERED"
    CALENDAR = "CALENDAR"
    URGENCY = "URGENCY"
    TAKEN_BACK = "TAKEN_BACK"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockInterval:
    """A stretch of a clock's life; ``to_at`` is None while it lasts.

    A stretch that began with a question names it, whom it was put to and which documents were asked for; one
    that began with an answer names the question. One that began with a change carries it.
    TAKEN_BACK: the clock had ended with a decision that was taken back; its time never stopped.
    """

    state: IntervalState
    began: Began
    from_at: datetime
    to_at: datetime | None = None
    question_id: str = ""
    asked_of: str = ""
    documents: tuple[str, ...] = ()
    change: PlanChange | None = None


@dataclass(frozen=True, slots=True)
class _Turn:
    """Something that happened to a clock; answers come before questions of the same instant."""

    at: datetime
    order: int
    began: Began
    pause: PauseInterval | None = None
    change: PlanChange | None = None


def intervals_of(clock: RunningClock) -> tuple[ClockInterval, ...]:
    """The stretches from the start to the end, or to now; each begins where the one before ended."""
    turns = sorted(_turns(clock), key=lambda turn: (turn.at, turn.order))
    open_questions: list[str] = []
    stretches: list[ClockInterval] = []
    for turn in turns:
        if turn.pause and turn.began is Began.ASKED:
            open_questions.append(turn.pause.question_id)
        elif turn.pause:
            open_questions.remove(turn.pause.question_id)
        stretches.append(_stretch(turn, paused=bool(open_questions)))
    ends = [*(stretch.from_at for stretch in stretches[1:]), clock.ended_at]
    return tuple(
        ClockInterval(
            state=stretch.state,
            began=stretch.began,
            from_at=stretch.from_at,
            to_at=end,
            question_id=stretch.question_id,
            asked_of=stretch.asked_of,
            documents=stretch.documents,
            change=stretch.change,
        )
        for stretch, end in zip(stretches, ends, strict=True)
    )


def _turns(clock: RunningClock) -> list[_Turn]:
    turns = [_Turn(clock.started_at, 0, Began.STARTED)]
    for pause in clock.pauses:
        turns.append(_Turn(max(pause.from_at, clock.started_at), 2, Began.ASKED, pause=pause))
        if pause.to_at is not None and pause.to_at != clock.ended_at:
            turns.append(_Turn(max(pause.to_at, clock.started_at), 3, Began.ANSWERED, pause=pause))
    turns += [_Turn(at, 1, Began.TAKEN_BACK) for at in clock.reopened]
    turns += [_Turn(change.at, 1, Began(change.reason), change=change) for change in clock.changes]
    return turns


def _stretch(turn: _Turn, *, paused: bool) -> ClockInterval:
    asked = turn.pause if turn.began is Began.ASKED else None
    return ClockInterval(
        state=IntervalState.PAUSED if paused else IntervalState.RUNNING,
        began=turn.began,
        from_at=turn.at,
        question_id=turn.pause.question_id if turn.pause else "",
        asked_of=asked.asked_of if asked else "",
        documents=asked.documents if asked else (),
        change=turn.change,
    )
