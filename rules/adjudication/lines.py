"""Gives every amount of a visit to its lines (allocation: largest remainder, earlier line first)."""

from functools import partial
from itertools import repeat
from operator import sub

from rules.adjudication.allocation import split
from rules.adjudication.result import LineResult, Verdict
from rules.adjudication.visit import Bucket, Visit
from rules.catalogue.effective import Exclusion

_line = partial(tuple.__new__, LineResult)
"""As ``LineResult._make``, in C: lines are most of what adjudication makes."""


def line_results(visit: Visit) -> list[LineResult]:
    """Results of the visit's lines; each line's amounts add up to its bill."""
    if visit.stopped is Verdict.REFUSE:
        return _refused(visit)
    if not visit.priced:
        return _unpriced(visit)
    offset_left = visit.offset
    lines: list[LineResult] = []
    for bucket in visit.buckets:
        if visit.terms.offset_caps_only:
            bucket.offset = min(offset_left, bucket.eligible - bucket.balance)
        offset_left -= bucket.offset
        lines += _bucket_lines(visit, bucket)
    return lines + _excluded_lines(visit, offset_left) if visit.excluded else lines


def _bucket_lines(visit: Visit, bucket: Bucket) -> list[LineResult]:
    claimed, numbers = visit.claim.lines, bucket.lines
    billed = [claimed[number].amount for number in numbers]
    zeros = [0] * len(billed)
    left, offset = billed, zeros
    if bucket.offset and not visit.terms.offset_caps_only:
        offset = split(bucket.offset, billed)
        left = list(map(sub, billed, offset))
    columns = []
    for amount in (
        bucket.deductible,
        bucket.copay,
        bucket.coinsurance,
        bucket.penalty,
        bucket.capped,
        bucket.over_limit,
    ):
        taken = split(amount, left) if amount else zeros
        left = list(map(sub, left, taken)) if amount else left
        columns.append(taken)
    owed = list(map(sub, billed, left))
    if bucket.offset and visit.terms.offset_caps_only:
        offset = split(bucket.offset, owed)
    member = list(map(sub, owed, offset)) if bucket.offset else owed
    items = [claimed[number].item for number in numbers]
    rows = zip(
        numbers, items, repeat(visit.ordinal), billed, zeros, billed, offset, *columns, left, member,
        repeat(None), repeat(()),
    )  # fmt: skip
    return list(map(_line, rows))


def _excluded_lines(visit: Visit, offset: int) -> list[LineResult]:
    claimed, numbers = visit.claim.lines, list(visit.excluded)
    offsets = split(offset, [claimed[number].amount for number in numbers])
    return [
        _unpaid(visit, number, visit.excluded[number], paid)
        for number, paid in zip(numbers, offsets, strict=True)
    ]


def _refused(visit: Visit) -> list[LineResult]:
    """A refused visit is the member's as a whole; each line keeps its own exclusion where it has one."""
    claimed, excluded = visit.claim.lines, visit.excluded
    offsets = split(visit.offset, [claimed[number].amount for number in visit.lines])
    return [
        _unpaid(visit, number, excluded.get(number, visit.refused_for), paid)
        for number, paid in zip(visit.lines, offsets, strict=True)
    ]


def _unpriced(visit: Visit) -> list[LineResult]:
    """Lines of a visit that nobody can price yet: what is known to be excluded, and nothing payable."""
    offsets = split(visit.offset, [visit.claim.lines[number].amount for number in visit.lines])
    return [
        _unpaid(visit, number, visit.excluded.get(number), paid)
        for number, paid in zip(visit.lines, offsets, strict=True)
    ]


def _unpaid(visit: Visit, number: int, why: Exclusion | None, offset: int) -> LineResult:
    line = visit.claim.lines[number]
    bill = line.amount
    excluded, eligible = (bill, 0) if why else (0, bill)
    reason, clause = (why.reason, why.source) if why else (None, ())
    figures = (bill, excluded, eligible, offset, 0, 0, 0, 0, 0, 0, 0, bill - offset)
    return LineResult(number, line.item, visit.ordinal, *figures, reason, clause)
