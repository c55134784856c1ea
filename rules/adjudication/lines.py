"""Gives every amount of a claim to its lines (allocation: largest remainder, earlier line first)."""

from collections.abc import Sequence
from operator import sub

from rules.adjudication.allocation import split
from rules.adjudication.result import LineAmounts, Verdict
from rules.adjudication.visit import Bucket, Visit
from rules.catalogue.effective import Exclusion


def line_amounts(visits: list[Visit], count: int) -> LineAmounts:
    """Columns of all lines; each line's amounts add up to its bill."""
    zeros = (0,) * count
    columns: list[Sequence[int]] = [(1,) * count, *[zeros] * 9]
    reasons: dict[int, Exclusion] = {}
    for visit in visits:
        if visit.ordinal > 1:
            _put(columns, 0, visit.lines, [visit.ordinal] * len(visit.lines))
        if visit.stopped is Verdict.REFUSE:
            _refused(visit, columns, reasons)
        elif visit.priced:
            _priced(visit, columns, reasons)
        else:
            _unpaid(visit, visit.lines, visit.offset, columns)
            _exclude(visit, columns, reasons)
    return LineAmounts._make((*map(tuple, columns), reasons))


EXCLUDED, OFFSET, DEDUCTIBLE, PAYABLE = 1, 2, 3, 9


def _put(columns: list[Sequence[int]], column: int, lines: list[int], amounts: list[int]) -> None:
    """Writes the amounts of some lines, in ascending order, into a column."""
    before = columns[column]
    if len(lines) == len(before):
        columns[column] = amounts
        return
    after = before if isinstance(before, list) else list(before)
    for number, amount in zip(lines, amounts, strict=True):
        after[number] = amount
    columns[column] = after


def _priced(visit: Visit, columns: list[Sequence[int]], reasons: dict[int, Exclusion]) -> None:
    offset_left = visit.offset
    for bucket in visit.buckets:
        if visit.terms.offset_caps_only:
            bucket.offset = min(offset_left, bucket.eligible - bucket.balance)
        offset_left -= bucket.offset
        _bucket(visit, bucket, columns)
    if visit.excluded:
        _unpaid(visit, sorted(visit.excluded), offset_left, columns)
        _exclude(visit, columns, reasons)


def _bucket(visit: Visit, bucket: Bucket, columns: list[Sequence[int]]) -> None:
    amounts, lines, beside = visit.amounts, bucket.lines, visit.terms.offset_caps_only
    billed = left = amounts if len(lines) == len(amounts) else [amounts[number] for number in lines]
    taken = (
        0 if beside else bucket.offset,
        bucket.deductible,
        bucket.copay,
        bucket.coinsurance,
        bucket.penalty,
        bucket.capped,
        bucket.over_limit,
    )
    for column, amount in enumerate(taken, start=OFFSET):
        if amount:
            shares = split(amount, left)
            left = list(map(sub, left, shares))
            _put(columns, column, lines, shares)
    _put(columns, PAYABLE, lines, left)
    if beside and bucket.offset:
        _put(columns, OFFSET, lines, split(bucket.offset, list(map(sub, billed, left))))


def _refused(visit: Visit, columns: list[Sequence[int]], reasons: dict[int, Exclusion]) -> None:
    """A refused visit is the member's as a whole; each line keeps its own exclusion where it has one."""
    if visit.refused_for:
        reasons.update(dict.fromkeys(visit.lines, visit.refused_for))
        _put(columns, EXCLUDED, visit.lines, [visit.amounts[number] for number in visit.lines])
    _unpaid(visit, visit.lines, visit.offset, columns)
    _exclude(visit, columns, reasons)


def _exclude(visit: Visit, columns: list[Sequence[int]], reasons: dict[int, Exclusion]) -> None:
    reasons.update(visit.excluded)
    lines = sorted(visit.excluded)
    _put(columns, EXCLUDED, lines, [visit.amounts[number] for number in lines])


def _unpaid(visit: Visit, lines: list[int], offset: int, columns: list[Sequence[int]]) -> None:
    """Public insurance may have paid for lines that the insurer does not pay for."""
    if offset and lines:
        _put(columns, OFFSET, lines, split(offset, [visit.amounts[number] for number in lines]))
