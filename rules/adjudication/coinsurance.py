"""The member's percentage share, rounded half-up on the insurer's side (R-106, R-182, A-07)."""

from decimal import Decimal

from rules.adjudication.allocation import split
from rules.adjudication.visit import Bucket, Visit
from rules.catalogue.effective import InsurerPart, MemberShare, Term
from rules.reasons import ReasonCode


def coinsurance(visit: Visit, terms: MemberShare) -> None:
    """Takes the percentage once for the visit, or once for each part of a benefit that has parts."""
    if not visit.benefit.parts:
        if terms.coinsurance:
            _take(visit, visit.buckets, terms.insurer_part, Term(terms.coinsurance, terms.source))
        return
    by_part: dict[str, list[Bucket]] = {}
    for bucket in visit.buckets:
        if bucket.part:
            by_part.setdefault(bucket.part.name, []).append(bucket)
    for buckets in by_part.values():
        _share_part(visit, buckets)


def _share_part(visit: Visit, buckets: list[Bucket]) -> None:
    part = buckets[0].part
    if part is None:
        return
    rate = part.coinsurance
    if rate.value is None:
        visit.missing("coinsurance", f"{part.name} coinsurance", rate.source, part.not_stated_reason)
    elif rate.value:
        _take(visit, buckets, part.insurer_part, rate)


def _take(visit: Visit, buckets: list[Bucket], insurer_part: InsurerPart, rate: Term[Decimal]) -> None:
    balances = [bucket.balance for bucket in buckets]
    base = sum(balances)
    taken = base - insurer_part.of(base)
    if taken:
        visit.findings.reasons[ReasonCode.COINSURANCE] = None
    visit.take("coinsurance", rate.source, taken, (("rate", str(rate.value)), ("base", base)))
    for bucket, amount in zip(buckets, split(taken, balances), strict=True):
        bucket.coinsurance = amount
        bucket.balance -= amount
