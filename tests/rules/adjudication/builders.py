"""Claims with usual values; a test spells out only what differs."""

from dataclasses import replace
from datetime import date
from typing import Any

from rules.adjudication.adjudicate import adjudicate
from rules.adjudication.claim import (
    Accumulators,
    Approval,
    Claim,
    ClaimLine,
    Encounter,
    Invoice,
    Policy,
    Provider,
)
from rules.adjudication.result import AdjudicationResult
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.plan import PlanVersion
from rules.catalogue.schedule import Schedule
from rules.items import ItemCode
from rules.vocabulary import Benefit, EncounterType, Ownership, Purchase

FIRST_DAY = date(2026, 3, 1)
LAST_DAY = date(2027, 2, 28)
A_DAY = date(2026, 6, 10)
OUTPATIENT, INPATIENT = Benefit.OUTPATIENT_EMERGENCY, Benefit.INPATIENT

NETWORK = Provider(name="美华妇儿医院", ownership=Ownership.PRIVATE, in_network=True)
OUTSIDE = Provider(name="示例非网络诊所", ownership=Ownership.PRIVATE)
PUBLIC = Provider(name="示例区中心医院", ownership=Ownership.PUBLIC, grade=2)
SHANGHAI_UFH = Provider(
    name="上海和睦家医院", group="上海和睦家", ownership=Ownership.PRIVATE, in_network=True
)
CLINIC = Provider(name="联洋诊所", brand="德真会", ownership=Ownership.PRIVATE, in_network=True)


def plan(code: str = "GYX-2021-CZ", **choices: str) -> PlanVersion:
    """A version of the shipped catalogue, perhaps under other readings."""
    version = shipped_catalogue().version(code, A_DAY)
    return version.with_choices(choices) if choices else version


def policy(purchase: Purchase = Purchase.FIRST, options: tuple[str, ...] = (), **schedule: Any) -> Policy:
    """A policy of 2026; the schedule as policies write it."""
    return Policy(
        effective_on=FIRST_DAY,
        expires_on=LAST_DAY,
        purchase=purchase,
        options=options,
        schedule=Schedule.from_mapping(schedule),
    )


def open_2025(**changed: Any) -> Policy:
    """A 2025 policy whose schedule states everything for outpatient care, with no share for the member."""
    stated: dict[str, Any] = {
        "outpatient_limit": "60000.00",
        "outpatient_tiers": [{"from": 1, "to": None, "copay": "0.00", "coinsurance": "0.00"}],
        "outpatient_exclusions": [],
        "waiting_days": 0,
    }
    return policy(**{**stated, **changed})


def line(amount: int, item: ItemCode = ItemCode.CONSULTATION, **changed: Any) -> ClaimLine:
    """A charge; the amount is in fen."""
    return ClaimLine(item=item, amount=amount, **changed)


def claim(
    *lines: ClaimLine | int,
    kind: EncounterType = EncounterType.OUTPATIENT,
    provider: Provider = NETWORK,
    on: date = A_DAY,
    diagnoses: tuple[str, ...] = ("J06.9",),
    procedures: tuple[str, ...] = (),
    emergency: bool = False,
    surgery_on: date | None = None,
    **changed: Any,
) -> Claim:
    """A direct-billed outpatient visit to a network hospital; whole numbers are consultations in fen."""
    encounter = Encounter(
        type=kind,
        on=on,
        diagnoses=diagnoses,
        procedures=procedures,
        emergency=emergency,
        surgery_on=surgery_on,
    )
    usual = Claim(
        channel=ClaimChannel.DIRECT_BILLING,
        provider=provider,
        encounter=encounter,
        lines=tuple(line(each) if isinstance(each, int) else each for each in lines or (500_00,)),
    )
    return replace(usual, **changed)


def stay(*lines: ClaimLine | int, **changed: Any) -> Claim:
    """An approved stay in a network hospital."""
    return claim(
        *lines,
        **{
            "kind": EncounterType.INPATIENT,
            "diagnoses": ("J18.9",),
            "approval": Approval.APPROVED,
            **changed,
        },
    )


def reimbursement(*lines: ClaimLine | int, provider: Provider = PUBLIC, **changed: Any) -> Claim:
    """A public hospital's bill that the family paid."""
    paid = {"channel": ClaimChannel.REIMBURSEMENT, "paid_by_member_in_full": True}
    return claim(*lines, provider=provider, **{**paid, **changed})


def invoice(number: str, **changed: Any) -> Invoice:
    """A verified bill."""
    return Invoice(number=number, **changed)


def price(
    claimed: Claim,
    *,
    under: PlanVersion | None = None,
    held: Policy | None = None,
    before: Accumulators | None = None,
) -> AdjudicationResult:
    """The result under 成长计划 for a fresh first-year policy with an inpatient limit of 100 000."""
    return adjudicate(
        under or plan(), held or policy(inpatient_limit="100000.00"), before or Accumulators(), claimed
    )


def codes(result: AdjudicationResult) -> set[str]:
    """The reasons as plain text."""
    return {reason.value for reason in result.reasons}
