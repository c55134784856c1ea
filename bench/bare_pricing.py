"""The arithmetic of adjudication and nothing else: plain integers, no gates, reasons, clauses or trace.

It is what the engine is measured against: the same amounts for the same outpatient bill, by line too.
"""

from collections.abc import Sequence

HALF = 50
TIERS = ((5, 0, 0), (10**9, 0, HALF))
"""Last visit, flat copay in fen, member's percentage: GYX-2021-CZ in ordinary hospitals."""


def price(
    amounts: Sequence[int],
    excluded: Sequence[bool],
    offset: int,
    deductible_left: int,
    visits: int,
    limit_left: int,
) -> tuple[list[tuple[int, int, int, int, int, int, int]], int, int, int, int]:
    """Per line (offset, deductible, copay, coinsurance, over, payable, member), then the state after."""
    left = [0 if out else amount for amount, out in zip(amounts, excluded, strict=True)]
    eligible = sum(left)
    offset = min(offset, eligible)
    number = visits + (eligible > 0)
    copay, percent = next((copay, percent) for last, copay, percent in TIERS if number <= last)
    columns = []
    balance = eligible
    deductible = min(deductible_left, balance - offset)
    flat = min(copay, balance - offset - deductible)
    base = balance - offset - deductible - flat
    coinsurance = base - (base * (100 - percent) * 2 + 100) // 200
    over = max(0, base - coinsurance - limit_left)
    for taken in (offset, deductible, flat, coinsurance, over):
        shares = _split(taken, left, balance)
        left = [have - less for have, less in zip(left, shares, strict=True)]
        balance -= taken
        columns.append(shares)
    lines = [
        (o, d, f, c, v, p, a - o - p) for a, o, d, f, c, v, p in zip(amounts, *columns, left, strict=True)
    ]
    return lines, balance, number, deductible_left - deductible, limit_left - balance


def _split(amount: int, weights: list[int], total: int) -> list[int]:
    if not amount:
        return [0] * len(weights)
    if amount == total:
        return weights
    shares = [weight * amount // total for weight in weights]
    rest = amount - sum(shares)
    if rest:
        order = sorted(range(len(weights)), key=[-(w * amount % total) for w in weights].__getitem__)
        for index in order[:rest]:
            shares[index] += 1
    return shares
