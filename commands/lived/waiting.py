"""A waiting period from both sides: two families claim, one on its last day and one on the day after."""

from collections.abc import Mapping
from datetime import date, timedelta

from checks.adjudication import WrittenClaim
from checks.entries import Fields
from commands.lived.claims import lived_findings
from commands.lived.stage import Stage
from rules.adjudication.claim import Accumulators, Claim, ClaimLine, Encounter, Invoice, Policy, Provider
from rules.catalogue.benefits import ClaimChannel
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.schedule import Schedule
from rules.due_dates import waiting_period
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType, Ownership, Purchase

PLAN = "GYX-2025-STD"
"""A plan whose policies state how long they wait."""
WAITING = frozenset({ReasonCode.WAITING_120, ReasonCode.WAITING_SCHEDULE})


def live_waiting(stage: Stage, fields: Fields) -> Mapping[str, object]:
    """The days between which claims on the stack turn from waiting to covered."""
    effective_on, days = fields.day("effective_on"), fields.count("days", least=0)
    last_on, covered_from = waiting_period(effective_on, days)
    if days and not _waits(stage, effective_on, days, last_on):
        return {"last_waiting_day": f"a claim of {last_on} is paid", "covered_from": covered_from}
    if _waits(stage, effective_on, days, covered_from):
        return {"last_waiting_day": last_on, "covered_from": f"a claim of {covered_from} waits"}
    return {"last_waiting_day": last_on, "covered_from": covered_from}


def _waits(stage: Stage, effective_on: date, days: int, on: date) -> bool:
    """Whether a claim of that day is refused for the waiting period."""
    written = WrittenClaim(
        plan=shipped_catalogue().of(PLAN)[-1],
        policy=_policy(effective_on, days),
        schedule=_schedule(days).to_mapping(),
        before=Accumulators(),
        claim=_claim(on),
    )
    return bool(WAITING & lived_findings(stage, written).reasons)


def _policy(effective_on: date, days: int) -> Policy:
    return Policy(
        effective_on=effective_on,
        expires_on=effective_on + timedelta(days=max(364, days + 30)),
        purchase=Purchase.FIRST,
        schedule=_schedule(days),
    )


def _schedule(days: int) -> Schedule:
    tiers = [{"from": 1, "to": None, "copay": "0.00", "coinsurance": "0.00"}]
    stated = {
        "outpatient_limit": "60000.00",
        "outpatient_tiers": tiers,
        "outpatient_exclusions": [],
        "waiting_days": days,
    }
    return Schedule.from_mapping(stated)


def _claim(on: date) -> Claim:
    return Claim(
        channel=ClaimChannel.REIMBURSEMENT,
        provider=Provider(name="示例公立儿童医院", ownership=Ownership.PUBLIC, grade=3),
        encounter=Encounter(type=EncounterType.OUTPATIENT, on=on, diagnoses=("J06.9",)),
        lines=(ClaimLine(item=ItemCode.DRUG, amount=300_00),),
        invoices=(Invoice(code="31060126", number="0000000001"),),
        paid_by_member_in_full=True,
    )
