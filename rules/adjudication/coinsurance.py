"""The member's percentage share, rounded half-up on the insurer's side (R-106, R-182, A-07)."""

from rules.adjudication.buckets import COINSURANCE, Bucket, share_out
from rules.adjudication.visit import Visit
from rules.catalogue.effective import InsurerPart, MemberShare
from rules.reasons import ReasonCode


def coinsurance(visit: Visit, terms: MemberShare) -> None:
    """Takes the percentage once for the visit, or once for each part of a benefit that has parts."""
    if not visit.benefit.parts:
        if terms.coinsurance:
            _take(visit, visit.buckets, visit.balance, terms.insurer_part, terms.source)
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
        base = sum([bucket.balance for bucket in buckets])
        _take(visit, buckets, base, part.insurer_part, rate.source)


def _take(
    visit: Visit, buckets: list[Bucket], base: int, insurer_part: InsurerPart, clause: tuple[str, ...]
) -> None:
    taken = base - insurer_part.of(base)
    if taken:
        visit.findings.reasons[ReasonCode.COINSURANCE] = None
    visit.take("coinsurance", clause, taken, (("rate", insurer_part.beside), ("base", base)))
    share_out(buckets, taken, COINSURANCE)
