"""A desk and its bills with usual values."""

from dataclasses import replace
from datetime import date
from typing import Any

from rules.adjudication.claim import Accumulators, Provider
from rules.catalogue.resolution import effective_terms
from rules.direct_billing.eligibility import DeskFacts
from rules.direct_billing.values import (
    BillLine,
    HospitalBill,
    Promise,
    PromisedItem,
    VisitRequest,
)
from rules.items import ItemCode
from rules.preauthorization.values import Coded
from rules.vocabulary import CardStatus, EncounterType, Ownership, PolicyStatus, RoomClass
from tests.rules.adjudication.builders import plan, policy

TODAY = date(2026, 6, 10)
CLINIC = Provider(
    name="美华妇儿医院", brand="美华", ownership=Ownership.PRIVATE, in_network=True, direct_billing=True
)
PUBLIC = Provider(name="示例公立医院", ownership=Ownership.PUBLIC, grade=3, direct_billing=True)
STATED = {
    "outpatient_limit": "60000.00",
    "inpatient_limit": "100000.00",
    "inpatient_deductible": "0.00",
    "inpatient_coinsurance": "0.10",
    "outpatient_tiers": [
        {"from": 1, "to": 8, "copay": "0.00", "coinsurance": "0.00"},
        {"from": 9, "to": None, "copay": "200.00", "coinsurance": "0.00"},
    ],
    "outpatient_exclusions": ["tcm"],
    "inpatient_exclusions": [],
    "vaccine_limit": "3000.00",
    "vaccine_copay": "0.00",
    "critical_illnesses": ["C91"],
    "waiting_days": 0,
}


def visit(**changes: Any) -> VisitRequest:
    """An outpatient visit expected to cost 600 yuan."""
    usual = VisitRequest(
        member_id="7a1b8f0e-0000-4000-8000-000000000001",
        policy_id="7a1b8f0e-0000-4000-8000-000000000002",
        hospital_id="MEIHUA-FUER",
        encounter=EncounterType.OUTPATIENT,
        on=TODAY,
        expected=600_00,
    )
    return replace(usual, **changes)


def facts(
    *,
    options: tuple[str, ...] = (),
    schedule: dict[str, Any] | None = None,
    card: CardStatus = CardStatus.ACTIVE,
    before: Accumulators | None = None,
    plan_code: str = "GYX-2025-STD",
    visits: dict[str, Any] | None = None,
    **changes: Any,
) -> DeskFacts:
    """An active card of a 2025 policy that states everything, at a direct-billing clinic."""
    sold, terms_of = policy(options=options, **(STATED if schedule is None else schedule)), plan(plan_code)
    asked = visit(**(visits or {}))
    usual = DeskFacts(
        visit=asked,
        plan=terms_of,
        policy=sold,
        status=PolicyStatus.IN_FORCE,
        terms=effective_terms(terms_of, sold.schedule, sold.options, asked.on),
        before=(before or Accumulators())._replace(card=card),
        provider=CLINIC,
        authorized=False,
    )
    return replace(usual, **changes)


def line(line_id: str, amount: int, item: ItemCode = ItemCode.DRUG, **changes: Any) -> BillLine:
    """A charge."""
    return replace(BillLine(line_id=line_id, item=item, description="药品费", amount=amount), **changes)


def bill(*lines: BillLine, **changes: Any) -> HospitalBill:
    """A bill of a child with pneumonia."""
    usual = HospitalBill(lines=lines, diagnoses=(Coded(code="J18.9", name="肺炎"),))
    return replace(usual, **changes)


def promise(**changes: Any) -> Promise:
    """A letter over 18,000 yuan: five days, bed and drugs."""
    usual = Promise(
        number="GOP-20260610-000042-V1",
        valid=True,
        ceiling=18_000_00,
        approved_days=5,
        room_class=RoomClass.STANDARD_SINGLE,
        items=(
            PromisedItem(item="BED", approved=8_000_00, unit_price=1_600_00),
            PromisedItem(item="DRUG", approved=10_000_00),
        ),
        diagnoses=("J18.9",),
    )
    return replace(usual, **changes)
