"""A month of mixed cases, with adjusters that answer early, late or never, and what must be on record."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlmodel import Session, select

from commands.lived.stage import insist
from models import Clock
from rules.cases import CaseEvent, Priority
from rules.clocks import RunningClock
from rules.deadlines import ClockKind, MilestoneKind
from rules.delays import DelayReason
from rules.permissions import Relation
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.receipts import Receipt
from rules.roles import Actor, Role
from rules.vocabulary import ClockState
from tests.patience import PATIENCE_SECONDS
from tests.workflows.cases import actor
from tests.workflows.children import new_child
from tests.workflows.clinic import Clinic
from workflows.messages import (
    Answer,
    Ask,
    Body,
    ChangePriority,
    Command,
    Decide,
    ExplainDelay,
    Reply,
    Withdraw,
)

_CLOCK = TypeAdapter(RunningClock)
ADJUSTER, DESK = actor(Role.ADJUSTER), actor(Role.HOSPITAL_DESK)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
DUTIES = (ClockKind.PREAUTH_DECISION, ClockKind.EMERGENCY_DECISION, ClockKind.EMERGENCY_FIRST_ANSWER)
IN_ORDER = ("REMINDER", "TEAM_LEAD", "SUPERVISOR", "BREACH", "OVERDUE")
"""Many cases at a time, and a worker that dies, make one wait."""
A_MOMENT = timedelta(minutes=3)
"""A machine with kills in between is not punctual to the second."""


class Manner(StrEnum):
    """How the adjuster of a case works."""

    EARLY = "EARLY"
    ASKS = "ASKS"
    HURRIED = "HURRIED"
    LATE = "LATE"
    NEVER = "NEVER"


@dataclass
class Lived:
    """A case of the month, and when its decision was made."""

    number: str
    manner: Manner


def opening(random: Random) -> datetime:
    """An instant of September 2026."""
    return datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(30 * 1440))


def live_through(clinic: Clinic, count: int, threads: int) -> Iterator[Lived]:
    """So many cases, several at a time, each manner equally often; each as it comes to its end."""
    manners = list(Manner)
    pool = ThreadPoolExecutor(threads)
    try:
        led = [
            pool.submit(lead, clinic, Random(f"month {place}"), manners[place % len(manners)])
            for place in range(count)
        ]
        for each in as_completed(led):
            yield each.result()
    finally:
        pool.shutdown(cancel_futures=True)


def lead(clinic: Clinic, random: Random, manner: Manner) -> Lived:
    """Open a case of a child of its own and lead it to its end in that manner."""
    at = opening(random)
    emergency = random.random() < 0.15
    insured = new_child(clinic.engine)
    number, opened = clinic.open_later(
        at=at,
        member_id=insured.member_id,
        policy_id=insured.policy_id,
        planned_on=(at + timedelta(days=random.randrange(20, 40))).date(),
        emergency=emergency,
    )
    opened.result(timeout=PATIENCE_SECONDS)
    lived = Lived(number, manner)
    for _ in steps(clinic, lived):
        pass
    return lived


def steps(clinic: Clinic, lived: Lived) -> Iterator[None]:
    """What happens to the case, one thing at a time."""
    number = lived.number
    if lived.manner is Manner.ASKS:
        act(clinic, number, ADJUSTER, Ask(items=("体温?",)))
        yield
        clinic.skip(number, timedelta(days=2, hours=5))
        yield
        act(clinic, number, DESK, Reply(answers=(Answer(item_id="Q1.1", text="38.5"),)))
        yield
    if lived.manner is Manner.HURRIED:
        act(clinic, number, ADJUSTER, ChangePriority(priority=Priority.HIGH, reason="手术提前"))
        yield
    if lived.manner in (Manner.LATE, Manner.NEVER):
        clinic.skip_to(number, duty(clinic, number).due_at)
        yield
        settle(clinic, number)
        clinic.skip(number, timedelta(hours=3 if lived.manner is Manner.LATE else 24 * 6))
        yield
        settle(clinic, number)
    if lived.manner is not Manner.NEVER:
        if lived.manner is Manner.LATE:
            act(clinic, number, ADJUSTER, ExplainDelay(reason=DelayReason.WORKLOAD))
            yield
        decided = act(clinic, number, ADJUSTER, APPROVE)
        yield
        if decided.stage == Stage.GUARANTEED:
            clinic.skip(number, timedelta(days=3))
            yield
    act(clinic, number, DESK, Withdraw(reason="完成"))


def act(clinic: Clinic, number: str, who: Actor, body: Body) -> Receipt:
    """A person acts on the case as it stands, and waits for as long as it takes."""
    relation = Relation.OWN_HOSPITAL if who is DESK else Relation.STAFF
    command = Command(actor=who, relation=relation, seen_version=None, body=body)
    act_id = uuid4().hex
    asked = clinic.loop.start(insist(lambda: clinic.cases.act(number, command, act_id)))
    return asked.result(timeout=PATIENCE_SECONDS)


def settle(clinic: Clinic, number: str) -> None:
    """Wait until nothing that is due by now waits to be done.

    It looks at the row: asking the workflow again and again would keep its worker from doing it.
    """
    until = clinic.now(number)

    def done() -> bool:
        next_at = clinic.row(number).next_milestone_at
        return next_at is None or next_at >= until

    clinic.wait_until(done, f"what is due on {number}")


def duty(clinic: Clinic, number: str) -> RunningClock:
    """The duty to decide that runs."""
    case = clinic.look(number)
    return next(clock for kind in DUTIES if (clock := case.clock(kind)))


def clocks_on_record(clinic: Clinic, number: str) -> list[RunningClock]:
    """Every clock of the case as its row carries it."""
    with Session(clinic.engine) as session:
        query = select(Clock.as_carried).where(Clock.case_number == number)
        return [_CLOCK.validate_python(carried) for carried in session.exec(query)]


def assert_each_milestone_fired_once_at_its_instant(clinic: Clinic, lived: Lived) -> None:
    """Of every clock on record: none twice, none early or late, none after its duty was met.

    It asks no workflow: one that has ended would live its whole life again to answer.
    """
    assert clinic.row(lived.number).closed_at is not None, lived
    events = clinic.events(lived.number)
    fired = [event for event in events if event.kind == "MILESTONE"]
    names = Counter((event.detail["clock"], event.detail["milestone"]) for event in fired)
    assert not [name for name, times in names.items() if times > 1], (lived, names)
    clocks = clocks_on_record(clinic, lived.number)
    assert any(clock.kind in DUTIES for clock in clocks), lived
    for clock in clocks:
        _assert_clock(clock, [event for event in fired if event.detail["clock"] == clock.kind], lived)
    _assert_told_once(clinic, lived, fired)


def _assert_clock(clock: RunningClock, fired: list[CaseEvent], lived: Lived) -> None:
    ended = clock.ended_at
    assert ended is not None
    reached = {str(event.detail["milestone"]): event.at for event in fired}
    for milestone in clock.milestones:
        if milestone.fired:
            assert milestone.kind in reached, (lived, clock.kind, milestone)
        elif clock.state is ClockState.MET:
            assert milestone.fires_at >= ended - A_MOMENT, (lived, clock.kind, milestone)
    for name, at in reached.items():
        assert at <= ended, (lived, clock.kind, name)
        planned = next(m.at for m in clock.milestones if m.kind == MilestoneKind(name))
        if not (clock.changes or clock.pauses):
            assert timedelta(0) <= at - planned < A_MOMENT, (lived, clock.kind, name, at, planned)


def _assert_told_once(clinic: Clinic, lived: Lived, fired: list[CaseEvent]) -> None:
    twice = text(
        "SELECT recipient, clock, subject, kind FROM notification WHERE case_number = :number"
        " GROUP BY recipient, clock, subject, kind HAVING count(*) > 1"
    )
    tasks = text("SELECT count(*) FROM supervisor_task WHERE case_number = :number AND subject = 'BREACH'")
    with Session(clinic.engine) as session:
        assert not session.execute(twice, {"number": lived.number}).all()
        opened = session.execute(tasks, {"number": lived.number}).scalar_one()
    assert opened == [event.detail["milestone"] for event in fired].count("BREACH")
