"""A request in tests: a stay at a network hospital under a policy that states everything."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from rules.catalogue.calendars import shipped_calendar
from rules.catalogue.loader import Catalogue, load_catalogue
from rules.catalogue.plan import PlanVersion
from rules.catalogue.schedule import Schedule
from rules.china_time import at_shanghai
from rules.preauthorization.assess import assess
from rules.preauthorization.facts import (
    Balances,
    HospitalFacts,
    Membership,
    PolicyFacts,
    RequestFacts,
)
from rules.preauthorization.values import (
    Assessment,
    Coded,
    EstimateItem,
    Finding,
    TreatmentRequest,
    Weight,
)
from rules.vocabulary import (
    AuthorizationType,
    Department,
    EncounterType,
    NetworkKind,
    Ownership,
    Purchase,
)

CATALOGUE_FOLDER = Path(__file__).parents[3] / "plans"
CHILD = "7a1b8f0e-0000-4000-8000-000000000001"
PLANNED_ON = date(2026, 6, 15)
"""A Monday, day 107 of the policy."""

DIRECT_2021 = Membership(network_list="2021-NATIONAL", kind=NetworkKind.DIRECT_BILLING)
DIRECT_2025 = Membership(network_list="2025-STD", kind=NetworkKind.DIRECT_BILLING)
STATED = {
    "outpatient_limit": "60000.00",
    "inpatient_limit": "100000.00",
    "inpatient_deductible": "0.00",
    "inpatient_coinsurance": "0.00",
    "outpatient_tiers": [{"from": 1, "to": None, "copay": "0.00", "coinsurance": "0.00"}],
    "outpatient_exclusions": [],
    "inpatient_exclusions": [],
    "critical_illnesses": ["C91"],
    "waiting_days": 0,
}
"""A schedule that leaves no hole in a 2025 plan."""


@cache
def catalogue() -> Catalogue:
    """The catalogue that Lipei ships with."""
    return load_catalogue(CATALOGUE_FOLDER)


def plan(code: str) -> PlanVersion:
    """The version of a plan that was on sale in the policy's year."""
    return catalogue().version(code, PLANNED_ON)


def moment(on: str, at: str = "10:00") -> datetime:
    """A China wall-clock time as an instant."""
    return at_shanghai(date.fromisoformat(on), time.fromisoformat(at))


def schedule(**changes: Any) -> Schedule:
    """The full schedule with other values; None leaves one out."""
    stated = {key: value for key, value in {**STATED, **changes}.items() if value is not None}
    return Schedule.from_mapping(stated)


def item(code: str, yuan: int | str, **changes: Any) -> EstimateItem:
    """An item of the estimate; whole yuan, or yuan with fen as text."""
    amount = int(yuan) * 100 if isinstance(yuan, int) else round(float(yuan) * 100)
    return replace(EstimateItem(item=code, description=code, amount=amount), **changes)


def coded(*codes: str) -> tuple[Coded, ...]:
    """Diagnoses or procedures by their codes."""
    return tuple(Coded(code=code, name=code) for code in codes)


def a_request(**changes: Any) -> TreatmentRequest:
    """Five days in hospital with pneumonia for 18,000 yuan."""
    usual = TreatmentRequest(
        member_id=CHILD,
        policy_id="7a1b8f0e-0000-4000-8000-000000000002",
        hospital_id="MH-WOMEN",
        department=Department.GENERAL,
        department_name="儿科",
        encounter=EncounterType.INPATIENT,
        kind=AuthorizationType.INPATIENT,
        diagnoses=coded("J18.9"),
        treatment="抗感染治疗",
        planned_on=PLANNED_ON,
        expected_days=5,
        items=(item("BED", 8000), item("DRUG", 10000)),
        doctor_name="李医生",
        doctor_contact="021-00000000",
    )
    return replace(usual, **changes)


def an_outpatient_request(*items: EstimateItem, **changes: Any) -> TreatmentRequest:
    """An outpatient visit for a cold, with these items."""
    usual: dict[str, Any] = {
        "encounter": EncounterType.OUTPATIENT,
        "kind": AuthorizationType.HIGH_PRICE_ITEM,
        "diagnoses": coded("J06.9"),
        "expected_days": 0,
        "items": items or (item("CONSULTATION", 500),),
    }
    return a_request(**usual | changes)


def a_hospital(**changes: Any) -> HospitalFacts:
    """A private hospital that bills directly under the 2021 and the 2025 standard plan."""
    usual = HospitalFacts(
        code="MH-WOMEN",
        name="美华妇儿医院",
        brand="美华医疗集团",
        ownership=Ownership.PRIVATE,
        memberships=(DIRECT_2021, DIRECT_2025),
    )
    return replace(usual, **changes)


def a_public_hospital(**changes: Any) -> HospitalFacts:
    """A public hospital of grade 3 that is on no list."""
    usual: dict[str, Any] = {
        "code": "SH-CHILDREN",
        "name": "示例市儿童医院",
        "brand": "示例市儿童医院",
        "ownership": Ownership.PUBLIC,
        "grade": 3,
        "memberships": (),
    }
    return a_hospital(**usual | changes)


def a_policy(**changes: Any) -> PolicyFacts:
    """A first policy from 1 March 2026 that states everything, of a child born in 2020."""
    usual = PolicyFacts(
        member_id=CHILD,
        member_born_on=date(2020, 1, 1),
        effective_on=date(2026, 3, 1),
        expires_on=date(2027, 2, 28),
        purchase=Purchase.FIRST,
        schedule=schedule(),
    )
    return replace(usual, **changes)


def facts(code: str = "GYX-2021-YX", **changes: Any) -> RequestFacts:
    """The request, asked for a month ahead under the named plan."""
    request: TreatmentRequest = changes.get("request") or a_request()
    month_ahead = request.planned_on - timedelta(days=31)
    usual: dict[str, Any] = {
        "request": request,
        "received_at": at_shanghai(month_ahead, time(10)),
        "plan": plan(code),
        "policy": a_policy(),
        "hospital": a_hospital(),
        "balances": Balances(remaining=100_000_00, deductible_left=0, version=7),
        "calendar": shipped_calendar(),
    }
    return RequestFacts(**usual | changes)


def judged(code: str = "GYX-2021-YX", **changes: Any) -> Assessment:
    """The assessment of such a request."""
    return assess(facts(code, **changes))


def codes(assessment: Assessment, weight: Weight | None = None) -> list[str]:
    """Codes of the findings, of one weight or all."""
    return [finding.code for finding in assessment.findings if weight in (None, finding.weight)]


def found(assessment: Assessment, code: str) -> Finding:
    """The only finding with that code."""
    (finding,) = [finding for finding in assessment.findings if finding.code == code]
    return finding
