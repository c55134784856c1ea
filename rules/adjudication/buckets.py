"""Groups eligible lines that later rules treat alike: line order and splitting then change nothing."""

from rules.adjudication.allocation import split
from rules.adjudication.missing_preauthorization_penalty import Penalty
from rules.adjudication.visit import Bucket, Visit


def form_buckets(visit: Visit, penalty: Penalty | None) -> None:
    """One bucket for each part of the benefit, and apart the lines that the penalty touches."""
    parts = visit.benefit.parts
    penalized = penalty.lines if penalty else frozenset()
    whole = penalty is not None and penalty.whole
    if not parts and not penalized:
        eligible = visit.eligible
        visit.buckets = [Bucket(None, whole, _weights(visit), eligible, eligible)] if eligible else []
        return
    claimed, amounts = visit.claim.lines, visit.amounts
    grouped: dict[tuple[str, bool], Bucket] = {}
    for number in visit.lines:
        if number in visit.excluded:
            continue
        part, touched = parts.get(claimed[number].item), whole or number in penalized
        key = (part.name if part else "", touched)
        bucket = grouped.setdefault(key, Bucket(part, touched, [0] * len(amounts), 0, 0))
        bucket.weights[number] = amounts[number]
        bucket.eligible += amounts[number]
        bucket.balance += amounts[number]
    visit.buckets = [grouped[key] for key in sorted(grouped)]


def _weights(visit: Visit) -> list[int]:
    """Eligible amount of each line of the claim; nothing for lines that are excluded or of another visit."""
    amounts = visit.amounts
    if len(visit.lines) < len(amounts):
        own = set(visit.lines)
        amounts = [amount if number in own else 0 for number, amount in enumerate(amounts)]
    if visit.excluded:
        amounts = amounts.copy()
        for number in visit.excluded:
            amounts[number] = 0
    return amounts


def share_out(visit: Visit, amount: int, column: str) -> None:
    """Takes an amount from the buckets in proportion to what is left of them."""
    buckets = visit.buckets
    if len(buckets) == 1:
        setattr(buckets[0], column, amount)
        buckets[0].balance -= amount
        return
    for bucket, taken in zip(buckets, split(amount, [b.balance for b in buckets]), strict=True):
        setattr(bucket, column, taken)
        bucket.balance -= taken
