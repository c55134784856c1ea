"""Shares of one amount add up to it, follow the weights, and never exceed them."""

from hypothesis import given
from hypothesis import strategies as st

from rules.adjudication.allocation import split

WEIGHTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=12)


def test_the_fen_that_cannot_be_divided_go_to_the_largest_remainders() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [3, 3, 4]) == [3, 3, 4]
    assert split(5, [1, 2, 7]) == [1, 1, 3]


def test_among_equal_remainders_the_earlier_line_comes_first() -> None:
    assert split(1, [50, 50]) == [1, 0]
    assert split(3, [50, 50]) == [2, 1]


def test_the_whole_goes_where_the_weight_is() -> None:
    assert split(7, [0, 7, 0]) == [0, 7, 0]
    assert split(0, [3, 4]) == [0, 0]
    assert split(9, [4]) == [9]


@given(weights=WEIGHTS, part=st.floats(0, 1))
def test_shares_add_up_and_stay_within_their_weights(weights: list[int], part: float) -> None:
    amount = int(sum(weights) * part)

    shares = split(amount, weights)

    assert sum(shares) == amount
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))


@given(weights=WEIGHTS, part=st.floats(0, 1))
def test_no_share_is_more_than_one_fen_away_from_its_exact_part(weights: list[int], part: float) -> None:
    total = sum(weights)
    amount = int(total * part)

    for share, weight in zip(split(amount, weights), weights, strict=True):
        assert abs(share * total - weight * amount) < max(total, 1)
