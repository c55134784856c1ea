"""Samples for review: reproducible, and for the reasons that were asked for."""

from rules.sampling import FEWEST, Draw, DrawnFor, Made, sample

MANY = tuple(Made(decision_id=str(n), amount=100_00, diagnosis="J18") for n in range(2000))


def test_the_same_seed_draws_the_same_and_another_one_draws_others() -> None:
    first, again, other = (sample(MANY, Draw(seed=seed)) for seed in ("十一月", "十一月", "十二月"))

    assert first == again
    assert first != other
    assert 60 <= len(first) <= 140, "five of a hundred"
    assert not sample(MANY, Draw(seed="x", percent=0))
    assert len(sample(MANY, Draw(seed="x", percent=100))) == len(MANY)


def test_a_decision_that_is_added_does_not_change_who_was_drawn() -> None:
    before = {each.made.decision_id for each in sample(MANY, Draw(seed="x"))}
    after = {
        each.made.decision_id for each in sample((*MANY, Made(decision_id="new", amount=1)), Draw(seed="x"))
    }

    assert before == after - {"new"}


def test_amounts_are_drawn_from_the_threshold_on() -> None:
    decisions = [Made(decision_id=str(amount), amount=amount) for amount in (999_99, 1000_00)]
    (drawn,) = sample(decisions, Draw(seed="x", percent=0, amount=1000_00))

    assert drawn.made.amount == 1000_00
    assert drawn.reasons == (DrawnFor.AMOUNT,)


def test_what_is_unlike_its_diagnosis_is_drawn_where_there_are_enough_to_compare() -> None:
    draw = Draw(seed="x", percent=0, variance=50)
    odd, even = (
        Made(decision_id=name, amount=amount, diagnosis="J18")
        for name, amount in (("odd", 150_00), ("even", 149_99))
    )
    usual = [*MANY[: FEWEST - 1]]

    assert [each.made.decision_id for each in sample([*usual, odd], draw)] == ["odd"]
    assert not sample([*usual, even], draw)
    assert not sample([*usual[:-1], odd], draw), "too few to say what is usual"
