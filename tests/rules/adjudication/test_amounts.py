"""The amounts in their order: offset, deductible, copay, coinsurance, penalty, limit (domain 3.3)."""

from itertools import pairwise

import pytest

from rules.adjudication.claim import Accumulators, Approval
from rules.adjudication.result import Outcome, Verdict
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.vocabulary import Benefit
from tests.rules.adjudication.builders import (
    INPATIENT,
    OUTPATIENT,
    PUBLIC,
    claim,
    codes,
    line,
    open_2025,
    plan,
    policy,
    price,
    reimbursement,
    stay,
)

STD = plan("GYX-2025-STD")


def test_the_trace_names_each_rule_with_its_clause_and_what_goes_in_and_out() -> None:
    result = price(
        claim(600_00, line(520_00, ItemCode.DRUG), line(380_00, ItemCode.ALLERGEN_TEST)),
        before=Accumulators(counted_visits=6, remaining={OUTPATIENT: 500_00}),
    )

    money = [step for step in result.trace if step.taken]
    assert [(step.rule, step.amount_in, step.taken, step.amount_out) for step in money] == [
        ("exclusions", 1_500_00, 380_00, 1_120_00),
        ("coinsurance", 1_120_00, 560_00, 560_00),
        ("remaining_limit", 560_00, 60_00, 500_00),
    ]
    assert money[1].clause == ("R-106", "A-01", "A-07")
    assert all(step.clause for step in result.trace)


def test_every_step_takes_up_where_the_one_before_it_ended() -> None:
    steps = price(stay(line(30_000_00, ItemCode.BED), approval=Approval.NONE)).trace

    for before, after in pairwise(steps):
        assert after.amount_in == before.amount_out
        assert after.amount_out == after.amount_in - after.taken


def test_lines_bear_their_part_of_every_amount() -> None:
    result = price(
        stay(line(9_000_00, ItemCode.BED), line(6_000_00, ItemCode.DRUG), approval=Approval.NONE),
        before=Accumulators(deductible_left={INPATIENT: 3_000_00}),
    )

    bed, drug = result.lines
    assert (bed.deductible, bed.penalty, bed.payable, bed.member) == (1_800_00, 2_880_00, 4_320_00, 4_680_00)
    assert (drug.deductible, drug.penalty, drug.payable, drug.member) == (
        1_200_00,
        1_920_00,
        2_880_00,
        3_120_00,
    )


def test_public_insurance_comes_off_before_the_deductible_or_only_caps() -> None:
    public = reimbursement(
        30_000_00,
        kind=stay().encounter.type,
        provider=PUBLIC,
        approval=Approval.APPROVED,
        public_insurance_paid=12_000_00,
    )

    first = price(public)
    caps = price(public, under=plan(si_offset="CAP_ONLY"))

    assert (first.insurer, first.member, first.amounts.capped) == (8_000_00, 10_000_00, 0)
    assert (caps.insurer, caps.member, caps.amounts.capped) == (18_000_00, 0, 2_000_00)


def test_under_a_cap_the_public_payment_covers_the_deductible_of_the_lines_first() -> None:
    public = reimbursement(
        line(8_000_00, ItemCode.BED),
        line(2_000_00, ItemCode.DRUG),
        kind=stay().encounter.type,
        approval=Approval.APPROVED,
        public_insurance_paid=1_000_00,
    )

    result = price(
        public, under=plan(si_offset="CAP_ONLY"), before=Accumulators(deductible_left={INPATIENT: 4_000_00})
    )

    assert [(each.payable, each.offset, each.member) for each in result.lines] == [
        (4_800_00, 800_00, 2_400_00),
        (1_200_00, 200_00, 600_00),
    ]


@pytest.mark.parametrize(("base", "insurer"), [("PAYABLE", 7_200_00), ("ELIGIBLE", 6_000_00)])
def test_the_penalty_is_taken_of_the_payment_or_of_the_cost(base: str, insurer: int) -> None:
    result = price(
        stay(15_000_00, approval=Approval.NONE),
        under=plan(penalty_base=base),
        before=Accumulators(deductible_left={INPATIENT: 3_000_00}),
    )

    assert result.insurer == insurer


def test_a_penalty_of_the_cost_never_makes_the_payment_negative() -> None:
    result = price(
        stay(15_000_00, approval=Approval.NONE),
        under=plan(penalty_base="ELIGIBLE"),
        before=Accumulators(deductible_left={INPATIENT: 10_000_00}),
    )

    assert (result.outcome, result.insurer) == (Outcome.PAY_ZERO, 0)


def test_a_penalty_that_a_person_allows_is_not_taken() -> None:
    allowed = price(stay(20_000_00, approval=Approval.NONE, allowed=(ReasonCode.PREAUTHORIZATION_MISSING,)))

    assert allowed.insurer == price(stay(20_000_00)).insurer
    assert (codes(allowed), allowed.to_confirm) == ({"DED"}, ())


@pytest.mark.parametrize("answer", [Approval.NONE, Approval.DECLINED])
def test_only_an_approved_request_avoids_the_penalty(answer: Approval) -> None:
    assert codes(price(stay(20_000_00, approval=answer))) == {"DED", "PA-MISSING-40"}
    assert codes(price(stay(20_000_00))) == {"DED"}


@pytest.mark.parametrize(
    ("item", "amount", "insurer", "flagged"),
    [
        (ItemCode.EXAMINATION, 4_999_99, 4_999_99, False),
        (ItemCode.EXAMINATION, 5_000_00, 5_000_00, True),
        (ItemCode.EXAMINATION, 5_000_01, 3_000_01, False),
        (ItemCode.DRUG, 3_000_00, 3_000_00, False),
        (ItemCode.DRUG, 3_000_01, 1_800_01, False),
        (ItemCode.LARGE_EXAM, 800_00, 480_00, False),
        (ItemCode.DURABLE_EQUIPMENT, 200_00, 120_00, False),
        (ItemCode.OUTPATIENT_SURGERY, 1_000_00, 600_00, False),
        (ItemCode.CONSULTATION, 9_000_00, 9_000_00, False),
    ],
)
def test_a_2025_outpatient_line_is_penalized_beyond_its_threshold(
    item: ItemCode, amount: int, insurer: int, flagged: bool
) -> None:
    result = price(claim(line(amount, item)), under=STD, held=open_2025())

    assert result.insurer == insurer
    assert ("PA-WARN" in {flag.value for flag in result.flags}) is flagged


def test_only_the_lines_that_needed_approval_are_penalized_and_the_case_is_flagged() -> None:
    visit = claim(1_000_00, line(2_000_00, ItemCode.LARGE_EXAM), line(500_00, ItemCode.LAB))

    result = price(visit, under=STD, held=open_2025())

    assert [each.penalty for each in result.lines] == [0, 800_00, 0]
    assert "PA-MIXED" in {flag.value for flag in result.flags}


def test_a_care_that_needs_approval_as_a_whole_is_penalized_as_a_whole() -> None:
    dialysis = claim(1_000_00, line(2_000_00, ItemCode.TREATMENT), procedures=("39.95",))

    assert price(dialysis, under=STD, held=open_2025()).amounts.penalty == 1_200_00


@pytest.mark.parametrize(("expected", "insurer"), [(30_000_00, 1_000_00), (30_000_01, 600_00)])
def test_an_expected_cost_above_30_000_needs_approval(expected: int, insurer: int) -> None:
    result = price(claim(1_000_00, expected_cumulative_cost=expected), under=STD, held=open_2025())

    assert result.insurer == insurer


def test_a_copay_above_the_bill_leaves_nothing_and_the_visit_counts() -> None:
    result = price(claim(160_00), under=plan("GYX-2021-YX"), before=Accumulators(counted_visits=10))

    assert (result.outcome, result.insurer, result.after.counted_visits) == (Outcome.PAY_ZERO, 0, 11)


def test_an_empty_limit_pays_nothing_and_says_so() -> None:
    result = price(claim(160_00), before=Accumulators(remaining={OUTPATIENT: 0}))

    assert (result.outcome, codes(result)) == (Outcome.PAY_ZERO, {"LIMIT"})


def test_a_stated_deductible_is_whole_when_nothing_was_used() -> None:
    result = price(stay(12_000_00))

    assert (result.insurer, result.after.deductible_left) == (2_000_00, {INPATIENT: 0})


def test_a_2025_stay_waits_for_the_deductible_and_coinsurance_of_its_schedule() -> None:
    held = policy(inpatient_limit="90000.00", inpatient_exclusions=[], waiting_days=0)

    result = price(stay(12_000_00), under=STD, held=held)

    assert result.missing_terms == ("INPATIENT.deductible", "INPATIENT.member share")
    assert (result.outcome, result.priced) == (Outcome.REFER, False)


def test_excluded_amounts_are_listed_by_reason() -> None:
    result = price(
        claim(100_00, line(30_00, ItemCode.TCM), line(20_00, ItemCode.TCM), line(5_00, ItemCode.CHECKUP))
    )

    assert {code.value: fen for code, fen in result.excluded_by_reason().items()} == {
        "EXC-TCM": 50_00,
        "EXC-WELLCHILD": 5_00,
    }


def test_what_a_person_must_confirm_is_listed_apart_from_what_applies_by_itself() -> None:
    result = price(
        stay(20_000_00, line(600_00, ItemCode.ALLERGEN_TEST), approval=Approval.NONE),
        before=Accumulators(remaining={Benefit.INPATIENT: 1_000_00}),
    )

    assert codes(result) == {"EXC-ALLERGEN", "DED", "PA-MISSING-40", "LIMIT"}
    assert {code.value for code in result.to_confirm} == {"EXC-ALLERGEN", "PA-MISSING-40"}
    assert Verdict.EXCLUDE in {step.verdict for step in result.trace}
