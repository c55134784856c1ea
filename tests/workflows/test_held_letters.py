"""A guarantee letter that care has begun on: held until its bill is judged, ended where none comes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from activities.direct_billing_orders import VisitAnswer
from rules.cases import CaseNews, Side
from rules.claims.case import ClaimSubject
from rules.deadlines import ClockKind, MilestoneKind
from rules.direct_billing.case import DirectBillingCase
from rules.direct_billing.values import BillLine, Eligibility, HospitalBill, Standing
from rules.direct_billing.values import Stage as VisitStage
from rules.items import ItemCode
from rules.permissions import Action, Relation
from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import SYSTEM, Role
from rules.vocabulary import EncounterType, GuaranteeStatus
from tests.rules.direct_billing.desk import visit
from tests.workflows.cases import NUMBER, Story, actor, in_review
from workflows.case_engine import ALL_PATCHES, Fact, Happening, Release, Step, TellCase, apply
from workflows.direct_billing.effects import DeskFact
from workflows.direct_billing.table import TABLE
from workflows.messages import Decide, DecideAmendment, RequestAmendment, Withdraw
from workflows.messages_direct_billing import SubmitBill

ADJUSTER, DESK = actor(Role.ADJUSTER), actor(Role.HOSPITAL_DESK)
OLD: frozenset[str] = frozenset()
NOW = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
VALID_UNTIL, BILL_BY = date(2026, 10, 26), date(2026, 11, 25)


def begun(sender: str = "DB-1") -> Story:
    """A letter of 26 October at the latest, on which a child was admitted."""
    story = in_review().act(ADJUSTER, Decide(decision=DecisionInput(outcome=Outcome.APPROVE))).reserve()
    return tell(story, Fact.STAY_BEGUN, sender)


def tell(story: Story, fact: Fact, sender: str = "DB-1") -> Story:
    """Another case says it, and the letter's case keeps that it heard it."""
    key = f"{sender}/{fact}"
    story.case = replace(story.case, heard=(*story.case.heard, key))
    return story.fact(fact, CaseNews(key=key, fact=fact, sender=sender))


def extend(story: Story, until: date, patches: frozenset[str] = ALL_PATCHES) -> Story:
    """The hospital asks for more days, and gets them."""
    story.act(DESK, RequestAmendment(valid_until=until, reason="病情需要"))
    story.act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True)))
    return story.reserve(patches=patches)


def changes(story: Story) -> list[str]:
    assert story.case.guarantee
    return [each.change for each in story.case.guarantee.versions]


def bill_by(story: Story) -> date | None:
    wait = story.case.clock(ClockKind.BILL_WAIT)
    return wait.bound_on if wait else None


def test_a_letter_whose_bill_never_comes_expires_with_a_version_and_a_letter_of_its_own() -> None:
    story = begun()
    assert bill_by(story) == BILL_BY

    story.reach(ClockKind.BILL_WAIT, MilestoneKind.LAPSE)

    promise = story.case.guarantee
    assert promise and promise.status is GuaranteeStatus.EXPIRED
    assert (story.case.stage, changes(story)) == (Stage.EXPIRED, ["INITIAL", "EXPIRED"])
    assert Release(expired=True) in story.last.effects
    assert story.letters[-1] == ("LT-GOP-EXP", Side.HOSPITAL)


def test_a_case_that_ran_out_of_its_wait_before_ends_as_it_did() -> None:
    story = begun().reach(ClockKind.BILL_WAIT, MilestoneKind.LAPSE, OLD)

    assert (story.case.stage, changes(story)) == (Stage.CONSUMED, ["INITIAL"])


def test_a_letter_that_is_extended_during_the_stay_does_not_expire_under_it() -> None:
    story = extend(begun(), VALID_UNTIL + timedelta(days=10))

    assert changes(story) == ["INITIAL", "EXTENDED"]
    assert story.case.clock(ClockKind.GUARANTEE_EXPIRY) is None
    assert bill_by(story) == BILL_BY + timedelta(days=10)


def test_a_letter_that_was_extended_before_the_patch_has_the_clock_that_it_had() -> None:
    story = extend(begun(), VALID_UNTIL + timedelta(days=10), OLD)

    assert story.case.clock(ClockKind.GUARANTEE_EXPIRY) is not None
    assert bill_by(story) == BILL_BY


def test_a_bill_that_has_come_holds_its_letter_however_long_it_is_judged() -> None:
    story = tell(begun(), Fact.BILL_RECEIVED)

    assert story.case.stage is Stage.GUARANTEED
    waited = bill_by(story)
    assert waited and waited > BILL_BY + timedelta(days=60)
    extend(story, VALID_UNTIL + timedelta(days=3))
    assert bill_by(story) == waited


def test_a_letter_may_expire_again_once_the_hospital_took_its_case_back() -> None:
    story = tell(begun(), Fact.STAY_WITHDRAWN)

    expiry = story.case.clock(ClockKind.GUARANTEE_EXPIRY)
    assert expiry and expiry.bound_on == VALID_UNTIL
    assert bill_by(story) is None


def test_a_letter_with_other_care_on_it_is_held_for_that() -> None:
    story = tell(tell(begun(), Fact.STAY_BEGUN, "DB-2"), Fact.STAY_WITHDRAWN, "DB-2")

    assert story.case.clock(ClockKind.GUARANTEE_EXPIRY) is None
    assert bill_by(story) == BILL_BY


def at_the_desk(encounter: EncounterType, stage: VisitStage = VisitStage.RECEIVED) -> DirectBillingCase:
    asked = visit(encounter=encounter, authorization=NUMBER)
    return DirectBillingCase(
        case_number="DB-261012-000018-4",
        opened_at=NOW,
        opened_by="hospital:MEIHUA-FUER",
        stage=stage,
        subject=ClaimSubject(member_id=asked.member_id, policy_id=asked.policy_id),
        visit=asked,
    )


def told_by(
    case: DirectBillingCase, event: str, body: object, patches: frozenset[str] = ALL_PATCHES
) -> list[str]:
    """What the letter's case is told of a step."""
    happening: Happening[DirectBillingCase] = Happening(
        event=event, now=NOW, actor=SYSTEM, relation=Relation.OWN_HOSPITAL, body=body, patches=patches
    )
    step: Step[DirectBillingCase] = apply(TABLE, case, case.stage, happening)
    tells = [effect for effect in step.effects if isinstance(effect, TellCase)]
    assert {each.case_number for each in tells} <= {NUMBER}
    return [each.news.fact for each in tells]


ELIGIBLE = VisitAnswer(eligibility=Eligibility(standing=Standing.ELIGIBLE), reserved=600_00)


@pytest.mark.parametrize(
    ("encounter", "patches", "told"),
    [
        (EncounterType.OUTPATIENT, ALL_PATCHES, ["STAY_BEGUN"]),
        (EncounterType.OUTPATIENT, OLD, []),
        (EncounterType.INPATIENT, ALL_PATCHES, ["STAY_BEGUN"]),
        (EncounterType.INPATIENT, OLD, ["STAY_BEGUN"]),
    ],
)
def test_care_with_or_without_a_bed_holds_its_letter(
    encounter: EncounterType, patches: frozenset[str], told: list[str]
) -> None:
    assert told_by(at_the_desk(encounter), DeskFact.ELIGIBILITY_FOUND, ELIGIBLE, patches) == told


def bill(discharged_on: date | None) -> SubmitBill:
    charge = BillLine(line_id="1", item=ItemCode.BED, description="床位费", amount=600_00)
    return SubmitBill(bill=HospitalBill(lines=(charge,), diagnoses=(), discharged_on=discharged_on))


@pytest.mark.parametrize(
    ("stage", "discharged_on", "patches", "told"),
    [
        (VisitStage.ADMITTED, None, ALL_PATCHES, []),
        (VisitStage.ADMITTED, NOW.date(), ALL_PATCHES, ["BILL_RECEIVED"]),
        (VisitStage.INTERIM_BILLED, NOW.date(), ALL_PATCHES, ["BILL_RECEIVED"]),
        (VisitStage.DISCHARGE_BILLED, NOW.date(), ALL_PATCHES, []),
        (VisitStage.ADMITTED, NOW.date(), OLD, []),
    ],
)
def test_the_first_bill_of_the_whole_stay_is_told(
    stage: VisitStage, discharged_on: date | None, patches: frozenset[str], told: list[str]
) -> None:
    case = at_the_desk(EncounterType.INPATIENT, stage)

    assert told_by(case, Action.SUBMIT_BILL, bill(discharged_on), patches) == told


@pytest.mark.parametrize(
    ("stage", "patches", "told"),
    [
        (VisitStage.ADMITTED, ALL_PATCHES, ["STAY_WITHDRAWN"]),
        (VisitStage.MANUAL_CHECK, ALL_PATCHES, []),
        (VisitStage.ADMITTED, OLD, []),
    ],
)
def test_what_a_hospital_takes_back_is_told(
    stage: VisitStage, patches: frozenset[str], told: list[str]
) -> None:
    case = at_the_desk(EncounterType.INPATIENT, stage)

    assert told_by(case, Action.WITHDRAW, Withdraw(reason="改期"), patches) == told
