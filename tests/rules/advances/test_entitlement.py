"""Whether an advance may be reviewed, and what it may be reckoned from (domain 5.4, R-150 to R-165)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.advances.entitlement import AdvanceFacts, entitlement
from rules.advances.values import Circumstances, Entitlement
from rules.catalogue.plan import PlanVersion
from rules.catalogue.providers import AdvanceProvider, shipped_providers
from rules.catalogue.services import DocumentCondition
from rules.catalogue.values import Dated
from rules.preauthorization.facts import Balances, HospitalFacts, Membership
from rules.preauthorization.values import Weight
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit, DocumentKind, EncounterType, NetworkKind, Process
from tests.rules.preauthorization.requests import (
    DIRECT_2025,
    a_policy,
    a_public_hospital,
    a_request,
    facts,
    plan,
    schedule,
)

SERVED = Membership(network_list="2025-STD", kind=NetworkKind.ADVANCE_PROVIDER)
COMPANY: AdvanceProvider = shipped_providers()[0]
FAMILY = Circumstances(guardian_id="7a1b8f0e-0000-4000-8000-000000000009")


def served(*memberships: Membership) -> HospitalFacts:
    """A public hospital at which a company advances; or one with these memberships."""
    return a_public_hospital(memberships=memberships or (SERVED,))


def asked(
    circumstances: Circumstances = FAMILY, provider: AdvanceProvider | None = COMPANY, **changes: Any
) -> Entitlement:
    """What the rules say about an advance for a stay of the 2025 standard plan."""
    care = facts("GYX-2025-STD", **{"hospital": served(), **changes})
    return entitlement(AdvanceFacts(care=care, circumstances=circumstances, provider=provider))


def with_advance_terms(**changes: Any) -> PlanVersion:
    """The 2025 standard plan with other terms of the advance."""
    usual = plan("GYX-2025-STD")
    assert usual.advance
    return usual.model_copy(update={"advance": usual.advance.model_copy(update=changes)})


def dated(value: object) -> Dated[Any]:
    """A value of the plan that is in force on every day."""
    return Dated[Any].model_validate({"value": value, "source": "A-29"})


def test_a_stay_that_nothing_stands_against_says_what_an_advance_is_reckoned_from() -> None:
    found = asked(balances=Balances(remaining=80_000_00, deductible_left=1_500_00, version=7))

    assert found.obstacles == () and found.findings == () and found.clear
    assert (found.benefit, found.provider, found.provider_cap) == (Benefit.INPATIENT, "FENGSHI", 200_000_00)
    assert Decimal(found.ratio) == Decimal("0.8")
    assert (found.remaining, found.deductible_left, found.accumulator_version) == (80_000_00, 1_500_00, 7)
    assert found.plan_version == f"GYX-2025-STD {plan('GYX-2025-STD').version}"


def test_a_policy_that_does_not_stand_learns_nothing_of_its_balances() -> None:
    found = asked(policy=a_policy(effective_on=date(2026, 7, 1), expires_on=date(2027, 6, 30)))

    assert [each.code for each in found.findings] == [ReasonCode.NOT_IN_FORCE]
    assert found.plan_version.startswith("GYX-2025-STD ")
    assert (found.remaining, found.provider, found.documents) == (None, "", ())
    assert not found.clear


@pytest.mark.parametrize(
    ("said", "encounter", "obstacle"),
    [
        (FAMILY, EncounterType.OUTPATIENT, ReasonCode.ADVANCE_OUTPATIENT),
        (FAMILY, EncounterType.EMERGENCY, ReasonCode.ADVANCE_OUTPATIENT),
        (replace(FAMILY, deposit=True), EncounterType.INPATIENT, ReasonCode.ADVANCE_DEPOSIT),
        (replace(FAMILY, third_party=True), EncounterType.INPATIENT, ReasonCode.ADVANCE_THIRD_PARTY),
        (replace(FAMILY, litigation=True), EncounterType.INPATIENT, ReasonCode.ADVANCE_LITIGATION),
    ],
)
def test_what_the_family_says_can_rule_an_advance_out(
    said: Circumstances, encounter: EncounterType, obstacle: ReasonCode
) -> None:
    found = asked(said, request=a_request(encounter=encounter))

    assert found.obstacles == (obstacle,)
    assert not found.clear


@pytest.mark.parametrize(
    ("real_time", "at_discharge", "obstacles"),
    [
        (True, True, ()),
        (True, False, ()),
        (False, True, ()),
        (False, False, (ReasonCode.ADVANCE_REMOTE_PUBLIC_INSURANCE,)),
    ],
)
def test_public_insurance_must_settle_at_once_or_hand_its_file_over_at_discharge(
    real_time: bool, at_discharge: bool, obstacles: tuple[ReasonCode, ...]
) -> None:
    said = replace(FAMILY, real_time_settlement=real_time, file_at_discharge=at_discharge)

    assert asked(said).obstacles == obstacles


@pytest.mark.parametrize(
    ("memberships", "obstacles"),
    [
        ((SERVED,), ()),
        ((replace(SERVED, benefit=Benefit.INPATIENT),), ()),
        ((replace(SERVED, benefit=Benefit.DENTAL),), (ReasonCode.ADVANCE_OUTSIDE_PROVIDER_NETWORK,)),
        ((replace(SERVED, network_list="2021-NATIONAL"),), (ReasonCode.ADVANCE_OUTSIDE_PROVIDER_NETWORK,)),
        ((SERVED, DIRECT_2025), (ReasonCode.ADVANCE_DIRECT_BILLING_FIRST,)),
    ],
)
def test_the_hospital_must_be_on_the_list_of_the_company_and_not_bill_directly(
    memberships: tuple[Membership, ...], obstacles: tuple[ReasonCode, ...]
) -> None:
    assert asked(hospital=served(*memberships)).obstacles == obstacles


def test_where_nobody_advances_for_the_plan_a_person_looks() -> None:
    found = asked(provider=None, hospital=a_public_hospital())

    assert found.obstacles == () and not found.clear
    assert (found.provider, found.provider_cap) == ("", None)
    refers = found.finding(ReasonCode.ADVANCE_OUTSIDE_PROVIDER_NETWORK)
    assert refers and (refers.weight, refers.clause, refers.detail) == (Weight.REFERS, "R-165", "provider")


def test_a_plan_without_advances_blocks_one_and_knows_no_share() -> None:
    found = asked(plan=plan("GYX-2025-STD").model_copy(update={"advance": None}))

    blocked = found.finding(ReasonCode.NEEDS_PLAN)
    assert blocked and (blocked.weight, blocked.clause, blocked.detail) == (Weight.BLOCKS, "R-150", "advance")
    assert found.ratio == "0"
    assert found.provider_cap == COMPANY.cap


def test_a_share_that_is_not_stated_refers() -> None:
    found = asked(plan=with_advance_terms(ratio=dated("NS")))

    refers = found.finding(ReasonCode.NEEDS_PLAN)
    assert refers and (refers.weight, refers.clause, refers.detail) == (
        Weight.REFERS,
        "A-29",
        "advance_ratio",
    )
    assert found.ratio == "0"


def test_a_limit_that_nobody_states_refers() -> None:
    found = asked(
        policy=a_policy(schedule=schedule(inpatient_limit=None)),
        balances=Balances(remaining=None, deductible_left=0, version=7),
    )

    mine = [each for each in found.findings if each.detail == "limit"]
    assert [(each.code, each.weight, each.clause) for each in mine] == [
        (ReasonCode.NEEDS_PLAN, Weight.REFERS, "A-29")
    ]


def test_what_the_plan_agreed_with_the_company_comes_before_the_companys_own_cap() -> None:
    agreed = asked(plan=with_advance_terms(provider_cap=dated(50_000_00)))
    unbounded = asked(plan=with_advance_terms(provider_cap=dated("NS")))

    assert agreed.provider_cap == 50_000_00
    assert unbounded.provider_cap is None


def test_the_papers_of_the_review_and_of_the_discharge_come_in_the_order_of_the_checklist() -> None:
    found = asked()

    assert [group[0] for group in found.documents] == [
        DocumentKind.CHILD_IDENTITY,
        DocumentKind.GUARDIAN_IDENTITY,
        DocumentKind.BIRTH_CERTIFICATE,
        DocumentKind.E_CARD,
        DocumentKind.MEDICAL_RECORD,
        DocumentKind.EXAMINATION_REPORT,
        DocumentKind.DIAGNOSIS_CERTIFICATE,
        DocumentKind.ADMISSION_NOTICE,
        DocumentKind.HOSPITAL_ACCOUNT,
        DocumentKind.HOSPITAL_BILL,
        DocumentKind.SETTLEMENT_STATEMENT,
        DocumentKind.NO_THIRD_PARTY_STATEMENT,
        DocumentKind.CONSENT,
    ]
    assert found.documents[2] == (DocumentKind.BIRTH_CERTIFICATE, DocumentKind.GUARDIANSHIP_PROOF)
    assert [group[0] for group in found.discharge_documents] == [
        DocumentKind.MEDICAL_RECORD,
        DocumentKind.DIAGNOSIS_CERTIFICATE,
        DocumentKind.INVOICE,
        DocumentKind.DISCHARGE_SUMMARY,
        DocumentKind.INPATIENT_RECORD,
        DocumentKind.ITEMISED_LIST,
    ]


@pytest.mark.parametrize(("born_on", "needed"), [(date(2008, 6, 16), True), (date(2008, 6, 15), False)])
def test_a_paper_that_grown_ups_are_spared_is_asked_of_a_child_alone(born_on: date, needed: bool) -> None:
    usual = plan("GYX-2025-STD")
    spared = tuple(
        each.model_copy(update={"unless": (DocumentCondition.ADULT,)})
        if each.kind is DocumentKind.GUARDIAN_IDENTITY
        else each
        for each in usual.checklist(Process.HOSPITAL_ADVANCE)
    )
    lenient = usual.model_copy(update={"documents": {**usual.documents, Process.HOSPITAL_ADVANCE: spared}})

    found = asked(plan=lenient, policy=a_policy(member_born_on=born_on))

    assert ((DocumentKind.GUARDIAN_IDENTITY,) in found.documents) is needed
    assert (DocumentKind.CHILD_IDENTITY,) in found.documents
