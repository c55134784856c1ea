"""Only hard facts turn a request away: the policy does not stand on the day, or insures another child."""

from datetime import date, timedelta

import pytest

from rules.preauthorization.facts import Balances
from rules.preauthorization.values import Weight
from rules.vocabulary import PolicyStatus
from tests.rules.preauthorization.requests import a_policy, a_request, codes, found, judged


@pytest.mark.parametrize(
    ("planned_on", "accepted"),
    [
        (date(2026, 2, 28), False),
        (date(2026, 3, 1), True),
        (date(2027, 2, 28), True),
        (date(2027, 3, 1), False),
    ],
)
def test_both_ends_of_the_policy_period_are_days_of_cover(planned_on: date, accepted: bool) -> None:
    assessment = judged(request=a_request(planned_on=planned_on))

    assert assessment.accepted is accepted
    assert ("NOT-INFORCE" in codes(assessment)) is not accepted


@pytest.mark.parametrize(("days_before", "accepted"), [(0, True), (1, False)])
def test_a_terminated_policy_covers_its_last_day(days_before: int, accepted: bool) -> None:
    ended = a_policy(status=PolicyStatus.TERMINATED, terminated_on=date(2026, 6, 15) - timedelta(days_before))

    assert judged(policy=ended).accepted is accepted


def test_the_refused_day_is_explained_by_the_period_of_cover() -> None:
    assessment = judged(request=a_request(planned_on=date(2027, 3, 1)))

    finding = found(assessment, "NOT-INFORCE")
    assert (finding.weight, finding.clause) == (Weight.BLOCKS, "R-020")
    assert finding.detail == "2026-03-01/2027-02-28"


def test_a_policy_that_awaits_its_start_is_accepted_and_referred() -> None:
    assessment = judged(policy=a_policy(status=PolicyStatus.PENDING))

    assert assessment.accepted
    assert found(assessment, "NOT-INFORCE").weight is Weight.REFERS


def test_a_request_for_another_child_learns_nothing_of_the_policy() -> None:
    other = a_request(member_id="7a1b8f0e-0000-4000-8000-000000000009")

    assessment = judged(
        request=other, balances=Balances(remaining=12_345_00, deductible_left=9_00, version=3)
    )

    assert not assessment.accepted
    assert codes(assessment) == ["NOT-INSURED"]
    assert assessment.required is None
    assert (assessment.remaining, assessment.deductible_left, assessment.accumulator_version) == (None, 0, 0)
    assert assessment.required_documents == ()
