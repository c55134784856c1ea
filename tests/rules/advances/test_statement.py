"""The advance as a money object balances, whatever happens to it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.advances.statement import AdvanceStatement, Movement, moved, statement
from rules.advances.vocabulary import MovementKind

AT = datetime(2026, 10, 9, 2, tzinfo=UTC)

movements = st.builds(
    Movement,
    kind=st.sampled_from(MovementKind),
    amount=st.integers(min_value=-1, max_value=50_000_00),
    at=st.just(AT),
)


def movement(kind: MovementKind, amount: int) -> Movement:
    return Movement(kind=kind, amount=amount, at=AT)


def _accepted(wanted: list[Movement]) -> AdvanceStatement:
    standing = AdvanceStatement()
    for each in wanted:
        try:
            standing = moved(standing, each)
        except ValueError:
            continue
    return standing


@given(st.lists(movements, max_size=30))
def test_whatever_moves_the_statement_balances(wanted: list[Movement]) -> None:
    standing = _accepted(wanted)

    assert standing.paid == standing.consumed + standing.refunded + standing.waived + standing.open
    assert standing.promised == standing.paid + standing.unpaid
    assert min(standing.open, standing.unpaid, standing.consumed, standing.refunded, standing.waived) >= 0


def test_a_whole_advance_ends_with_nothing_open() -> None:
    lived = (
        movement(MovementKind.PROMISED, 40_000_00),
        movement(MovementKind.PAID, 30_000_00),
        movement(MovementKind.PAID, 10_000_00),
        movement(MovementKind.CONSUMED, 36_500_00),
        movement(MovementKind.REFUNDED, 3_500_00),
    )

    standing = statement(lived)

    assert (standing.promised, standing.paid, standing.consumed) == (40_000_00, 40_000_00, 36_500_00)
    assert (standing.refunded, standing.open, standing.unpaid) == (3_500_00, 0, 0)


@pytest.mark.parametrize(
    ("kind", "room"),
    [
        (MovementKind.PAID, 3_000_00),
        (MovementKind.WITHDRAWN, 3_000_00),
        (MovementKind.CONSUMED, 7_000_00),
        (MovementKind.REFUNDED, 7_000_00),
        (MovementKind.WAIVED, 7_000_00),
    ],
)
def test_no_movement_takes_more_than_there_is(kind: MovementKind, room: int) -> None:
    standing = AdvanceStatement(promised=10_000_00, paid=7_000_00)

    moved(standing, movement(kind, room))
    with pytest.raises(ValueError, match="more than the"):
        moved(standing, movement(kind, room + 1))


@pytest.mark.parametrize("amount", [0, -1])
def test_a_movement_of_nothing_is_none(amount: int) -> None:
    with pytest.raises(ValueError, match="moves nothing"):
        statement([movement(MovementKind.PROMISED, amount)])
