"""The working sums of lines that every step treats alike."""

from dataclasses import dataclass

from rules.adjudication.allocation import split
from rules.catalogue.effective import EffectivePart

OFFSET, DEDUCTIBLE, COPAY, COINSURANCE, PENALTY, CAPPED, OVER_LIMIT = range(7)
"""Columns that take from the eligible amount, in their order; what they leave is payable."""
UNTOUCHED = (0,) * 7
"""What the columns have taken before any rule."""


@dataclass(slots=True)
class Bucket:
    """Eligible lines that share every step: one part of a benefit, with or without a penalty.

    ``weights`` has the eligible amount of each line of the claim, 0 for lines of other buckets. ``taken``
    is what each column took, ``balance`` what is left.
    """

    part: EffectivePart | None
    penalized: bool
    weights: list[int]
    eligible: int
    balance: int
    taken: list[int]


def new_bucket(part: EffectivePart | None, penalized: bool, weights: list[int]) -> Bucket:
    """A bucket of lines that nothing has been taken from."""
    eligible = sum(weights)
    return Bucket(part, penalized, weights, eligible, eligible, list(UNTOUCHED))


def share_out(buckets: list[Bucket], amount: int, column: int) -> None:
    """Takes an amount from the buckets in proportion to what is left of them."""
    if not amount:
        return
    shares = split(amount, [bucket.balance for bucket in buckets]) if len(buckets) > 1 else (amount,)
    for bucket, taken in zip(buckets, shares, strict=True):
        bucket.taken[column] = taken
        bucket.balance -= taken
