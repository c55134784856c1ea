"""Gives every amount of a visit to its lines (allocation: largest remainder, earlier line first)."""

from collections.abc import Iterator

from rules.adjudication.allocation import split
from rules.adjudication.result import LineResult, Verdict
from rules.adjudication.visit import Bucket, Visit
from rules.catalogue.effective import Exclusion

COLUMNS = ("offset", "deductible", "copay", "coinsurance", "penalty", "capped", "over_limit")


def line_results(visit: Visit) -> Iterator[LineResult]:
    """Results of the visit's lines; each line's amounts add up to its bill."""
    if visit.stopped is Verdict.REFUSE:
        yield from _refused(visit)
        return
    if not visit.priced:
        yield from _unpriced(visit)
        return
    offset_left = visit.offset - sum(bucket.offset for bucket in visit.buckets)
    for bucket in visit.buckets:
        if visit.terms.offset_caps_only:
            offset_left = _offset_beside_payment(bucket, offset_left)
        yield from _bucket_lines(visit, bucket)
    yield from _excluded_lines(visit, offset_left)


def _bucket_lines(visit: Visit, bucket: Bucket) -> Iterator[LineResult]:
    claimed, numbers = visit.claim.lines, bucket.lines
    billed = [claimed[number].amount for number in numbers]
    left, zeros, columns = billed, [0] * len(billed), []
    for column in COLUMNS:
        amount = getattr(bucket, column)
        if amount and not (column == "offset" and visit.terms.offset_caps_only):
            taken = split(amount, left)
            left = [have - less for have, less in zip(left, taken, strict=True)]
            columns.append(taken)
        else:
            columns.append(zeros)
    if visit.terms.offset_caps_only and bucket.offset:
        room = [bill - paid for bill, paid in zip(billed, left, strict=True)]
        columns[0] = split(bucket.offset, room)
    ordinal = visit.ordinal
    for number, bill, offset, *amounts, payable in zip(numbers, billed, *columns, left, strict=True):
        item = claimed[number].item
        owed = bill - offset - payable
        yield LineResult._make(
            (number, item, ordinal, bill, 0, bill, offset, *amounts, payable, owed, None, ())
        )


def _offset_beside_payment(bucket: Bucket, offset_left: int) -> int:
    """Where it only caps, the public payment first covers the member's shares of the eligible lines."""
    bucket.offset = min(offset_left, bucket.eligible - bucket.balance)
    return offset_left - bucket.offset


def _excluded_lines(visit: Visit, offset: int) -> Iterator[LineResult]:
    numbers = list(visit.excluded)
    if not numbers:
        return
    claimed = visit.claim.lines
    offsets = split(offset, [claimed[number].amount for number in numbers])
    for number, paid in zip(numbers, offsets, strict=True):
        yield _unpaid(visit, number, visit.excluded[number], paid)


def _refused(visit: Visit) -> Iterator[LineResult]:
    """A refused visit is the member's as a whole; each line keeps its own exclusion where it has one."""
    reason = next(iter(visit.to_confirm))
    clause = next((step.clause for step in visit.trace if step.verdict is Verdict.REFUSE), ())
    claimed = visit.claim.lines
    offsets = split(visit.offset, [claimed[number].amount for number in visit.lines])
    for number, paid in zip(visit.lines, offsets, strict=True):
        yield _unpaid(visit, number, visit.excluded.get(number, Exclusion(reason, clause)), paid)


def _unpriced(visit: Visit) -> Iterator[LineResult]:
    """Lines of a visit that nobody can price yet: what is known to be excluded, and nothing payable."""
    offsets = split(visit.offset, [visit.claim.lines[number].amount for number in visit.lines])
    for number, paid in zip(visit.lines, offsets, strict=True):
        yield _unpaid(visit, number, visit.excluded.get(number), paid)


def _unpaid(visit: Visit, number: int, why: Exclusion | None, offset: int) -> LineResult:
    line = visit.claim.lines[number]
    bill = line.amount
    return LineResult(
        line=number,
        item=line.item,
        visit=visit.ordinal,
        billed=bill,
        excluded=bill if why else 0,
        eligible=0 if why else bill,
        offset=offset,
        deductible=0,
        copay=0,
        coinsurance=0,
        penalty=0,
        capped=0,
        over_limit=0,
        payable=0,
        member=bill - offset,
        reason=why.reason if why else None,
        clause=why.source if why else (),
    )
