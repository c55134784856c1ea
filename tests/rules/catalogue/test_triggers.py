"""Which care needs approval: both sides of every threshold (R-082 to R-084, A-14)."""

from datetime import date

import pytest

from rules.catalogue.loader import shipped_catalogue
from rules.catalogue.preauthorization import CareFact, Situation, TriggerMet, triggers_met

A_DAY = date(2026, 6, 10)


def met(code: str, situation: Situation, amount: int | None = None) -> list[TriggerMet]:
    terms = shipped_catalogue().version(code, A_DAY).preauthorization
    assert terms is not None
    return list(triggers_met(terms, [CareFact(situation, amount)], A_DAY))


@pytest.mark.parametrize(
    ("situation", "amount", "needed", "penalized"),
    [
        (Situation.EXAMINATION_OR_TREATMENT_PRICE, 4_999_99, False, False),
        (Situation.EXAMINATION_OR_TREATMENT_PRICE, 5_000_00, True, False),
        (Situation.EXAMINATION_OR_TREATMENT_PRICE, 5_000_01, True, True),
        (Situation.DRUG_OR_INJECTION_SINGLE_TREATMENT, 3_000_00, False, False),
        (Situation.DRUG_OR_INJECTION_SINGLE_TREATMENT, 3_000_01, True, True),
        (Situation.EXPECTED_CUMULATIVE_COST, 30_000_00, False, False),
        (Situation.EXPECTED_CUMULATIVE_COST, 30_000_01, True, True),
        (Situation.LARGE_EXAMINATION, 100, True, True),
        (Situation.DURABLE_EQUIPMENT, 100, True, True),
    ],
)
def test_a_threshold_is_met_on_its_own_side(
    situation: Situation, amount: int, needed: bool, penalized: bool
) -> None:
    triggers = met("GYX-2025-STD", situation, amount)

    assert bool(triggers) is needed
    assert any(trigger.penalized for trigger in triggers) is penalized


def test_a_price_that_is_not_known_is_asked_for_and_not_penalized() -> None:
    triggers = met("GYX-2025-STD", Situation.EXAMINATION_OR_TREATMENT_PRICE)

    assert [trigger.penalized for trigger in triggers] == [False]


def test_the_2021_plans_ask_for_stays_and_their_surgery_only() -> None:
    assert [t.trigger.id for t in met("GYX-2021-CZ", Situation.INPATIENT)] == ["T1"]
    assert met("GYX-2021-CZ", Situation.OUTPATIENT_SURGERY) == []
    assert met("GYX-2021-CZ", Situation.LARGE_EXAMINATION) == []
