"""The member's percentage share, rounded half-up on the insurer's side (R-106, R-182, A-07)."""

from decimal import Decimal

from rules.adjudication.allocation import split
from rules.adjudication.visit import Bucket, Visit
from rules.adjudication.visit_tier import MemberShare
from rules.catalogue.effective import Term
from rules.money import share
from rules.reasons import ReasonCode


def coinsurance(visit: Visit, terms: MemberShare) -> None:
    """Takes the percentage once for the visit, or once for each part of a benefit that has parts."""
    if not visit.benefit.parts:
        _take(visit, visit.buckets, Term(terms.coinsurance, terms.source))
        return
    by_part: dict[str, list[Bucket]] = {}
    for bucket in visit.buckets:
        if bucket.part:
            by_part.setdefault(bucket.part.name, []).append(bucket)
    for buckets in by_part.values():
        part = buckets[0].part
        if part and part.coinsurance.value is None:
            term, rate = f"{part.name} coinsurance", part.coinsurance
            visit.missing("coinsurance", term, rate.source, part.not_stated_reason)
        elif part:
            _take(visit, buckets, part.coinsurance)


def _take(visit: Visit, buckets: list[Bucket], rate: Term[Decimal]) -> None:
    if not rate.value:
        return
    base = sum(bucket.balance for bucket in buckets)
    taken = base - share(base, 1 - rate.value)
    if taken:
        visit.reasons[ReasonCode.COINSURANCE] = None
    visit.take("coinsurance", rate.source, taken, (("rate", str(rate.value)), ("base", base)))
    for bucket, part in zip(buckets, split(taken, [b.balance for b in buckets]), strict=True):
        bucket.coinsurance = part
        bucket.balance -= part
