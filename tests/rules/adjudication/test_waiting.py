"""Waiting: which reason it gives, which surgery is certainly listed, and what its trace says."""

from datetime import timedelta

import pytest

from rules.adjudication.result import AdjudicationResult, Outcome
from rules.items import ItemCode
from tests.rules.adjudication.builders import FIRST_DAY, claim, codes, line, open_2025, plan, price, stay

DAY_60 = FIRST_DAY + timedelta(days=59)
SURGERY = line(9_000_00, ItemCode.SURGERY)


def verdicts(result: AdjudicationResult, rule: str) -> list[str]:
    """What a rule said, in its order."""
    return [step.verdict for step in result.trace if step.rule == rule]


@pytest.mark.parametrize(
    ("days", "reason"), [(119, "WAIT-SCHEDULE"), (120, "WAIT-120"), (121, "WAIT-SCHEDULE")]
)
def test_the_reason_names_the_waiting_of_120_days_by_its_own_code(days: int, reason: str) -> None:
    result = price(claim(on=DAY_60), under=plan("GYX-2025-STD"), held=open_2025(waiting_days=days))

    assert (result.outcome, codes(result)) == (Outcome.REFUSE, {reason})


def test_surgery_under_a_plan_without_a_waiting_of_its_own_passes() -> None:
    result = price(
        claim(on=DAY_60, surgery_on=DAY_60), under=plan("GYX-2025-STD"), held=open_2025(waiting_days=10)
    )

    assert result.outcome is Outcome.PAY
    assert verdicts(result, "waiting_period") == ["CLEAR"]


@pytest.mark.parametrize(
    ("diagnoses", "procedures", "outcome"),
    [
        (("J35.0",), (), Outcome.REFUSE),
        (("J35.0", "J18.9"), (), Outcome.REFER),
        (("J35.0",), ("86.0",), Outcome.REFER),
        (("J18.9",), ("28.2",), Outcome.REFUSE),
        (("J18.9",), ("86.0",), Outcome.PAY_ZERO),
    ],
)
def test_surgery_is_refused_only_where_it_is_certainly_a_listed_one(
    diagnoses: tuple[str, ...], procedures: tuple[str, ...], outcome: Outcome
) -> None:
    result = price(stay(SURGERY, on=DAY_60, diagnoses=diagnoses, procedures=procedures))

    assert result.outcome is outcome
    assert len(verdicts(result, "waiting_period")) == 1


def test_an_item_that_an_option_is_about_goes_to_a_person_with_its_clause() -> None:
    result = price(claim(line(300_00, ItemCode.CHECKUP)), under=plan("GYX-2025-STD"), held=open_2025())

    (step,) = [step for step in result.trace if step.rule == "exclusions"]
    assert (step.verdict, step.clause) == ("REFER", ("R-027", "R-170"))
    assert step.facts == (("reason", "NEEDS_PLAN"), ("item", "CHECKUP"))


def test_surgery_waits_by_its_own_day_also_where_the_bill_is_of_a_later_one() -> None:
    result = price(
        stay(
            SURGERY,
            on=FIRST_DAY + timedelta(days=129),
            surgery_on=FIRST_DAY + timedelta(days=118),
            diagnoses=("J35.0",),
        )
    )

    assert (result.outcome, codes(result)) == (Outcome.REFUSE, {"WAIT-120"})


@pytest.mark.parametrize("code", ["Z00.1", "Z00.12", "Z00.121"])
def test_an_illness_is_excluded_by_the_beginning_of_its_code(code: str) -> None:
    result = price(claim(500_00, diagnoses=(code,)))

    assert (result.outcome, codes(result)) == (Outcome.REFUSE, {"EXC-WELLCHILD"})
