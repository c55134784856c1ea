"""Open cases follow a published calendar: `python -m bench.open_cases [cases] [acts a second] [opened]`.

On an embedded stack of its own with its default settings: opens cases whose decision clocks run over a day
that a second calendar version makes a day of rest, then publishes that version while people go on acting.
Most of them are copies of a few; with `opened` each is opened as people do, with the history of it.
The worker leaves letters alone: rendering 20,000 would take longest, and moves no clock.
Prints how long it took until every case followed, its rate, and how long acts took before and meanwhile.
Afterwards every case must have moved, and each of a sample must have exactly one open timer.

Goals: 20,000 cases within 180 s (111 a second), acts under 200 ms in 95 of 100.
"""

import asyncio
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psutil
from sqlalchemy import Engine, text
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from activities.calendar_orders import PublishOrder
from bench.ready_cases import copy_cases
from bench.server import machine as this_machine
from calendar_worker import keep_beside
from commands.database import make_database_ready
from embedded import parts, stack
from rules.opening import Opening
from rules.permissions import Relation
from rules.preauthorization.case import PreAuthorizationCase
from rules.roles import Actor, Role
from rules.vocabulary import Process
from settings import CHECKOUT, Settings
from settings import load as load_settings
from stores.clocks import calendar_drafts, calendars
from stores.clocks.calendar_followers import count_behind
from stores.database import connect as connect_database
from stores.database import transaction
from stores.seed import seed
from tests.cases_only import serve_cases
from tests.embedded.machine import Machine, machine
from tests.workflows import cases
from tests.workflows.clinic import COMPLETE, DIRECT, OPENED_AT, insist, papers
from tests.workflows.publishing import edition
from worker import TURN_SECONDS, cases_in_memory
from workflows import calendar_desk
from workflows.client import Cases, connect
from workflows.messages import Assign, Command

WORKER = "worker"
"""Said instead of a count, it makes this program the worker of a measurement."""
OPENED = "opened"
OPENED_AT_ONCE = 16
SAMPLE = 20
IDLE_SECONDS = 10
GOAL_SECONDS, GOAL_CASES, GOAL_ACT_MS = 180, 20_000, 200
TIMER_EVENTS = (
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_TIMER_FIRED,
    EventType.EVENT_TYPE_TIMER_CANCELED,
)
PLANNED_ON, NEW_REST = date(2026, 10, 26), date(2026, 10, 9)


class Durable(Machine):
    """The machine with what it writes on disk, as `lipei up` runs."""

    def environment(self) -> dict[str, str]:
        """The variables of a stack with its defaults."""
        return {**super().environment(), "LIPEI_DURABLE": "true"}

    def settings(self) -> Settings:
        """The same as settings."""
        return super().settings().model_copy(update={"durable": True})


@dataclass(frozen=True)
class Desk:
    """People at work on open cases."""

    cases: Cases
    numbers: Sequence[str]

    async def act(self) -> float:
        """Give a case, chosen by chance, to somebody; milliseconds until the answer."""
        person = f"staff:{uuid4()}"
        command = Command(
            actor=Actor("staff:lead", (Role.TEAM_LEAD,)),
            relation=Relation.STAFF,
            seen_version=None,
            body=Assign(assignee=person),
        )
        began = time.perf_counter()
        number, act_id = random.choice(self.numbers), uuid4().hex
        await insist(lambda: self.cases.act(number, command, act_id))
        return (time.perf_counter() - began) * 1000

    async def go_on(self, rate: float, stop: asyncio.Event) -> list[float]:
        """Act at that rate, however long answers take, until told to stop."""
        under_way = []
        while not stop.is_set():
            under_way.append(asyncio.create_task(self.act()))
            await asyncio.sleep(1 / rate)
        return list(await asyncio.gather(*under_way))


def p95(times: Sequence[float]) -> float:
    """The time that 95 of 100 stay under."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else float("nan")


async def open_cases(client: Client, children: Sequence[Mapping[str, str]], count: int) -> list[str]:
    """Open that many, their decision clocks due on 2026-10-12."""
    desk, gate = Cases(client), asyncio.Semaphore(OPENED_AT_ONCE)

    async def one(place: int) -> str:
        child = children[place % len(children)]
        async with gate:
            start = opening(place, child)
            return (await insist(lambda: desk.open(start))).case_number

    return list(await asyncio.gather(*(one(place) for place in range(count))))


def opening(place: int, child: Mapping[str, str]) -> Opening[PreAuthorizationCase]:
    """A complete request that reached us on 2026-09-29."""
    desk = Actor(f"hospital:{DIRECT}", (Role.HOSPITAL_DESK,))
    case = PreAuthorizationCase(
        case_number=f"PA-260929-{place:06}-0",
        process=Process.PREAUTHORIZATION,
        opened_at=OPENED_AT,
        opened_by=desk.reference,
        clock_offset_seconds=(OPENED_AT - datetime.now(UTC)).total_seconds(),
        undo_window_seconds=0,
        request=cases.request(hospital_id=DIRECT, planned_on=PLANNED_ON, **child),
        documents=papers(*COMPLETE),
    )
    return Opening(case=case, opener=desk)


def load(engine: Engine) -> PublishOrder:
    """A version in which one more day is free."""
    now = datetime.now(UTC)
    with transaction(engine) as session:
        draft = calendar_drafts.keep(session, "STANDARD", edition(rest=(NEW_REST,)), at=now, by="staff:1")
    return PublishOrder(key="bench", calendar="STANDARD", draft_id=str(draft.id), by="staff:1", at=now)


async def publish(client: Client, engine: Engine, desk: Desk, rate: float) -> tuple[float, list[float]]:
    """Seconds until every case followed, and the times of the acts meanwhile."""
    order, stop = load(engine), asyncio.Event()
    acts = asyncio.create_task(desk.go_on(rate, stop))
    began = time.perf_counter()
    await calendar_desk.begin(client, order, settle_seconds=0)
    while left := await asyncio.to_thread(behind, engine, order.key):
        if left < sys.maxsize:
            print(f"  {time.perf_counter() - began:6.1f} s  {left} to go", flush=True)
        await asyncio.sleep(1)
    took = time.perf_counter() - began
    stop.set()
    return took, await acts


def behind(engine: Engine, key: str) -> int:
    """How many have yet to follow; one more than any until the version is in force."""
    with transaction(engine) as session:
        return count_behind(session) if calendars.find_publication(session, key) else sys.maxsize


def not_moved(engine: Engine) -> int:
    """Open cases whose deadline is not where the new version puts it."""
    query = "SELECT count(*) FROM cases WHERE closed_at IS NULL AND due_at <> '2026-10-13 10:00+00'"
    with transaction(engine) as session:
        return int(session.execute(text(query)).scalar_one())


async def open_timers(client: Client, number: str) -> int:
    """Timers of a case that have neither fired nor been canceled."""
    counts = dict.fromkeys(TIMER_EVENTS, 0)
    async for event in client.get_workflow_handle(number).fetch_history_events():
        if event.event_type in counts:
            counts[event.event_type] += 1
    started, fired, canceled = counts.values()
    return started - fired - canceled


def cpu_seconds(settings: Settings, worker_pid: int) -> dict[str, float]:
    """CPU time so far: the worker, what leads the cases beside it, the parts of the stack."""
    beside = [child.pid for child in psutil.Process(worker_pid).children()]
    roots = {"leader": beside}
    for part in stack.parts_here(settings, ["postgres", "temporal"]):
        programs = parts.running_programs(part, settings).values()
        roots[part.name] = [program.pid for program in programs]
    spent = {}
    for name, pids in roots.items():
        trees = [psutil.Process(pid) for pid in pids]
        family = [each for tree in trees for each in (tree, *tree.children(recursive=True))]
        spent[name] = sum(sum(each.cpu_times()[:2]) for each in family)
    spent["worker"] = sum(psutil.Process(worker_pid).cpu_times()[:2])
    return spent


async def idle(settings: Settings, worker_pid: int) -> dict[str, float]:
    """CPU seconds a second of the same while nothing happens."""
    before = cpu_seconds(settings, worker_pid)
    await asyncio.sleep(IDLE_SECONDS)
    return {
        part: (spent - before[part]) / IDLE_SECONDS
        for part, spent in cpu_seconds(settings, worker_pid).items()
    }


@contextmanager
def worker_of(machine: Machine) -> Iterator[subprocess.Popen[bytes]]:
    """A worker for cases in a process of its own."""
    environment = {**os.environ, **machine.environment(), "PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, "-m", "bench.open_cases", WORKER]
    with (machine.home / "bench-worker.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


async def work() -> None:
    """Serve the queue of cases, and no other, until told to stop."""
    sys.setswitchinterval(TURN_SECONDS)
    settings, stop = load_settings(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await connect(settings)
    async with asyncio.TaskGroup() as group:
        group.create_task(serve_cases(client, settings, stop, max_cached_workflows=cases_in_memory()))
        group.create_task(keep_beside(stop))


def children_of(engine: Engine) -> list[dict[str, str]]:
    """The children of the sample whose plan states what approval needs, so that their cases go to review."""
    query = (
        "SELECT policy.member_id::text AS member_id, policy.id::text AS policy_id FROM policy"
        " WHERE policy.number LIKE '%-STD-%' ORDER BY policy.number"
    )
    with transaction(engine) as session:
        return [dict(row) for row in session.execute(text(query)).mappings()]


@dataclass(frozen=True)
class Wanted:
    """What to measure: how many cases, how they come about, and how busy people are, in acts a second."""

    count: int = GOAL_CASES
    rate: float = 2.0
    copied: bool = True

    @classmethod
    def said(cls, words: Sequence[str]) -> "Wanted":
        """From the command line."""
        numbers = [float(word) for word in words if word != OPENED]
        count, rate = (*numbers, cls.count, cls.rate)[:2] if not numbers else (*numbers, cls.rate)[:2]
        return cls(count=int(count), rate=rate, copied=OPENED not in words)


def load_now() -> str:
    """How busy the machine is with everything."""
    return "load " + " ".join(f"{each:.1f}" for each in os.getloadavg())


def megabytes(pid: int) -> int:
    """Memory that a process holds."""
    return round(psutil.Process(pid).memory_info().rss / 1024 / 1024)


async def measure(settings: Settings, engine: Engine, worker_pid: int, wanted: Wanted) -> bool:
    """Open, publish, look; whether the goals were met."""
    count, rate = wanted.count, wanted.rate
    client = await connect(settings)
    children = children_of(engine)
    began = time.perf_counter()
    if wanted.copied:
        models = await open_cases(client, children, len(children))
        numbers = await copy_cases(client, engine, models, count)
    else:
        numbers = await open_cases(client, children, count)
    print(f"{count} open cases after {time.perf_counter() - began:.1f} s, {load_now()}", flush=True)
    desk = Desk(Cases(client), numbers)
    before = [await desk.act() for _ in range(40)]
    print(f"acts alone: median {statistics.median(before):.0f} ms, p95 {p95(before):.0f} ms", flush=True)
    at_rest = await idle(settings, worker_pid)
    spent = cpu_seconds(settings, worker_pid)
    took, meanwhile = await publish(client, engine, desk, rate)
    for part, seconds in cpu_seconds(settings, worker_pid).items():
        rest = at_rest[part] * took
        each = (seconds - spent[part] - rest) / count * 1000
        print(f"CPU of {part}: {each:.1f} ms a case, beyond {at_rest[part] * 100:.0f} % at rest")
    print(f"published: {count} cases followed in {took:.1f} s, {count / took:.0f} a second, {load_now()}")
    print(f"memory of the worker: {megabytes(worker_pid)} MB")
    print(
        f"acts meanwhile: {len(meanwhile)}, median {statistics.median(meanwhile):.0f} ms,"
        f" p95 {p95(meanwhile):.0f} ms, longest {max(meanwhile):.0f} ms"
    )
    wrong = await asyncio.to_thread(not_moved, engine)
    sample = random.sample(numbers, min(SAMPLE, count))
    timers = [await open_timers(client, number) for number in sample]
    print(f"not moved: {wrong}; open timers a case in a sample of {len(sample)}: {sorted(set(timers))}")
    return (
        not wrong
        and set(timers) == {1}
        and count / took >= GOAL_CASES / GOAL_SECONDS
        and p95(meanwhile) < GOAL_ACT_MS
    )


def main(wanted: Wanted) -> None:
    """Measure on a stack of its own, which is gone afterwards."""
    print(this_machine(), flush=True)
    with TemporaryDirectory(dir=Path.home()) as home, machine(Path(home) / "lipei") as made:
        own = Durable(made.home, made.port_base)
        own.up()
        settings = own.settings()
        make_database_ready(settings)
        engine = connect_database(settings.database_owner_url, pool_size=4)
        seed(engine, plans_folder=CHECKOUT / "plans", tokens_file=settings.home / "tokens.json", at=OPENED_AT)
        with worker_of(own) as served:
            met = asyncio.run(measure(settings, engine, served.pid, wanted))
        engine.dispose()
    print("goals met" if met else "goals missed")


if __name__ == "__main__":
    said = sys.argv[1:]
    if said == [WORKER]:
        asyncio.run(work())
        sys.exit()
    main(Wanted.said(said))
