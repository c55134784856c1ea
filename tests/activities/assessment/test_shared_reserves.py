"""Cases of one stay share one reserve: none of them gives back what another one has promised (A-29)."""

import pytest

from activities.orders import RecordOrder, ReleaseOrder
from models.policy import Policy
from rules.preauthorization.case import PreAuthorizationCase
from rules.preauthorization.values import Assessment, Weight
from tests.activities.assessment.world import OPENED_AT, World

PROMISED = 12_000_00


def released(world: World, case: PreAuthorizationCase, *, expired: bool = False, times: int = 1) -> None:
    """The case gives back its reserve."""
    assert case.assessment is not None
    order = ReleaseOrder(
        case_number=case.case_number,
        policy_id=case.request.policy_id,
        episode_id=case.assessment.episode_id,
        benefit=case.assessment.benefit,
        service_on=case.request.planned_on,
        key=f"{case.case_number}/release",
        as_of=OPENED_AT,
        expired=expired,
    )
    for _ in range(times):
        world.record.write_down(
            RecordOrder(case=case, events=(), texts=(), as_of=OPENED_AT, releases=(order,))
        )


def held(world: World, policy: Policy) -> int:
    """What the policy year holds for stays at all: what another stay of it could not have."""
    whole = world.judge(world.case(policy)).remaining
    other = world.judge(world.case(policy, hospital_id="SH-CHILDREN")).remaining
    assert whole is not None
    assert other is not None
    return whole - other


@pytest.mark.parametrize("second", [4_000_00, PROMISED, 15_000_00])
def test_a_second_case_of_the_stay_never_lowers_what_the_first_has_promised(
    world: World, second: int
) -> None:
    policy = world.policy()
    first, other = world.judged(policy), world.judged(policy)
    world.reserve(first, PROMISED)

    world.reserve(other, second)

    assert held(world, policy) == max(PROMISED, second)


@pytest.mark.parametrize("expired", [False, True])
def test_a_case_that_ends_leaves_what_the_other_has_promised(world: World, expired: bool) -> None:
    policy = world.policy()
    first, other = world.judged(policy), world.judged(policy)
    world.reserve(first, PROMISED)
    world.reserve(other, 15_000_00)

    released(world, other, expired=expired)
    assert held(world, policy) == PROMISED

    released(world, first, expired=expired)
    assert held(world, policy) == 0


def test_a_reduction_gives_back_only_what_nobody_needs(world: World) -> None:
    policy = world.policy()
    first, other = world.judged(policy), world.judged(policy)
    world.reserve(first, PROMISED)
    world.reserve(other, 4_000_00)

    world.reserve(first, 1_000_00)

    assert held(world, policy) == 4_000_00


def test_a_release_that_is_repeated_late_takes_nothing_from_a_newer_promise(world: World) -> None:
    policy = world.policy()
    case = world.judged(policy)
    world.reserve(case, PROMISED)
    released(world, case)
    world.reserve(case, 5_000_00)

    released(world, case, times=2)

    assert held(world, policy) == 5_000_00


def shared(assessment: Assessment) -> list[tuple[Weight, str]]:
    """What the assessment says about the limit."""
    return [(found.weight, found.detail) for found in assessment.findings if found.code == "LIMIT"]


def test_a_second_letter_of_a_stay_is_for_a_person_who_sees_what_the_first_promises(world: World) -> None:
    policy = world.policy()
    first, second = world.judged(policy), world.judged(policy)
    assert shared(world.judge(second)) == []

    world.reserve(first, PROMISED)

    assert shared(world.judge(second)) == [(Weight.REFERS, f"{first.case_number} 12000.00")]
    assert shared(world.judge(first)) == []


def test_a_letter_that_ended_is_not_weighed_any_more(world: World) -> None:
    policy = world.policy()
    first, second = world.judged(policy), world.judged(policy)
    world.reserve(first, PROMISED)

    released(world, first)

    assert shared(world.judge(second)) == []


def test_what_another_stay_promises_is_not_weighed(world: World) -> None:
    policy = world.policy()
    world.reserve(world.judged(policy), PROMISED)

    elsewhere = world.judged(policy, hospital_id="SH-CHILDREN")

    assert shared(world.judge(elsewhere)) == []
