"""Engine with full trace against the bare arithmetic: `python -m bench.adjudication [claims]`.

Prints the CPU that both take for a ten-line claim, in turns, and their ratio. The goals are a ratio of at
most 10 and at least 25,000 claims a second. The amounts of both are compared line by line.
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
REPEATS = 25
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
    """Ten-line outpatient bills; a third has an excluded line, half are shared, a tenth meets the limit."""
    chance = random.Random(seed)
    policy = Policy(effective_on=FIRST_DAY, expires_on=date(2027, 2, 28), purchase=Purchase.FIRST)
    provider = Provider(name="美华妇儿医院", ownership=Ownership.PRIVATE, in_network=True)
    return [_sample(chance, policy, provider) for _ in range(count)]


def _sample(chance: random.Random, policy: Policy, provider: Provider) -> Sample:
    amounts = [chance.randint(500, 80_000) for _ in range(LINES)]
    excluded = [chance.random() < 0.04 for _ in range(LINES)]
    visits, limit_left = chance.randint(0, 12), chance.choice([10_000_000] * 9 + [100_000])
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


def cpu_of(works: dict[str, Callable[[], None]], count: int) -> dict[str, list[float]]:
    """CPU seconds for one claim, measured in turns so that a busy machine slows all alike."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(REPEATS):
        for name, work in works.items():
            started = time.process_time()
            work()
            times[name].append((time.process_time() - started) / count)
    return times


def main(count: int = 500) -> None:
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
        columns, by_line, payable, *_ = bare_pricing.price(
            s.amounts, s.excluded, 0, 0, s.visits, s.limit_left
        )
        assert (result.insurer, [line.payable for line in result.lines]) == (payable, by_line)
        assert [list(column) for column in result.line_amounts[2:6]] == columns[:4]
    bare()
    engine()
    times = cpu_of({"bare integers": bare, "engine with trace": engine}, count)
    for name, taken in times.items():
        median, best = statistics.median(taken), min(taken)
        print(f"{name:18}{median * 1e6:7.1f} us a claim, {1 / median:8,.0f} claims/s a core", end="")
        print(f" (best run {best * 1e6:.1f} us, {1 / best:,.0f}/s)")
    ratio = statistics.median([e / b for b, e in zip(*times.values(), strict=True)])
    print(f"ratio {ratio:.2f} (goals: at most 10, and 25,000 claims/s a core)")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
