"""Groups eligible lines that later rules treat alike: line order and splitting then change nothing."""

from rules.adjudication.allocation import split
from rules.adjudication.missing_preauthorization_penalty import Penalty
from rules.adjudication.visit import Bucket, Visit
from rules.catalogue.effective import EffectivePart


def form_buckets(visit: Visit, penalty: Penalty | None) -> None:
    """One bucket for each part of the benefit, and apart the lines that the penalty touches."""
    claimed, parts, excluded = visit.claim.lines, visit.benefit.parts, visit.excluded
    penalized = penalty.lines if penalty else frozenset()
    whole = penalty is not None and penalty.whole
    if not parts and not penalized:
        lines = [number for number in visit.lines if number not in excluded] if excluded else visit.lines
        visit.buckets = [Bucket(None, whole, lines, visit.eligible, visit.eligible)] if lines else []
        return
    grouped: dict[tuple[str, bool], Bucket] = {}
    for number in visit.lines:
        if number in excluded:
            continue
        part: EffectivePart | None = parts.get(claimed[number].item)
        touched = whole or number in penalized
        key = (part.name if part else "", touched)
        bucket = grouped.setdefault(key, Bucket(part, touched, [], 0, 0))
        bucket.lines.append(number)
        bucket.eligible += claimed[number].amount
        bucket.balance += claimed[number].amount
    visit.buckets = [grouped[key] for key in sorted(grouped)]


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
