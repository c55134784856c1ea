"""From what a person entered about an advance to a decision that can stand."""

from dataclasses import replace
from typing import Any

import pytest

from rules.advances.case import AdvanceCase
from rules.advances.decisions import AdvanceInput, compose, refusal_mistake
from rules.advances.values import AdvanceDecision, TopUp
from rules.advances.vocabulary import AdvanceAnswer
from rules.preauthorization.decisions import AMBIGUOUS_CODES, Mistake
from tests.workflows.advances import NOW, case, entitlement

MAKER = "staff:luo"
REFUSAL = AdvanceInput(
    answer=AdvanceAnswer.DECLINE, reason_code="EXC-PREEX", clause="2.4", explanation="病史早于保单生效日。"
)


def entered(**changes: Any) -> AdvanceInput:
    return replace(AdvanceInput(answer=AdvanceAnswer.APPROVE), **changes)


def asked(**changes: Any) -> AdvanceCase:
    """A stay estimated at 18,000 yuan of which four fifths can be advanced: 14,400."""
    return case(**{"entitlement": entitlement(), "accumulator_version": 4, **changes})


def decided(entry: AdvanceInput, **changes: Any) -> AdvanceDecision:
    made = compose(asked(**changes), entry, MAKER, NOW)
    assert isinstance(made, AdvanceDecision)
    return made


def mistake(entry: AdvanceInput, **changes: Any) -> Mistake:
    made = compose(asked(**changes), entry, MAKER, NOW)
    assert isinstance(made, Mistake)
    return made


def test_an_amount_that_is_left_out_is_the_whole_ceiling() -> None:
    assert decided(entered(explanation="资料齐全。")) == AdvanceDecision(
        answer=AdvanceAnswer.APPROVE,
        amount=14_400_00,
        ceiling=14_400_00,
        estimate=18_000_00,
        explanation="资料齐全。",
        decided_by=MAKER,
        decided_at=NOW,
        accumulator_version=4,
    )


def test_the_estimate_of_the_review_replaces_what_was_asked() -> None:
    made = decided(entered(estimate=10_000_00))

    assert (made.estimate, made.ceiling, made.amount) == (10_000_00, 8_000_00, 8_000_00)


@pytest.mark.parametrize(("asks", "amount"), [(5_000_00, 5_000_00), (50_000_00, 24_000_00)])
def test_a_top_up_is_what_was_asked_for_and_never_more_than_the_ceiling(asks: int, amount: int) -> None:
    top_up = TopUp(ordinal=1, amount=asks, estimate=30_000_00, asked_at=NOW, asked_by="hospital:desk")

    made = decided(entered(), top_up=top_up)

    assert (made.estimate, made.ceiling, made.amount) == (30_000_00, 24_000_00, amount)


@pytest.mark.parametrize("amount", [1, 14_400_00])
def test_an_amount_up_to_the_ceiling_stands(amount: int) -> None:
    assert decided(entered(amount=amount)).amount == amount


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        (0, "An advance of 0.00 yuan advances nothing: decline it."),
        (14_400_01, "14400.01 yuan is above the ceiling: 14400.00 can be advanced (A-29)."),
    ],
)
def test_an_amount_of_nothing_or_above_the_ceiling_is_a_mistake(amount: int, says: str) -> None:
    assert mistake(entered(amount=amount)) == Mistake("amount", says)


@pytest.mark.parametrize(("shown", "kept"), [(None, 4), (0, 0), (9, 9)])
def test_a_decision_carries_the_version_that_was_shown(shown: int | None, kept: int) -> None:
    assert decided(entered(accumulator_version=shown)).accumulator_version == kept


def test_a_refusal_needs_no_amount_and_names_reason_clause_and_why() -> None:
    assert decided(REFUSAL) == AdvanceDecision(
        answer=AdvanceAnswer.DECLINE,
        reason_code="EXC-PREEX",
        clause="2.4",
        explanation="病史早于保单生效日。",
        decided_by=MAKER,
        decided_at=NOW,
    )


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"reason_code": ""}, Mistake("reason_code", "A refusal needs a reason code.")),
        ({"clause": " "}, Mistake("clause", "A refusal cites the clause that it rests on.")),
        (
            {"explanation": "\n"},
            Mistake("explanation", "A refusal explains in plain words how the fact meets the clause."),
        ),
    ],
)
def test_a_refusal_that_lacks_something_says_what(changes: dict[str, Any], found: Mistake) -> None:
    assert mistake(replace(REFUSAL, **changes)) == found


@pytest.mark.parametrize("code", sorted(AMBIGUOUS_CODES))
def test_an_ambiguous_clause_carries_no_refusal(code: str) -> None:
    found = refusal_mistake(code, "2.4", "病史")

    assert found == Mistake(
        "reason_code", f"{code} rests on an ambiguous clause and cannot carry a refusal alone (L-12)."
    )
