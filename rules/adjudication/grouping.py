"""Groups eligible lines that later rules treat alike: line order and splitting then change nothing."""

from rules.adjudication.buckets import Bucket, new_bucket
from rules.adjudication.missing_preauthorization_penalty import Penalty
from rules.adjudication.visit import Visit
from rules.catalogue.effective import EffectivePart


def form_buckets(visit: Visit, penalty: Penalty | None) -> None:
    """One bucket for each part of the benefit, and apart the lines that the penalty touches."""
    whole = penalty is not None and penalty.whole
    if visit.benefit.parts or (penalty and penalty.lines):
        visit.buckets = _grouped(visit, whole, penalty.lines if penalty else frozenset())
    elif visit.eligible:
        visit.buckets = [new_bucket(None, whole, _weights(visit))]


def _grouped(visit: Visit, whole: bool, penalized: set[int] | frozenset[int]) -> list[Bucket]:
    """Buckets in the order of their parts, those without a penalty first."""
    parts, claimed, amounts = visit.benefit.parts, visit.claim.lines, visit.amounts
    grouped: dict[tuple[str, bool], tuple[EffectivePart | None, list[int]]] = {}
    for number in visit.lines:
        if number in visit.excluded:
            continue
        part = parts.get(claimed[number].item)
        key = (part.name if part else "", whole or number in penalized)
        _, weights = grouped.setdefault(key, (part, [0] * len(amounts)))
        weights[number] = amounts[number]
    return [new_bucket(grouped[key][0], key[1], grouped[key][1]) for key in sorted(grouped)]


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
