"""A claim adjudicated and recorded on Postgres: `python -m bench.adjudicated [claims]`.

Claims of 10 and of 100 lines with a bill each, one client, on a server with its default settings: judged
under the lock of the policy year, posted to the ledger, recorded with lines, whole result, trace and event.
Prints the statements of one claim as they travel (goal: at most 12, and as many for 100 lines) and claims a
second, beside the engine alone on the same claims.
"""

import statistics
import sys
import time
from itertools import count

from sqlalchemy import Engine
from sqlmodel import Session

from bench.server import machine, measured_database, server_settings
from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import Claim
from stores import database
from stores.benefits import plans
from stores.benefits.adjudications import adjudicate_and_post
from stores.benefits.claim_facts import Occasion, claim_facts
from stores.benefits.claim_orders import Adjudicated, ClaimToJudge
from stores.database import driver_connection, transaction
from tests.builders import NOON
from tests.stores.claims import Child, a_claim, a_provider, catalogue
from tests.stores.statements import counting

GOAL = 12
CHILDREN = 100
_numbers = count(1)


def claim(lines: int) -> Claim:
    """A direct-billed visit with one bill."""
    number = next(_numbers)
    return a_claim(*[80_00] * lines, bills=(f"{number:08}",), provider=a_provider(name=f"门诊{number}"))


def orders(children: list[Child], claims: int, lines: int) -> list[ClaimToJudge]:
    """Claims of all children in turn, each with a case."""
    return [children[place % len(children)].order(claim(lines)) for place in range(claims)]


def statements(engine: Engine, order: ClaimToJudge) -> int:
    """How many are sent for one claim, BEGIN and COMMIT included."""
    with Session(engine) as session:
        with counting(driver_connection(session)) as wire:
            assert isinstance(adjudicate_and_post(session, order), Adjudicated)
            session.commit()
        return wire.statements


def recorded(engine: Engine, work: list[ClaimToJudge]) -> tuple[float, float, float]:
    """Claims a second, median milliseconds of one, and microseconds of Python's CPU for one."""
    times, cpu, began = [], time.process_time(), time.perf_counter()
    for order in work:
        started = time.perf_counter()
        with transaction(engine) as session:
            answer = adjudicate_and_post(session, order)
            assert isinstance(answer, Adjudicated)
            assert answer.posted
        times.append(time.perf_counter() - started)
    took = time.perf_counter() - began
    return len(work) / took, statistics.median(times) * 1e3, (time.process_time() - cpu) / len(work) * 1e6


def engine_alone(engine: Engine, work: list[ClaimToJudge]) -> float:
    """Microseconds of CPU that judging one of these claims takes by itself."""
    with transaction(engine) as session:
        claim = work[0].claim
        occasion = Occasion(policy_id=work[0].policy_id, on=claim.encounter.on, facility=claim.provider.name)
        facts = claim_facts(driver_connection(session), occasion)
    started = time.process_time()
    for order in work:
        adjudicate(facts.plan, facts.policy, facts.before, order.claim)
    return (time.process_time() - started) / len(work) * 1e6


def main(claims: int = 600) -> None:
    """Measures and prints."""
    print(machine())
    with measured_database() as url:
        print(server_settings(url))
        engine = database.connect(url)
        with transaction(engine) as session:
            plans.publish(session, catalogue().versions, at=NOON)
        children = [Child(engine) for _ in range(CHILDREN)]
        for child in children:
            child.opened()
        for lines in (10, 100):
            measure(engine, children, lines, claims)
        engine.dispose()
    print(machine())


def measure(engine: Engine, children: list[Child], lines: int, claims: int) -> None:
    """One kind of claim."""
    recorded(engine, orders(children, CHILDREN, lines))
    sent = statements(engine, orders(children, 1, lines)[0])
    work = orders(children, claims, lines)
    rate, milliseconds, cpu = recorded(engine, work)
    alone = engine_alone(engine, work)
    print(f"{lines} lines: {sent} statements (goal: at most {GOAL}), {rate:.0f} claims/s with one client")
    print(f"  median {milliseconds:.2f} ms, Python {cpu:.0f} us of CPU, of which the engine {alone:.0f}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
