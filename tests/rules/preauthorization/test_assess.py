"""What holds for every request: ambiguity never refuses, and the same facts give the same answer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.preauthorization.assess import assess
from rules.preauthorization.decisions import AMBIGUOUS_CODES, guarantee_ceiling
from rules.preauthorization.diagnoses import diagnosis_groups
from rules.preauthorization.facts import Balances, Promise, RequestFacts
from rules.preauthorization.values import SpecialTreatment, Weight
from rules.reasons import ReasonCode
from rules.vocabulary import AuthorizationType, Department, EncounterType, Purchase
from tests.rules.preauthorization.requests import (
    CHILD,
    DIRECT_2021,
    DIRECT_2025,
    STATED,
    a_hospital,
    a_policy,
    a_public_hospital,
    a_request,
    coded,
    codes,
    facts,
    item,
    judged,
    schedule,
)

UNKNOWN_PLANS = ("GYX-2021-XHX", "GYX-BJ-CZ")
PLANS = ("GYX-2021-CZ", "GYX-2021-YX", "GYX-2025-STD", "GYX-2025-PLUS", "DENT-2021", *UNKNOWN_PLANS)
ITEMS = ("CONSULTATION", "LAB", "DRUG", "SURGERY", "TCM", "DURABLE_EQUIPMENT", "FILLING", "VACCINE", "BEDS")

SUBSETS_OF_THE_SCHEDULE = st.sets(st.sampled_from(sorted(STATED))).map(
    lambda left_out: schedule(**dict.fromkeys(left_out))
)
REQUESTS = st.builds(
    a_request,
    member_id=st.sampled_from([CHILD, CHILD, CHILD, "7a1b8f0e-0000-4000-8000-000000000009"]),
    encounter=st.sampled_from(EncounterType),
    kind=st.sampled_from(AuthorizationType),
    department=st.sampled_from(Department),
    special_treatments=st.lists(st.sampled_from(SpecialTreatment), max_size=2).map(tuple),
    diagnoses=st.lists(
        st.sampled_from(["J35.0", "J18.9", "K40.9", "C91.0", "F84.0", "S52.5"]), max_size=3
    ).map(lambda listed: coded(*listed)),
    procedures=st.lists(st.sampled_from(["28.2", "53.0", "45.13", "88.0"]), max_size=2).map(
        lambda listed: coded(*listed)
    ),
    planned_on=st.dates(date(2026, 2, 20), date(2027, 3, 10)),
    items=st.lists(
        st.builds(item, st.sampled_from(ITEMS), st.integers(0, 40_000)), min_size=1, max_size=4
    ).map(tuple),
    emergency=st.booleans(),
)
HOSPITALS = st.sampled_from(
    [
        a_hospital(),
        a_hospital(memberships=()),
        a_hospital(name="北京和睦家医院", brand="和睦家"),
        a_public_hospital(),
        a_public_hospital(grade=1),
        a_public_hospital(grade=None),
        a_public_hospital(memberships=(DIRECT_2021, DIRECT_2025)),
    ]
)


@st.composite
def any_facts(draw: st.DrawFn) -> RequestFacts:
    """A request of any kind under any plan, with any part of the schedule left out."""
    policy = a_policy(
        schedule=draw(SUBSETS_OF_THE_SCHEDULE),
        purchase=draw(st.sampled_from(Purchase)),
        options=draw(st.sampled_from([(), ("VAC-2025",)])),
    )
    left = st.none() | st.integers(0, 100_000_00)
    usual = facts(
        draw(st.sampled_from(PLANS)),
        request=draw(REQUESTS),
        policy=policy,
        hospital=draw(HOSPITALS),
        balances=Balances(remaining=draw(left), deductible_left=draw(left), visits=draw(st.integers(0, 12))),
        spent_on_group=draw(st.integers(0, 40_000_00)),
        promises=draw(st.sampled_from([(), (Promise("PA-260515-000001-7", 12_000_00),)])),
        redirected=draw(st.booleans()),
    )
    return replace(usual, received_at=usual.received_at + timedelta(days=draw(st.integers(0, 40))))


@given(any_facts())
@settings(max_examples=300, deadline=None)
def test_only_a_hard_fact_turns_a_request_away(given_facts: RequestFacts) -> None:
    assessment = assess(given_facts)

    policy, request = given_facts.policy, given_facts.request
    stands = policy.effective_on <= request.planned_on <= policy.expires_on
    assert assessment.accepted is (stands and request.member_id == policy.member_id)
    if not assessment.accepted:
        assert set(codes(assessment)) <= {"NOT-INFORCE", "NOT-INSURED"}


@given(any_facts())
@settings(max_examples=300, deadline=None)
def test_what_is_ambiguous_or_not_stated_never_blocks(given_facts: RequestFacts) -> None:
    assessment = assess(given_facts)

    blocked = set(codes(assessment, Weight.BLOCKS))
    assert blocked.isdisjoint(AMBIGUOUS_CODES)
    if given_facts.plan.code in UNKNOWN_PLANS and assessment.accepted:
        assert not blocked
        assert "NEEDS_PLAN" in codes(assessment, Weight.REFERS)


@given(any_facts())
@settings(max_examples=300, deadline=None)
def test_every_finding_names_a_known_reason_and_its_clause(given_facts: RequestFacts) -> None:
    for finding in assess(given_facts).findings:
        assert finding.code in list(ReasonCode)
        assert finding.clause


@given(any_facts())
@settings(max_examples=200, deadline=None)
def test_the_same_facts_give_the_same_answer(given_facts: RequestFacts) -> None:
    assert assess(given_facts) == assess(replace(given_facts))


@given(any_facts())
@settings(max_examples=200, deadline=None)
def test_what_the_insurer_would_pay_lies_between_nothing_and_the_estimate(given_facts: RequestFacts) -> None:
    assessment = assess(given_facts)

    assert 0 <= guarantee_ceiling(given_facts.request.estimate, assessment) <= given_facts.request.estimate


@pytest.mark.parametrize("code", UNKNOWN_PLANS)
def test_a_card_that_does_not_name_its_plan_refers(code: str) -> None:
    assessment = judged(code, hospital=a_hospital(memberships=()))

    assert codes(assessment, Weight.BLOCKS) == []
    assert assessment.findings[0].code == "NEEDS_PLAN"
    assert assessment.findings[0].detail == code


def test_care_that_the_plan_says_nothing_about_refers() -> None:
    assessment = judged("GYX-BJ-CZ")

    assert [finding.detail for finding in assessment.findings] == ["GYX-BJ-CZ", "INPATIENT"]
    assert assessment.benefit == "INPATIENT"


def test_the_assessment_says_by_which_terms_and_balances_it_was_made() -> None:
    assessment = judged("GYX-2021-YX")

    assert assessment.plan_version == "GYX-2021-YX 2021.1"
    assert assessment.accumulator_version == 7


def test_diagnoses_of_one_category_are_one_group() -> None:
    assert diagnosis_groups(coded("J35.0", "j35.2", "J18.9")) == ("J18", "J35")


def test_letters_of_the_same_stay_refer_with_what_each_promises() -> None:
    promises = (Promise("PA-260515-000001-7", 12_000_00), Promise("PA-260516-000002-5", 1_50))

    assessment = judged("GYX-2021-YX", promises=promises)

    found = [finding for finding in assessment.findings if finding.code == "LIMIT"]
    assert [finding.weight for finding in found] == [Weight.REFERS]
    assert found[0].detail == "PA-260515-000001-7 12000.00, PA-260516-000002-5 1.50"
    assert found[0].clause
