"""The engine that processes share: a table of transitions, looked up and applied without side effects."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from rules.cases import CaseBase, CaseEvent, CaseNews, FreeText, Priority, Side
from rules.clocks import Milestone, RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.escalated import Escalated, Reached
from rules.money import format_yuan
from rules.permissions import Action, Relation, Verdict, may
from rules.replanning import Replanning
from rules.roles import Actor
from rules.vocabulary import ClockState, Process
from workflows.claims.effects import ClaimFact
from workflows.messages import Command

State = TypeVar("State", bound=CaseBase)


class Fact(StrEnum):
    """What the system reports to a case, beside the actions of people."""

    SUBMITTED = "SUBMITTED"
    ASSESSED = "ASSESSED"
    RESERVED = "RESERVED"
    RESERVE_SHORT = "RESERVE_SHORT"
    DECISION_TAKEN_BACK = "DECISION_TAKEN_BACK"
    DECISION_STANDS = "DECISION_STANDS"
    LETTERS_GONE = "LETTERS_GONE"
    MILESTONE = "MILESTONE"
    NOT_HEARD = "NOT_HEARD"
    LETTER_SENT = "LETTER_SENT"
    STAY_BEGUN = "STAY_BEGUN"
    STAY_WITHDRAWN = "STAY_WITHDRAWN"
    BILL_RECEIVED = "BILL_RECEIVED"
    BILL_SETTLED = "BILL_SETTLED"
    BILL_STANDS = "BILL_STANDS"
    PAYMENT_ORDERED = "PAYMENT_ORDERED"
    PAYMENT_SETTLED = "PAYMENT_SETTLED"
    PAYMENT_FAILED = "PAYMENT_FAILED"
    PAYMENT_WITHDRAWN = "PAYMENT_WITHDRAWN"
    PAYMENT_LEAVES = "PAYMENT_LEAVES"
    RECEIVABLE_OPENED = "RECEIVABLE_OPENED"
    RECEIVABLE_CHANGED = "RECEIVABLE_CHANGED"
    MONEY_RECEIVED = "MONEY_RECEIVED"


FINAL_GUARANTEE = "final-guarantee"
"""A settled bill makes the last version of its guarantee letter."""
SHARE_IS_NO_RECOVERY = "share-is-no-recovery"
"""What a family pays as its copay is not asked of it once more as a recovery."""
OUTLIVED = "outlived"
"""A decision that ends the case leaves it waiting as long as it can be taken back."""
NUMBERED_ENDINGS = "numbered-endings"
"""A declined change, a cancellation and an expiry are versions of their guarantee letter, with its number."""
CORRECTED_GUARANTEE = "corrected-guarantee"
"""While a settled bill may be corrected, the case of its letter stays open for another final version."""
HELD_LETTER = "held-letter"
"""A letter that care has begun on is held until its bill is judged, and expires where none comes."""
APPROVAL_USED = "approval-used"
"""A determined stay that the family claims ends the approval that it was made on."""
HELD_BACK = "held-back"
"""What a person's decision on a bill sets going waits until it can no longer be taken back."""
PATCHES: Mapping[Process, Mapping[str, frozenset[str]]] = {
    Process.PREAUTHORIZATION: {
        FINAL_GUARANTEE: frozenset({Fact.BILL_SETTLED}),
        NUMBERED_ENDINGS: frozenset(
            {
                Action.DECIDE_AMENDMENT,
                Action.CANCEL_GUARANTEE,
                Action.WITHDRAW,
                f"{Fact.MILESTONE}/{ClockKind.GUARANTEE_EXPIRY}",
            }
        ),
        CORRECTED_GUARANTEE: frozenset({Fact.BILL_SETTLED}),
        HELD_LETTER: frozenset({Fact.RESERVED, f"{Fact.MILESTONE}/{ClockKind.BILL_WAIT}"}),
    },
    Process.DIRECT_BILLING: {
        CORRECTED_GUARANTEE: frozenset({f"{Fact.MILESTONE}/{ClockKind.CORRECTION_WINDOW}"}),
        SHARE_IS_NO_RECOVERY: frozenset({Action.PROPOSE_RECOVERY}),
        HELD_LETTER: frozenset({"ELIGIBILITY_FOUND", Action.SUBMIT_BILL, Action.WITHDRAW}),
        HELD_BACK: frozenset({ClaimFact.CLAIM_JUDGED}),
    },
    Process.REIMBURSEMENT: {APPROVAL_USED: frozenset({ClaimFact.CLAIM_JUDGED})},
}
"""Changes that open cases must not meet half-way, by process, each with the events that ask for it.

The event of a milestone is named with its clock.
"""


def patches_asked(process: Process, event: str) -> tuple[str, ...]:
    """Names of the changes that this event of a process asks for."""
    return tuple(name for name, events in PATCHES.get(process, {}).items() if event in events)


ALL_PATCHES = frozenset(name for names in PATCHES.values() for name in names)


class Refusal(StrEnum):
    """Why a command cannot be taken; the web turns each into a status and a sentence."""

    NOT_NOW = "NotNow"
    STALE = "StaleVersion"
    FORBIDDEN = "Forbidden"
    INVALID = "Invalid"
    INSUFFICIENT_BENEFIT = "InsufficientBenefit"


class RefusedError(Exception):
    """A command that the case does not take, with the sentence for the person."""

    def __init__(self, kind: Refusal, why: str, **details: Any) -> None:
        """``details`` are plain values that the page may show (figures, versions)."""
        super().__init__(why)
        self.kind = kind
        self.why = why
        self.details = details


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanClock:
    """Effect: plan a clock of that kind; the instants come from target and calendar in force.

    ``replaces`` is the clock that runs already; without a ``change`` it goes on after an answer.
    """

    kind: ClockKind
    started_at: datetime
    bound_on: date | None = None
    replaces: RunningClock | None = None
    change: Replanning | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """Effect: do what a ladder says for a milestone; who that reaches is looked up then."""

    ladder: str
    milestone: MilestoneKind
    reached: Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Assess:
    """Effect: judge the request against plan, network and accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """Effect: hold ``amount`` fen of the benefit for the episode (the whole, not the difference)."""

    amount: int
    seen_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Effect: give back what the episode's reserve still holds."""

    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLetter:
    """Effect: a letter is owed; it is rendered and sent beside the main line."""

    code: str
    to: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLettersBack:
    """Effect: none of these letters leaves, or all do; the answer is a fact, which carries the ``actor``."""

    numbers: tuple[str, ...]
    actor: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCase:
    """Effect: another case should know."""

    case_number: str
    news: CaseNews


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteDown:
    """Effect: what happened so far goes on record before the effect that follows, which adds to it."""


Effect = object
"""Something to be done outside the state for a step: a frozen value that the process knows how to perform."""


@dataclass(frozen=True, kw_only=True)
class Step(Generic[State]):
    """The next state, what must be done for it, and what goes on record.

    ``refused`` is told to the person whose act this is once all of it is written down.
    """

    state: State
    effects: tuple[Effect, ...] = ()
    events: tuple[CaseEvent, ...] = ()
    texts: tuple[FreeText, ...] = ()
    refused: RefusedError | None = None


@dataclass(frozen=True, kw_only=True)
class Happening(Generic[State]):
    """One message being applied: who, what, when."""

    event: str
    actor: Actor
    now: datetime
    body: Any = None
    relation: Relation = Relation.STAFF
    patches: frozenset[str] = frozenset()


Apply = Callable[[State, Happening[State]], Step[State]]
_ACTIONS = frozenset(Action)


@dataclass(frozen=True)
class Transition(Generic[State]):
    """A row of the table: in these stages, on this event, by these people, to these stages.

    ``guard``, ``clock`` and ``letters`` say in words what ``apply`` does; the reference is made of them.
    """

    stages: tuple[str, ...]
    event: str
    apply: Apply[State]
    to: tuple[str, ...] = ()
    guard: str = ""
    clock: str = ""
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table(Generic[State]):
    """The process: its transitions, found by stage and event."""

    rows: tuple[Transition[State], ...]
    index: dict[tuple[str, str], Transition[State]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the rows; two rows for one stage and event are a mistake in the table."""
        for row in self.rows:
            for stage in row.stages:
                if (stage, row.event) in self.index:
                    raise ValueError(f"two transitions for {stage} on {row.event}")
                self.index[(stage, row.event)] = row

    def actions(self, stage: str) -> tuple[str, ...]:
        """Actions that people may take in a stage, in table order."""
        return tuple(row.event for row in self.rows if stage in row.stages and row.event in _ACTIONS)

    def row(self, stage: str, event: str) -> Transition[State] | None:
        """The row for a stage and event."""
        return self.index.get((stage, event))


def check_command(table: Table[State], state: State, stage: str, command: Command) -> None:
    """Refuse a command that the stage, the version or the policy table does not allow."""
    action = Action(command.body.action)
    ruling = may(command.actor, action, command.relation)
    if ruling.verdict is Verdict.DENY:
        raise RefusedError(Refusal.FORBIDDEN, ruling.why)
    if command.seen_version is not None and command.seen_version != state.version:
        raise RefusedError(
            Refusal.STALE,
            f"The case moved from version {command.seen_version} to {state.version} since you opened it. "
            "Look at what changed, then decide again.",
            version=state.version,
        )
    if table.row(stage, action) is None:
        allowed = ", ".join(table.actions(stage)) or "nothing more"
        raise RefusedError(
            Refusal.NOT_NOW,
            f"{action} is not possible in stage {stage}; possible now: {allowed}.",
            stage=stage,
        )


def apply(table: Table[State], state: State, stage: str, happening: Happening[State]) -> Step[State]:
    """Apply one event; a fact that no longer matters in this stage changes nothing."""
    row = table.row(stage, happening.event)
    if row is None:
        return Step(state=state)
    return row.apply(state, happening)


def with_clock(state: State, clock: RunningClock) -> State:
    """The state with an open clock of that kind replaced, or added."""
    others = tuple(c for c in state.clocks if not (c.kind == clock.kind and c.open))
    return replace(state, clocks=(*others, clock))


def escalated(state: State, effect: Escalate, answer: Escalated) -> State:
    """The state after a step of a ladder: higher in the queue, perhaps in other hands, perhaps to explain."""
    clock = next((c for c in state.clocks if c.kind == effect.reached.clock and c.open), None)
    if clock and answer.must_explain:
        state = with_clock(state, replace(clock, must_explain=True))
    order = list(Priority)
    return replace(
        state,
        priority=max(state.priority, answer.priority or state.priority, key=order.index),
        watchers=(*state.watchers, *answer.watchers),
        assignee=answer.assignee or state.assignee,
        escalated=state.escalated or answer.goes_up,
    )


def end_clocks(
    state: State, at: datetime, ended: ClockState, kinds: Iterable[ClockKind] | None = None
) -> State:
    """The state with those open clocks ended; all of them when ``kinds`` is None."""
    wanted = None if kinds is None else set(kinds)
    clocks = tuple(
        clock.end(at, ended) if clock.open and (wanted is None or clock.kind in wanted) else clock
        for clock in state.clocks
    )
    return replace(state, clocks=clocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneReached:
    """Body of the fact that a milestone's instant has come."""

    clock: RunningClock
    milestone: Milestone


def due_milestone(state: CaseBase, now: datetime) -> MilestoneReached | None:
    """The milestone whose instant has come, earliest first."""
    waiting = state.next_milestone()
    if waiting is None or waiting[1].fires_at > now:
        return None
    return MilestoneReached(clock=waiting[0], milestone=waiting[1])


def due_by_time(state: CaseBase, now: datetime) -> tuple[Fact, MilestoneReached | None] | None:
    """The fact that time alone has made: a decision stands, or a milestone was reached."""
    if state.stands_at and state.stands_at <= now:
        return Fact.DECISION_STANDS, None
    reached = due_milestone(state, now)
    return (Fact.MILESTONE, reached) if reached else None


def next_by_time(state: CaseBase) -> tuple[datetime, str] | None:
    """When time alone will do something to the case next, and what in a few words; None when never."""
    if state.final:
        return None
    waiting = state.next_milestone()
    coming = [(waiting[1].fires_at, f"{waiting[0].kind} {waiting[1].name}")] if waiting else []
    if state.stands_at:
        coming.append((state.stands_at, "undo window"))
    return min(coming, default=None)


def benefit_short(answer: Any) -> RefusedError:
    """Why nothing could be held, with the figure that can be (a `ReserveAnswer`)."""
    if not answer.stated:
        return RefusedError(
            Refusal.INVALID,
            "Neither plan nor policy schedule states a limit for this benefit, so nothing can be held: "
            "have the schedule completed, then decide again.",
            field="decision",
        )
    kind = Refusal.STALE if answer.moved else Refusal.INSUFFICIENT_BENEFIT
    why = "The member's accounts moved since you opened the case"
    if not answer.moved:
        why = "The remaining benefit does not cover this ceiling"
    return RefusedError(
        kind,
        f"{why}: {format_yuan(answer.available)} yuan can be guaranteed now. Decide again with that figure.",
        available=answer.available,
        asked=answer.asked,
        accumulator_version=answer.version,
    )
