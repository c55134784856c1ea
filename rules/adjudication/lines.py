"""Gives every amount of a claim to its lines (allocation: largest remainder, earlier line first)."""

from operator import add, sub

from rules.adjudication.allocation import split
from rules.adjudication.result import LineAmounts, Verdict
from rules.adjudication.visit import Bucket, Visit
from rules.catalogue.effective import Exclusion

Column = list[int] | tuple[int, ...]
VISIT, EXCLUDED, OFFSET, PAYABLE = 0, 1, 2, 9
"""Places of columns in LineAmounts; the amounts taken stand between OFFSET and PAYABLE in their order."""


def line_amounts(visits: list[Visit], count: int) -> LineAmounts:
    """Columns of all lines; each line's amounts add up to its bill."""
    zeros: Column = (0,) * count
    columns: list[Column] = [(1,) * count, *[zeros] * 9]
    reasons: dict[int, Exclusion] = {}
    for visit in visits:
        if visit.ordinal > 1:
            _put(columns, VISIT, dict.fromkeys(visit.lines, visit.ordinal - 1))
        if visit.stopped is Verdict.REFUSE:
            _refused(visit, columns, reasons)
        elif visit.priced:
            _priced(visit, columns, reasons, zeros)
        else:
            _offset_of_unpaid(visit, visit.lines, visit.offset, columns)
            _exclude(visit, columns, reasons)
    return LineAmounts._make((*map(tuple, columns), reasons))


def _put(columns: list[Column], column: int, amounts: dict[int, int]) -> None:
    """Adds the amounts of some lines to a column."""
    changed = list(columns[column])
    for number, amount in amounts.items():
        changed[number] += amount
    columns[column] = changed


def _priced(visit: Visit, columns: list[Column], reasons: dict[int, Exclusion], zeros: Column) -> None:
    offset_left = visit.offset
    for bucket in visit.buckets:
        if visit.terms.offset_caps_only:
            bucket.offset = min(offset_left, bucket.eligible - bucket.balance)
        offset_left -= bucket.offset
        _bucket(bucket, columns, zeros, visit.terms.offset_caps_only)
    if visit.excluded:
        _offset_of_unpaid(visit, sorted(visit.excluded), offset_left, columns)
        _exclude(visit, columns, reasons)


def _bucket(bucket: Bucket, columns: list[Column], zeros: Column, beside: bool) -> None:
    """Takes each amount of the bucket from its lines, in order; what is left of them is payable.

    An offset that only caps (``beside``) covers what the member bears of the lines.
    """
    left, total = bucket.weights, bucket.eligible
    taken = (
        0 if beside else bucket.offset,
        bucket.deductible,
        bucket.copay,
        bucket.coinsurance,
        bucket.penalty,
        bucket.capped,
        bucket.over_limit,
    )
    column = OFFSET
    for amount in taken:
        if amount:
            shares = split(amount, left, total)
            left = list(map(sub, left, shares))
            total -= amount
            _join(columns, column, shares, zeros)
        column += 1
    _join(columns, PAYABLE, left, zeros)
    if beside and bucket.offset:
        _join(columns, OFFSET, split(bucket.offset, list(map(sub, bucket.weights, left))), zeros)


def _join(columns: list[Column], column: int, shares: list[int], zeros: Column) -> None:
    """Adds what a bucket gave to every line to a column."""
    before = columns[column]
    columns[column] = shares if before is zeros else list(map(add, before, shares))


def _refused(visit: Visit, columns: list[Column], reasons: dict[int, Exclusion]) -> None:
    """A refused visit is the member's as a whole; each line keeps its own exclusion where it has one."""
    amounts = {number: visit.amounts[number] for number in visit.lines}
    if visit.refused_for:
        reasons.update(dict.fromkeys(visit.lines, visit.refused_for))
    reasons.update(visit.excluded)
    _put(columns, EXCLUDED, amounts)
    _offset_of_unpaid(visit, visit.lines, visit.offset, columns)


def _exclude(visit: Visit, columns: list[Column], reasons: dict[int, Exclusion]) -> None:
    reasons.update(visit.excluded)
    _put(columns, EXCLUDED, {number: visit.amounts[number] for number in visit.excluded})


def _offset_of_unpaid(visit: Visit, lines: list[int], offset: int, columns: list[Column]) -> None:
    """Public insurance may have paid for lines that the insurer does not pay for."""
    if offset and lines:
        shares = split(offset, [visit.amounts[number] for number in lines])
        _put(columns, OFFSET, dict(zip(lines, shares, strict=True)))
