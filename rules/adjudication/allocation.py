"""Shares one amount among several: largest remainder, ties to the earlier one.

Claim-level amounts go to buckets and then to lines in proportion to what is still left of each. A share
never exceeds its weight while the amount does not exceed the sum of the weights, so no line turns negative.
"""

from collections.abc import Sequence


def split(amount: int, weights: Sequence[int], total: int | None = None) -> list[int]:
    """``amount`` in whole fen over ``weights``, whose sum may be given; the parts add up to it exactly."""
    if len(weights) == 1:
        return [amount]
    if total is None:
        total = sum(weights)
    if amount == total:
        return list(weights)
    if total == 0:
        return [amount, *([0] * (len(weights) - 1))]
    products = [weight * amount for weight in weights]
    shares = [product // total for product in products]
    rest = amount - sum(shares)
    if rest:
        remainders = [product % total for product in products]
        for index in sorted(range(len(shares)), key=remainders.__getitem__, reverse=True)[:rest]:
            shares[index] += 1
    return shares
