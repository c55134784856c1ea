"""Each version of a guarantee letter says what it changed."""

from datetime import timedelta

import pytest

from rules.cases import CaseNews, Side
from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Role
from rules.vocabulary import GuaranteeStatus, GuaranteeVersionKind
from tests.workflows.cases import actor, in_review
from workflows.case_engine import FINAL_GUARANTEE, Fact
from workflows.messages import Decide, DecideAmendment, RequestAmendment

ADJUSTER, DESK = actor(Role.ADJUSTER), actor(Role.HOSPITAL_DESK)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))


@pytest.mark.parametrize(
    ("ceiling", "days", "later", "kind"),
    [
        (19_000_00, 0, 0, GuaranteeVersionKind.RAISED),
        (19_000_00, 0, 7, GuaranteeVersionKind.RAISED_AND_EXTENDED),
        (17_000_00, 0, 0, GuaranteeVersionKind.REDUCED),
        (17_000_00, 0, 7, GuaranteeVersionKind.REDUCED),
        (18_000_00, 0, 7, GuaranteeVersionKind.EXTENDED),
        (18_000_00, 2, 0, GuaranteeVersionKind.EXTENDED),
        (18_000_00, -1, 0, GuaranteeVersionKind.REDUCED),
        (18_000_00, 0, -1, GuaranteeVersionKind.REDUCED),
        (18_000_00, 2, -1, GuaranteeVersionKind.EXTENDED),
    ],
)
def test_a_version_says_what_it_changed(
    ceiling: int, days: int, later: int, kind: GuaranteeVersionKind
) -> None:
    story = in_review().act(ADJUSTER, APPROVE).reserve()
    assert story.case.guarantee and story.case.guarantee.current.ceiling == 18_000_00
    first = story.case.guarantee.current
    asked = RequestAmendment(
        ceiling=ceiling,
        approved_days=first.approved_days + days,
        valid_until=first.valid_until + timedelta(days=later),
        reason="病情有变化",
    )

    story.act(DESK, asked)
    story.act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True))).reserve()

    assert [each.change for each in story.case.guarantee.versions] == [GuaranteeVersionKind.INITIAL, kind]


@pytest.mark.parametrize("settled", [15_450_00, 0])
def test_a_settled_bill_makes_the_final_version_of_its_letter(settled: int) -> None:
    story = in_review().act(ADJUSTER, APPROVE).reserve().fact(Fact.STAY_BEGUN, news(Fact.STAY_BEGUN))
    first = story.case.guarantee and story.case.guarantee.current
    assert first

    story.fact(Fact.BILL_SETTLED, news(Fact.BILL_SETTLED, settled=settled, days=4))

    promise = story.case.guarantee
    assert promise and promise.status is GuaranteeStatus.CONSUMED
    assert [each.change for each in promise.versions] == ["INITIAL", "FINAL"]
    final = promise.current
    assert (final.ordinal, final.ceiling, final.approved_days) == (2, settled, 4)
    assert (final.valid_from, final.valid_until) == (first.valid_from, first.valid_until)
    assert story.letters[-1] == ("LT-GOP-FIN", Side.HOSPITAL)


@pytest.mark.parametrize(
    ("figures", "patches"), [({}, frozenset({FINAL_GUARANTEE})), ({"settled": 15_450_00}, frozenset())]
)
def test_a_case_that_was_told_before_final_versions_ends_without_one(
    figures: dict[str, int], patches: frozenset[str]
) -> None:
    story = in_review().act(ADJUSTER, APPROVE).reserve().fact(Fact.STAY_BEGUN, news(Fact.STAY_BEGUN))

    story.fact(Fact.BILL_SETTLED, news(Fact.BILL_SETTLED, **figures), patches)

    assert story.case.stage is Stage.CONSUMED
    assert story.case.guarantee and len(story.case.guarantee.versions) == 1
    assert "LT-GOP-FIN" not in story.codes


def news(fact: Fact, **figures: int) -> CaseNews:
    return CaseNews(key=f"DB-1/{fact}", fact=fact, sender="DB-1", detail=dict(figures))
