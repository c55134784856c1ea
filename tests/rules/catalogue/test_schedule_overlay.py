"""The policy schedule fills what the plan leaves open, and wins where both speak."""

from datetime import date
from decimal import Decimal

import pytest

from rules.catalogue.effective import POLICY_SCHEDULE, EffectiveBenefit
from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.resolution import resolve
from rules.catalogue.schedule import Schedule
from rules.reasons import ReasonCode
from rules.vocabulary import EncounterType

A_DAY = date(2026, 6, 10)


def benefit(code: str, kind: EncounterType, *options: str, **schedule: object) -> EffectiveBenefit:
    plan = shipped_catalogue().version(code, A_DAY)
    return resolve(plan, Schedule.from_mapping(schedule), options, A_DAY).by_encounter[kind]


def test_what_neither_plan_nor_schedule_states_is_a_hole() -> None:
    outpatient = benefit("GYX-2025-STD", EncounterType.OUTPATIENT)

    assert outpatient.holes == ("limit", "member share", "exclusions", "waiting days")


def test_the_schedule_fills_a_hole_and_is_named_as_the_source() -> None:
    outpatient = benefit("GYX-2025-STD", EncounterType.OUTPATIENT, outpatient_limit="60000.00")

    assert outpatient.limit == (60_000_00, POLICY_SCHEDULE)


def test_the_schedule_wins_over_the_plan() -> None:
    assert benefit("GYX-2021-CZ", EncounterType.OUTPATIENT).limit.value == 100_000_00
    raised = benefit("GYX-2021-CZ", EncounterType.OUTPATIENT, outpatient_limit="150000.00")

    assert raised.limit.value == 150_000_00


def test_an_empty_list_of_exclusions_excludes_nothing_and_is_stated() -> None:
    outpatient = benefit("GYX-2025-STD", EncounterType.OUTPATIENT, outpatient_exclusions=[])

    assert outpatient.excluded_items == {}
    assert "exclusions" not in outpatient.holes


@pytest.mark.parametrize("written", ["tcm", "TCM", "EXC-TCM"])
def test_an_exclusion_may_be_written_as_name_or_as_reason(written: str) -> None:
    outpatient = benefit("GYX-2025-STD", EncounterType.OUTPATIENT, outpatient_exclusions=[written])

    assert {exclusion.reason for exclusion in outpatient.excluded_items.values()} == {ReasonCode.EXCLUDED_TCM}


def test_an_exclusion_that_nobody_knows_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="'dentl' is not defined: did you mean 'dental'"):
        benefit("GYX-2025-STD", EncounterType.OUTPATIENT, outpatient_exclusions=["dentl"])


def test_the_vaccine_benefit_exists_only_where_it_was_bought() -> None:
    bought = benefit("GYX-2025-STD", EncounterType.VACCINATION, "VAC-2025", vaccine_limit="3000.00")
    missing = benefit("GYX-2025-STD", EncounterType.VACCINATION)

    assert bought.limit.value == 3_000_00
    assert missing.not_covered is not None


def test_a_schedule_comes_back_equal_from_what_it_writes() -> None:
    written = {
        "outpatient_limit": "60000.00",
        "inpatient_coinsurance": "0.10",
        "outpatient_tiers": [{"from": 1, "to": None, "copay": "0.00", "coinsurance": "0.20"}],
        "critical_illnesses": ["C91"],
        "waiting_days": 30,
    }
    schedule = Schedule.from_mapping(written)

    assert Schedule.from_mapping(schedule.to_mapping()) == schedule
    assert schedule.inpatient_coinsurance == Decimal("0.10")


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("outpatient_limt", "1.00", "did you mean 'outpatient_limit'"),
        ("outpatient_limit", "1.005", "is not an amount"),
        ("waiting_days", -1, "is not a number of days"),
        ("outpatient_tiers", [{"from": 2, "to": None, "copay": "0.00", "coinsurance": "0"}], "first tier"),
        ("inpatient_coinsurance", "10 %", "inpatient_coinsurance"),
    ],
)
def test_a_schedule_that_makes_no_sense_names_its_key(key: str, value: object, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Schedule.from_mapping({key: value})
