"""Gives every amount of a claim to its lines (allocation: largest remainder, earlier line first)."""

from collections.abc import Sequence
from operator import add, sub

from rules.adjudication.allocation import split
from rules.adjudication.buckets import OFFSET, Bucket
from rules.adjudication.result import REFUSE, LineAmounts
from rules.adjudication.visit import Visit
from rules.catalogue.effective import Exclusion

Column = tuple[int, ...]
VISIT, EXCLUDED, FIRST_TAKEN, PAYABLE = 0, 1, 2, 9
"""Places of columns in LineAmounts; those of a bucket stand from FIRST_TAKEN to PAYABLE in their order."""


def line_amounts(visits: list[Visit], count: int) -> LineAmounts:
    """Columns of all lines; each line's amounts add up to its bill."""
    zeros: Column = (0,) * count
    columns: list[Column] = [(1,) * count, *[zeros] * 9]
    reasons: dict[int, Exclusion] = {}
    for visit in visits:
        if visit.ordinal > 1:
            _put(columns, VISIT, dict.fromkeys(visit.lines, visit.ordinal - 1))
        if visit.stopped is REFUSE:
            _refused(visit, columns, reasons)
        elif visit.priced:
            _priced(visit, columns, reasons, zeros)
        else:
            _offset_of_unpaid(visit, visit.lines, visit.offset, columns)
            _exclude(visit, columns, reasons)
    visit_of, excluded, offset, deductible, copay, coinsurance, penalty, capped, over, payable = columns
    return LineAmounts(
        visit_of, excluded, offset, deductible, copay, coinsurance, penalty, capped, over, payable, reasons
    )


def _put(columns: list[Column], column: int, amounts: dict[int, int]) -> None:
    """Adds the amounts of some lines to a column."""
    changed = list(columns[column])
    for number, amount in amounts.items():
        changed[number] += amount
    columns[column] = tuple(changed)


def _priced(visit: Visit, columns: list[Column], reasons: dict[int, Exclusion], zeros: Column) -> None:
    offset_left = visit.offset
    for bucket in visit.buckets:
        left = _bucket(bucket, columns, zeros)
        if visit.terms.offset_caps_only and offset_left:
            offset_left -= _covered_beside(bucket, left, offset_left, columns, zeros)
        offset_left -= bucket.taken[OFFSET]
    if visit.excluded:
        _offset_of_unpaid(visit, sorted(visit.excluded), offset_left, columns)
        _exclude(visit, columns, reasons)


def _bucket(bucket: Bucket, columns: list[Column], zeros: Column) -> list[int]:
    """Takes each amount of the bucket from its lines, in order; what is left of them is payable."""
    left, total = bucket.weights, bucket.eligible
    for column, amount in enumerate(bucket.taken, FIRST_TAKEN):
        if amount:
            shares = split(amount, left, total)
            left = list(map(sub, left, shares))
            total -= amount
            _join(columns, column, shares, zeros)
    _join(columns, PAYABLE, left, zeros)
    return left


def _covered_beside(
    bucket: Bucket, left: list[int], offset: int, columns: list[Column], zeros: Column
) -> int:
    """An offset that only caps the payment covers what the member bears of the lines (A-41)."""
    covered = min(offset, bucket.eligible - bucket.balance)
    if covered:
        borne = list(map(sub, bucket.weights, left))
        _join(columns, FIRST_TAKEN + OFFSET, split(covered, borne), zeros)
    return covered


def _join(columns: list[Column], column: int, shares: list[int], zeros: Column) -> None:
    """Adds what a bucket gave to every line to a column."""
    before = columns[column]
    columns[column] = tuple(shares if before is zeros else map(add, before, shares))


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


def _offset_of_unpaid(visit: Visit, lines: Sequence[int], offset: int, columns: list[Column]) -> None:
    """Public insurance may have paid for lines that the insurer does not pay for."""
    if offset and lines:
        shares = split(offset, [visit.amounts[number] for number in lines])
        _put(columns, FIRST_TAKEN + OFFSET, dict(zip(lines, shares, strict=True)))
