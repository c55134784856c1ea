"""Each version of a guarantee letter says what it changed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commands.lived.stage import papers
from rules.cases import CaseNews, Side
from rules.deadlines import ClockKind, MilestoneKind
from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Role
from rules.vocabulary import GuaranteeStatus, GuaranteeVersionKind
from tests.workflows.cases import REQUIRED, Story, actor, assessment, case, in_review
from workflows.case_engine import ALL_PATCHES, FINAL_GUARANTEE, Fact, RefusedError, Release
from workflows.messages import (
    CancelGuarantee,
    Decide,
    DecideAmendment,
    RequestAmendment,
    Withdraw,
)
from workflows.messages_letters import AcknowledgeLetter

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


def changes(story: Story) -> list[str]:
    assert story.case.guarantee
    return [each.change for each in story.case.guarantee.versions]


def not_raised(patches: frozenset[str] = ALL_PATCHES) -> Story:
    story = in_review().act(ADJUSTER, APPROVE).reserve()
    story.act(DESK, RequestAmendment(ceiling=19_000_00, reason="病情有变化"))
    no = AmendmentInput(approve=False, reason_code="EXC-UNLISTED", explanation="无新的依据。")
    return story.act(ADJUSTER, DecideAmendment(decision=no), patches=patches)


def test_a_declined_change_is_a_version_that_never_takes_force() -> None:
    story = not_raised()

    promise = story.case.guarantee
    assert promise and changes(story) == ["INITIAL", "DECLINED"]
    assert promise.number.endswith("-V1")
    assert promise.status is GuaranteeStatus.VALID
    assert promise.versions[1].ceiling == 18_000_00


def test_a_hospital_goes_by_the_version_that_stands_after_a_change_was_declined() -> None:
    story = not_raised()
    root = story.case.guarantee.root if story.case.guarantee else ""

    with pytest.raises(RefusedError, match=f"{root}-V2 declines a change; {root}-V1 stands"):
        story.act(DESK, AcknowledgeLetter(letter=f"{root}-V2"))
    story.act(DESK, AcknowledgeLetter(letter=f"{root}-V1"))

    promise = story.case.guarantee
    assert promise and [bool(each.answered) for each in promise.versions] == [True, False]


def test_the_version_after_a_declined_one_takes_the_next_number() -> None:
    story = not_raised().act(DESK, RequestAmendment(ceiling=19_500_00, reason="检查报告已补"))
    story.act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True))).reserve()

    assert changes(story) == ["INITIAL", "DECLINED", "RAISED"]
    assert story.case.guarantee and story.case.guarantee.number.endswith("-V3")


CANCEL = CancelGuarantee(reason_code="NOT-INFORCE", explanation="退保")


@pytest.mark.parametrize("body", [CANCEL, Withdraw(reason="改期")])
def test_a_cancellation_is_the_last_version_of_its_letter(body: CancelGuarantee | Withdraw) -> None:
    story = in_review().act(ADJUSTER, APPROVE).reserve().act(ADJUSTER, body)

    promise = story.case.guarantee
    assert promise and changes(story) == ["INITIAL", "CANCELLED"]
    assert promise.number.endswith("-V2")
    assert (promise.status, promise.current.ceiling) == (GuaranteeStatus.CANCELLED, 18_000_00)


def test_an_expiry_is_the_last_version_of_its_letter() -> None:
    story = in_review().act(ADJUSTER, APPROVE).reserve()
    story.reach(ClockKind.GUARANTEE_EXPIRY, MilestoneKind.LAPSE)

    assert changes(story) == ["INITIAL", "EXPIRED"]
    assert story.case.guarantee and story.case.guarantee.status is GuaranteeStatus.EXPIRED


def test_an_approval_without_a_letter_has_no_version_that_ends_it() -> None:
    story = Story(case(documents=papers(*REQUIRED)))
    story.fact(Fact.ASSESSED, assessment(direct_billing=False)).act(ADJUSTER, APPROVE).reserve()
    story.act(ADJUSTER, CANCEL)

    assert changes(story) == ["INITIAL"]


def test_a_case_that_declined_a_change_before_that_had_a_number_goes_on_without() -> None:
    story = not_raised(patches=frozenset())

    assert changes(story) == ["INITIAL"]
    assert story.codes[-1] == "LT-GOP-AMD-NO"


def billed(settled: int, again: str = "", correctable: int = 1) -> CaseNews:
    figures = {"settled": settled, "days": 4, "correctable": correctable}
    return replace(news(Fact.BILL_SETTLED, **figures), key=f"DB-1/BILL_SETTLED{again}")


def settled_stay() -> Story:
    story = in_review().act(ADJUSTER, APPROVE).reserve().fact(Fact.STAY_BEGUN, news(Fact.STAY_BEGUN))
    return story.fact(Fact.BILL_SETTLED, billed(15_450_00))


def test_a_correction_after_the_final_version_makes_another() -> None:
    story = settled_stay()
    assert story.case.stage is Stage.CORRECTABLE
    assert any(isinstance(effect, Release) for effect in story.last.effects)

    story.fact(Fact.BILL_SETTLED, billed(15_010_00, "/2"))

    promise = story.case.guarantee
    assert promise and changes(story) == ["INITIAL", "FINAL", "FINAL"]
    assert (promise.number[-2:], promise.current.ceiling) == ("V3", 15_010_00)
    assert story.codes.count("LT-GOP-FIN") == 2
    assert not any(isinstance(effect, Release) for effect in story.last.effects)
    assert story.case.stage is Stage.CORRECTABLE


def test_a_correction_that_leaves_the_sum_as_it_was_makes_no_version() -> None:
    story = settled_stay().fact(Fact.BILL_SETTLED, billed(15_450_00, "/2"))

    assert changes(story) == ["INITIAL", "FINAL"]
    assert story.codes.count("LT-GOP-FIN") == 1


def test_a_correction_that_is_the_last_word_ends_the_case_of_the_letter() -> None:
    story = settled_stay().fact(Fact.BILL_SETTLED, billed(0, "/2", correctable=0))

    assert changes(story) == ["INITIAL", "FINAL", "FINAL"]
    assert story.case.stage is Stage.CONSUMED


def test_the_case_of_a_letter_ends_when_its_bill_can_be_corrected_no_more() -> None:
    story = settled_stay().fact(Fact.BILL_STANDS, news(Fact.BILL_STANDS))

    assert story.case.stage is Stage.CONSUMED
    assert story.case.clock(ClockKind.BILL_WAIT) is None


def test_a_case_of_a_letter_whose_bill_nobody_ends_ends_by_itself() -> None:
    story = settled_stay().reach(ClockKind.BILL_WAIT, MilestoneKind.LAPSE)

    assert story.case.stage is Stage.CONSUMED
    assert not any(isinstance(effect, Release) for effect in story.last.effects)


def news(fact: Fact, **figures: int) -> CaseNews:
    return CaseNews(key=f"DB-1/{fact}", fact=fact, sender="DB-1", detail=dict(figures))
