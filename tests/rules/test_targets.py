"""Which cases a target is for, in words and by their facts."""

import pytest

from rules.cases import Priority
from rules.deadlines import ClockKind
from rules.targets import Target, TargetCondition, TargetFacts, TargetRule, Targets
from rules.vocabulary import Process


def facts(**changes: object) -> TargetFacts:
    usual: dict[str, object] = {
        "process": Process.PREAUTHORIZATION,
        "urgency": Priority.URGENT,
        "insurer": "京东安联",
        "plan": "GYX-2025-STD",
        "hospital": "MH-WOMEN",
        "amount": 3_000_00,
    }
    return TargetFacts(**{**usual, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (TargetCondition(), "always"),
        (TargetCondition(process=(Process.PREAUTHORIZATION,)), f"process {Process.PREAUTHORIZATION}"),
        (TargetCondition(hospital=("A", "B"), plan=("P",)), "plan P, hospital A or B"),
        (TargetCondition(insurer=("I",), amount_from=0), "insurer I, amount from 0.00"),
        (
            TargetCondition(amount_from=3_000_00, amount_below=5_000_01),
            "amount from 3000.00, amount below 5000.01",
        ),
        (TargetCondition(amount_below=0), "amount below 0.00"),
    ],
)
def test_a_condition_reads_as_a_sentence(condition: TargetCondition, words: str) -> None:
    assert condition.words() == words


@pytest.mark.parametrize(
    ("condition", "because"),
    [
        (TargetCondition(), ()),
        (
            TargetCondition(plan=("GYX-2025-STD",), hospital=("MH-WOMEN", "X")),
            ("plan GYX-2025-STD", "hospital MH-WOMEN"),
        ),
        (TargetCondition(plan=("GYX-2021-YX",)), None),
        (TargetCondition(plan=("GYX-2025-STD",), hospital=("X",)), None),
        (TargetCondition(amount_from=3_000_00), ("amount 3000.00 from 3000.00",)),
        (TargetCondition(amount_from=3_000_01), None),
        (TargetCondition(amount_below=3_000_01), ("amount 3000.00 below 3000.01",)),
        (TargetCondition(amount_below=3_000_00), None),
        (TargetCondition(urgency=(Priority.URGENT,)), (f"urgency {Priority.URGENT}",)),
    ],
)
def test_a_condition_says_why_it_holds_on_both_sides_of_its_bounds(
    condition: TargetCondition, because: tuple[str, ...] | None
) -> None:
    assert condition.why(facts()) == because


def test_the_first_rule_that_holds_counts_and_the_tables_ladder_stands_where_it_names_none() -> None:
    rules = (
        TargetRule(name="other", when=TargetCondition(plan=("GYX-2021-YX",)), count=1),
        TargetRule(name="dear", when=TargetCondition(amount_from=3_000_00), count=2),
        TargetRule(name="all", when=TargetCondition(), count=3, ladder="OWN"),
    )
    targets = Targets({ClockKind.PREAUTH_DECISION: rules})
    usual = Targets().target(ClockKind.PREAUTH_DECISION, facts())

    assert targets.target(ClockKind.PREAUTH_DECISION, facts()) == Target(
        count=2, ladder=usual.ladder, rule="dear", because=("amount 3000.00 from 3000.00",)
    )
    cheap = targets.target(ClockKind.PREAUTH_DECISION, facts(amount=2_999_99))
    assert (cheap.count, cheap.ladder, cheap.rule) == (3, "OWN", "all")
    assert (usual.rule, usual.because) == ("", ()) and usual.ladder
