"""A request judged by what the tables know: policy, plan, hospital, accounts and stay."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.orders import AssessOrder
from models.benefit_account import BenefitAccount
from models.episode import Episode
from models.member_year import MemberYear
from rules.preauthorization.values import Weight
from rules.vocabulary import Benefit, DocumentKind, PolicyStatus
from tests.activities.assessment.world import NETWORK, OPENED_AT, OUTSIDE, PUBLIC, World
from tests.rules.preauthorization.requests import PLANNED_ON, an_outpatient_request, coded, codes, found, item

_VISIT = an_outpatient_request()
A_VISIT: dict[str, Any] = {
    name: getattr(_VISIT, name) for name in ("encounter", "kind", "diagnoses", "items", "expected_days")
}
"""What an outpatient visit changes of the usual stay."""


def test_a_first_request_finds_the_accounts_of_its_year_opened(world: World) -> None:
    assessment = world.judge(world.case(world.policy()))

    assert assessment.accepted
    assert (assessment.required, assessment.triggers) == (True, ("T1",))
    assert assessment.findings == ()
    assert assessment.benefit is Benefit.INPATIENT
    assert (assessment.remaining, assessment.deductible_left) == (100_000_00, 10_000_00)
    assert assessment.direct_billing
    assert assessment.latest_request_on == date(2026, 6, 8)
    assert DocumentKind.ADMISSION_NOTICE in assessment.required_documents
    assert assessment.plan_version == "GYX-2021-CZ 2021.1"
    assert world.count(BenefitAccount) == 2


def test_judging_twice_changes_nothing(world: World) -> None:
    case = world.case(world.policy())

    first, second = world.judge(case), world.judge(case)

    assert first == second
    assert world.count(Episode) == 1
    assert world.count(MemberYear) == 1


def test_it_runs_as_an_activity_of_that_name(world: World) -> None:
    case = world.case(world.policy())
    order = AssessOrder(case=case, as_of=OPENED_AT)

    assessment = ActivityEnvironment().run(world.acts.assess_preauthorization, order)

    assert assessment == world.judge(case)


def test_what_the_stay_itself_holds_is_free_to_it_and_taken_from_others(world: World) -> None:
    policy = world.policy()
    stay = world.judged(policy)
    world.reserve(stay, 8_000_00)

    assert world.judge(stay).remaining == 100_000_00
    other = world.judge(world.case(policy, diagnoses=coded("K35.8")))
    assert other.remaining == 92_000_00
    assert other.accumulator_version > 0


def test_a_settled_stay_leaves_less_limit_and_deductible(world: World) -> None:
    policy = world.policy()
    stay = world.judged(policy)
    world.settle(stay, 8_000_00, deductible=7_500_00)

    later = world.judge(world.case(policy, planned_on=date(2026, 11, 2)))

    assert (later.remaining, later.deductible_left) == (92_000_00, 2_500_00)


def test_the_next_visit_number_decides_the_family_share(world: World) -> None:
    policy = world.policy()
    world.state(policy, outpatient_tiers=None)
    first = world.judged(policy, **A_VISIT)
    world.settle(first, 500_00, visits=4)
    assert world.judge(world.case(policy, **A_VISIT)).coinsurance == "0.00"

    world.settle(first, 500_00, visits=1)

    assert world.judge(world.case(policy, **A_VISIT)).coinsurance == "0.50"


def test_a_schedule_that_states_more_raises_the_limit(world: World) -> None:
    policy = world.policy()
    world.judged(policy)

    world.state(policy, inpatient_limit="300000.00")

    assert world.judge(world.case(policy)).remaining == 300_000_00


def test_a_limit_that_nobody_states_has_no_account_and_refers(world: World) -> None:
    policy = world.policy()
    world.state(policy, inpatient_limit=None)

    assessment = world.judge(world.case(policy))

    assert assessment.remaining is None
    assert found(assessment, "NEEDS_PLAN").detail == "limit"


@pytest.mark.parametrize(("days", "direct"), [(0, True), (1, False)])
def test_a_membership_holds_through_its_last_day(world: World, days: int, direct: bool) -> None:
    policy = world.policy()
    world.end_membership(PLANNED_ON)

    assessment = world.judge(world.case(policy, planned_on=PLANNED_ON + timedelta(days=days)))

    assert assessment.direct_billing is direct
    assert ("OON" in codes(assessment, Weight.BLOCKS)) is not direct


def test_a_membership_does_not_hold_before_its_first_day(world: World) -> None:
    policy = world.policy()

    before = world.judge(world.case(policy, planned_on=PLANNED_ON - timedelta(days=61)))
    on_the_day = world.judge(world.case(policy, planned_on=PLANNED_ON - timedelta(days=60)))

    assert "OON" in codes(before)
    assert "OON" not in codes(on_the_day)


def test_a_public_hospital_is_known_by_its_grade(world: World) -> None:
    assessment = world.judge(world.case(world.policy(), hospital_id=PUBLIC))

    assert assessment.findings == ()
    assert not assessment.direct_billing


@pytest.mark.parametrize(("named", "deductible"), [("GYX-2021-YX", 0), ("GYX-2021-CZ", 10_000_00)])
def test_the_schedule_says_which_plan_a_card_name_means(world: World, named: str, deductible: int) -> None:
    policy = world.policy("GYX-2021-XHX")
    world.state(policy, plan=named, inpatient_deductible=None)

    assessment = world.judge(world.case(policy))

    assert assessment.findings == ()
    assert assessment.plan_version.startswith(named)
    assert assessment.deductible_left == deductible


def test_a_card_name_alone_needs_the_plan(world: World) -> None:
    assessment = world.judge(world.case(world.policy("GYX-2021-XHX"), hospital_id=OUTSIDE))

    assert assessment.plan_version == "GYX-2021-XHX 2021.1"
    assert found(assessment, "NEEDS_PLAN").weight is Weight.REFERS
    assert codes(assessment, Weight.BLOCKS) == []


def test_a_request_outside_the_policy_period_leaves_no_trace(world: World) -> None:
    assessment = world.judge(world.case(world.policy(), planned_on=date(2027, 3, 1)))

    assert not assessment.accepted
    assert codes(assessment) == ["NOT-INFORCE"]
    assert assessment.episode_id == ""
    assert (world.count(Episode), world.count(MemberYear)) == (0, 0)


def test_a_request_under_another_childs_policy_learns_nothing(world: World) -> None:
    mine, other = world.policy(), world.policy()

    assessment = world.judge(world.case(mine, policy_id=str(other.id)))

    assert codes(assessment) == ["NOT-INSURED"]
    assert assessment.remaining is None
    assert (world.count(Episode), world.count(MemberYear)) == (0, 0)


def test_a_terminated_policy_is_not_in_force_after_its_last_day(world: World) -> None:
    ended = world.policy(status=PolicyStatus.TERMINATED, terminated_on=PLANNED_ON - timedelta(days=1))

    assert codes(world.judge(world.case(ended))) == ["NOT-INFORCE"]


def test_the_cost_of_the_same_diagnosis_counts_towards_30000(world: World) -> None:
    policy = world.policy("GYX-2025-STD")
    stay = world.judged(policy)
    world.reserve(stay, 20_000_00)
    key = world.settle(stay, 20_000_00)
    other = world.judged(policy, diagnoses=coded("K35.8"))
    world.reserve(other, 50_000_00)
    alike = world.judged(policy, diagnoses=coded("J18.0", "Z99.9"), planned_on=date(2026, 11, 2))
    world.reserve(alike, 9_000_00)
    visit = A_VISIT | {"diagnoses": coded("J18.9"), "planned_on": date(2026, 9, 1)}
    reaching = world.case(policy, **visit | {"items": (item("CONSULTATION", 1000),)})
    dearer = world.case(policy, **visit | {"items": (item("CONSULTATION", "1000.01"),)})

    assert world.judge(reaching).required is False
    assert world.judge(dearer).triggers == ("T6",)
    world.undo(stay, key)
    assert world.judge(dearer).required is False


def test_after_a_redirect_the_named_hospital_is_judged_as_another_stay(world: World) -> None:
    case = world.judged(world.policy("GYX-2025-STD"), hospital_id=OUTSIDE)
    assert case.assessment is not None

    ignored = world.judge(replace(case, redirected=True))
    followed = world.judge(replace(case, redirected=True, request=replace(case.request, hospital_id=NETWORK)))

    assert codes(ignored) == ["PA-NETREDIRECT-40"]
    assert ignored.episode_id == case.assessment.episode_id
    assert codes(followed) == []
    assert followed.episode_id != case.assessment.episode_id


@pytest.mark.parametrize("changes", [{"hospital_id": "NOWHERE"}, {"policy_id": str(uuid4())}])
def test_a_request_that_names_what_no_row_holds_is_not_tried_again(
    world: World, changes: dict[str, Any]
) -> None:
    with pytest.raises(ApplicationError, match="import it before a case names it") as refused:
        world.judge(world.case(world.policy(), **changes))

    assert refused.value.non_retryable
    assert refused.value.type == "PARTY_MISSING"


def test_a_later_judgement_takes_few_statements(world: World, worker: Engine) -> None:
    case = world.judged(world.policy())
    statements: list[str] = []
    event.listen(worker, "before_cursor_execute", lambda *call: statements.append(call[2]))

    world.judge(case)

    assert len(statements) <= 7
