"""Engine with full trace against the bare arithmetic: `python -m bench.adjudication [claims]`.

Prints the median CPU of both a ten-line claim, their ratio, and claims a second on one core. The goals are a
ratio of at most 10 and at least 25,000 claims a second. Totals of both are compared claim by claim.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from bench import bare_pricing
from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import Accumulators, Claim, ClaimLine, Encounter, Policy, Provider
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.loader import shipped_catalogue
from rules.items import ItemCode
from rules.vocabulary import Benefit, EncounterType, Ownership, Purchase

LINES = 10
REPEATS = 9
FIRST_DAY = date(2026, 3, 1)
COVERED = (ItemCode.CONSULTATION, ItemCode.DRUG, ItemCode.LAB, ItemCode.IMAGING, ItemCode.TREATMENT)
OUTPATIENT = Benefit.OUTPATIENT_EMERGENCY


class Sample(NamedTuple):
    """One claim in both forms."""

    policy: Policy
    before: Accumulators
    claim: Claim
    amounts: list[int]
    excluded: list[bool]
    visits: int
    limit_left: int


def samples(count: int, seed: int = 1) -> list[Sample]:
    """Ten-line outpatient claims at network hospitals; one line in ten is excluded, some limits run out."""
    chance = random.Random(seed)
    policy = Policy(effective_on=FIRST_DAY, expires_on=date(2027, 2, 28), purchase=Purchase.FIRST)
    provider = Provider(name="美华妇儿医院", ownership=Ownership.PRIVATE, in_network=True)
    return [_sample(chance, policy, provider) for _ in range(count)]


def _sample(chance: random.Random, policy: Policy, provider: Provider) -> Sample:
    amounts = [chance.randint(500, 80_000) for _ in range(LINES)]
    excluded = [chance.random() < 0.1 for _ in range(LINES)]
    visits, limit_left = chance.randint(0, 12), chance.choice([10_000_000, 5_000_000, 100_000])
    encounter = Encounter(
        type=EncounterType.OUTPATIENT,
        on=FIRST_DAY + timedelta(days=chance.randint(1, 300)),
        diagnoses=("J06.9",),
    )
    lines = tuple(
        ClaimLine(item=ItemCode.ALLERGEN_TEST if out else chance.choice(COVERED), amount=amount)
        for amount, out in zip(amounts, excluded, strict=True)
    )
    claim = Claim(channel=ClaimChannel.DIRECT_BILLING, provider=provider, encounter=encounter, lines=lines)
    before = Accumulators(counted_visits=visits, remaining={OUTPATIENT: limit_left})
    return Sample(policy, before, claim, amounts, excluded, visits, limit_left)


def cpu_of(work: Callable[[], None], count: int) -> float:
    """Median CPU seconds for one claim."""
    times = []
    for _ in range(REPEATS):
        started = time.process_time()
        work()
        times.append((time.process_time() - started) / count)
    return statistics.median(times)


def main(count: int = 3000) -> None:
    """Measures and prints."""
    plan = shipped_catalogue().version("GYX-2021-CZ", FIRST_DAY)
    claims = samples(count)

    def engine() -> None:
        for sample in claims:
            adjudicate(plan, sample.policy, sample.before, sample.claim)

    def bare() -> None:
        for s in claims:
            bare_pricing.price(s.amounts, s.excluded, 0, 0, s.visits, s.limit_left)

    for s in claims:
        result = adjudicate(plan, s.policy, s.before, s.claim)
        lines, payable, *_ = bare_pricing.price(s.amounts, s.excluded, 0, 0, s.visits, s.limit_left)
        assert (result.insurer, [line.payable for line in result.lines]) == (payable, [p[5] for p in lines])
    bare()
    engine()
    bare_cpu, engine_cpu = cpu_of(bare, count), cpu_of(engine, count)
    print(f"bare integers     {bare_cpu * 1e6:7.2f} us a claim  {1 / bare_cpu:10,.0f} claims/s a core")
    print(f"engine with trace {engine_cpu * 1e6:7.2f} us a claim  {1 / engine_cpu:10,.0f} claims/s a core")
    print(f"ratio             {engine_cpu / bare_cpu:7.2f}  (goal: at most 10, and 25,000 claims/s a core)")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
