"""The arithmetic of adjudication and nothing else: plain integers, no gates, reasons, clauses or trace.

It is what the engine is measured against: the same amounts for the same outpatient bill, by line too.
"""

from collections.abc import Sequence
from operator import sub

NOTHING = [0] * 10
TIERS = ((5, 0, 0), (10**9, 0, 50))
"""Last visit, flat copay in fen, member's percentage: GYX-2021-CZ in ordinary hospitals."""


def price(
    amounts: Sequence[int],
    excluded: Sequence[bool],
    offset: int,
    deductible_left: int,
    visits: int,
    limit_left: int,
) -> tuple[list[list[int]], list[int], int, int, int, int]:
    """By line: offset, deductible, copay, coinsurance, over limit; then payable, and the state after."""
    left = list(amounts)
    for line, out in enumerate(excluded):
        if out:
            left[line] = 0
    balance = eligible = sum(left)
    number = visits + (eligible > 0)
    last, copay, percent = TIERS[0]
    if number > last:
        last, copay, percent = TIERS[1]
    offset = min(offset, eligible)
    deductible = min(deductible_left, eligible - offset)
    flat = min(copay, eligible - offset - deductible)
    base = eligible - offset - deductible - flat
    coinsurance = base - (base * (100 - percent) * 2 + 100) // 200
    over = max(0, base - coinsurance - limit_left)
    columns = []
    for taken in (offset, deductible, flat, coinsurance, over):
        shares = _split(taken, left, balance) if taken else NOTHING
        if taken:
            left = list(map(sub, left, shares))
            balance -= taken
        columns.append(shares)
    return columns, left, balance, number, deductible_left - deductible, limit_left - balance


def _split(amount: int, weights: list[int], total: int) -> list[int]:
    if amount == total:
        return weights
    shares = [weight * amount // total for weight in weights]
    rest = amount - sum(shares)
    if rest:
        remainders = [weight * amount % total for weight in weights]
        for line in sorted(range(len(weights)), key=remainders.__getitem__, reverse=True)[:rest]:
            shares[line] += 1
    return shares
