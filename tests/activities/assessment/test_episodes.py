"""Which requests belong to one stay, so that they share one reserve (A-29)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.case_request import CaseRequest
from models.episode import Episode
from rules.preauthorization.case import PreAuthorizationCase
from stores.database import transaction
from tests.activities.assessment.world import OPENED_AT, PUBLIC, World
from tests.rules.preauthorization.requests import PLANNED_ON, coded

A_SECOND = timedelta(seconds=1)


def episode(case: PreAuthorizationCase) -> str:
    """The episode of a judged case."""
    assert case.assessment is not None
    assert case.assessment.episode_id
    return case.assessment.episode_id


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"planned_on": PLANNED_ON + timedelta(days=30)},
        {"planned_on": PLANNED_ON - timedelta(days=30)},
        {"diagnoses": coded("j18.0")},
        {"diagnoses": coded("K35.8", "J18.1")},
    ],
)
def test_a_request_for_the_same_stay_joins_its_episode(world: World, same: dict[str, Any]) -> None:
    policy = world.policy()
    first = world.judged(policy)

    assert episode(world.judged(policy, **same)) == episode(first)
    assert world.count(Episode) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"planned_on": PLANNED_ON + timedelta(days=31)},
        {"planned_on": PLANNED_ON - timedelta(days=31)},
        {"diagnoses": coded("J19.0")},
        {"hospital_id": PUBLIC},
    ],
)
def test_another_stay_has_an_episode_of_its_own(world: World, other: dict[str, Any]) -> None:
    policy = world.policy()
    first = world.judged(policy)

    assert episode(world.judged(policy, **other)) != episode(first)


def test_another_childs_stay_is_another_episode(world: World) -> None:
    assert episode(world.judged(world.policy())) != episode(world.judged(world.policy()))


def test_a_stay_whose_case_is_closed_is_not_joined(world: World) -> None:
    policy = world.policy()
    first = world.judged(policy)
    world.keep(replace(first, closed_at=OPENED_AT, event_count=1))

    assert episode(world.judged(policy)) != episode(first)


def test_a_case_stays_with_its_episode_when_it_is_judged_again(world: World) -> None:
    policy = world.policy()
    first = world.judged(policy)
    second = world.judged(policy, planned_on=PLANNED_ON + timedelta(days=20))

    assert world.judge(first).episode_id == episode(first)
    assert world.judge(second).episode_id == episode(first)


def test_an_older_case_counts_before_it_has_been_judged(world: World) -> None:
    policy = world.policy()
    older = world.keep(world.case(policy))
    younger = world.judged(policy, after=A_SECOND)

    assert world.judge(older).episode_id == episode(younger)
    assert world.count(Episode) == 1


def test_a_younger_case_that_has_not_been_judged_is_not_waited_for(world: World) -> None:
    policy = world.policy()
    world.keep(world.case(policy, after=A_SECOND))
    older = world.case(policy)

    before = world.judge(older).episode_id

    assert before == world.judge(older).episode_id
    assert world.count(Episode) == 1


def test_an_erased_request_is_not_joined(world: World) -> None:
    policy = world.policy()
    first = world.judged(policy)
    with transaction(world.owner) as session:
        request = session.get_one(CaseRequest, first.case_number)
        request.content, request.erased_at = None, OPENED_AT

    assert episode(world.judged(policy)) != episode(first)
