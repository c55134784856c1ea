"""What taking the answer to an amendment back does to a guarantee letter, told without server or database."""

from datetime import date, timedelta
from typing import Any

import pytest

from activities.orders import ReserveAnswer
from rules.cases import CaseNews, LetterState
from rules.deadlines import ClockKind
from rules.preauthorization.decisions import AmendmentInput
from rules.preauthorization.values import Stage
from rules.roles import Actor, Role
from tests.workflows.cases import Story, actor
from tests.workflows.test_taking_back_moves import (
    COLLEAGUE,
    MAKER,
    SUPERVISOR,
    UNDO,
    guaranteed,
    refusal,
    undone,
    with_letters,
)
from workflows.case_engine import Fact, PlanClock, Refusal, Release, Reserve
from workflows.messages import CoSign, DecideAmendment, RequestAmendment

DESK = actor(Role.HOSPITAL_DESK)
RAISE = AmendmentInput(approve=True)
NO = AmendmentInput(approve=False, reason_code="LIMIT", explanation="无新的诊断依据。")


def asked(**wanted: Any) -> Story:
    """A letter whose own window is long over, and an amendment of it."""
    story = guaranteed()
    story.now += timedelta(hours=1)
    return story.act(DESK, RequestAmendment(reason="病情加重", **(wanted or {"ceiling": 19_000_00})))


def answered(entry: AmendmentInput, **wanted: Any) -> Story:
    story = asked(**wanted).act(MAKER, DecideAmendment(decision=entry))
    return with_letters(story.reserve() if entry.approve else story)


def open_clocks(story: Story) -> set[ClockKind]:
    return {clock.kind for clock in story.case.clocks if clock.open}


def test_a_raise_is_taken_back_and_the_letter_holds_what_it_held() -> None:
    before = asked().case
    story = answered(RAISE)
    raised = story.case.guarantee
    assert raised and raised.current.ceiling == story.case.reserved == 19_000_00

    undone(story)

    case = story.case
    assert before.guarantee and case.guarantee
    assert (case.stage, case.amendment, case.amendment_decision) == (
        Stage.GUARANTEED,
        before.amendment,
        None,
    )
    assert (case.guarantee.versions, case.guarantee.current) == (
        before.guarantee.versions,
        before.guarantee.current,
    )
    assert case.guarantee.taken_back == (raised.current,)
    assert open_clocks(story) == {each.kind for each in before.clocks if each.open}
    assert story.last.effects[-1] == Reserve(amount=before.reserved)
    assert not any(isinstance(effect, Release) for effect in story.last.effects)
    (event,) = story.last.events
    assert (event.kind, event.actor) == ("DECISION_TAKEN_BACK", MAKER.reference)
    assert event.detail["decided_at"] == story.now.isoformat()
    held = before.reserved
    story.fact(Fact.RESERVED, ReserveAnswer(granted=True, amount=held, asked=held, available=0, version=8))
    assert (story.case.reserved, story.case.accumulator_version) == (held, 8)


def test_the_number_of_a_version_that_was_taken_back_is_never_used_again() -> None:
    story = undone(answered(RAISE))

    story.act(MAKER, DecideAmendment(decision=RAISE)).reserve()

    promise = story.case.guarantee
    assert promise
    assert [version.ordinal for version in promise.versions] == [1, 3]
    assert promise.number.endswith("-V3")


def test_a_letter_that_was_extended_expires_when_it_would_have() -> None:
    first = asked().case
    assert first.guarantee
    stood = first.guarantee.current.valid_until
    story = answered(RAISE, valid_until=stood + timedelta(days=7))
    assert _expires_on(story) == stood + timedelta(days=7)

    undone(story)

    assert _expires_on(story) == stood
    assert not any(isinstance(effect, Reserve) for effect in story.last.effects)


def test_a_bill_of_care_that_has_begun_is_awaited_as_long_as_before() -> None:
    story = guaranteed()
    story.fact(Fact.STAY_BEGUN, CaseNews(key="DB-1/STAY_BEGUN", fact="STAY_BEGUN", sender="DB-1"))
    waited = story.case.clock(ClockKind.BILL_WAIT)
    assert waited and story.case.guarantee
    later = story.case.guarantee.current.valid_until + timedelta(days=30)
    story.act(DESK, RequestAmendment(reason="病情加重", valid_until=later))
    with_letters(story.act(MAKER, DecideAmendment(decision=RAISE)).reserve())
    longer = story.case.clock(ClockKind.BILL_WAIT)
    assert longer and longer.bound_on != waited.bound_on

    undone(story)

    again = story.case.clock(ClockKind.BILL_WAIT)
    assert again and again.bound_on == waited.bound_on
    assert story.case.clock(ClockKind.GUARANTEE_EXPIRY) is None


def _expires_on(story: Story) -> date | None:
    """The last day of the expiry clock that the step plans."""
    (planned,) = (
        effect
        for effect in story.last.effects
        if isinstance(effect, PlanClock) and effect.kind is ClockKind.GUARANTEE_EXPIRY
    )
    return planned.bound_on


def test_a_declined_amendment_is_open_again() -> None:
    story = answered(NO)
    assert story.case.amendment is None
    assert [letter for letter, _ in story.letters][-1] == "LT-GOP-AMD-NO"

    undone(story)

    assert story.case.amendment and story.case.amendment_decision is None
    assert story.case.clock(ClockKind.AMENDMENT_DECISION)
    assert story.case.letters[-1].state is LetterState.CANCELLED
    assert not any(isinstance(effect, Reserve) for effect in story.last.effects)


def test_what_two_people_signed_waits_for_its_signature_again() -> None:
    story = asked(ceiling=60_000_00).act(MAKER, DecideAmendment(decision=RAISE))
    assert story.case.fresh is None or not story.case.fresh.waits(story.case.version, story.now)
    story.act(actor(Role.HEAD), CoSign()).reserve()

    undone(story, SUPERVISOR)

    assert story.case.proposal and story.case.proposal.amendment
    assert story.case.proposal.amendment.co_signed_by == ""


@pytest.mark.parametrize(
    ("who", "seconds", "kind"),
    [(COLLEAGUE, 0, Refusal.FORBIDDEN), (MAKER, 30, Refusal.NOT_NOW), (SUPERVISOR, 30, Refusal.NOT_NOW)],
)
def test_neither_a_colleague_nor_anybody_after_the_window_takes_it_back(
    who: Actor, seconds: int, kind: Refusal
) -> None:
    story = answered(RAISE)
    story.now += timedelta(seconds=seconds)

    assert refusal(story, who).kind is kind


def test_an_amendment_that_the_ledger_refused_leaves_nothing_to_take_back() -> None:
    story = asked().act(MAKER, DecideAmendment(decision=RAISE))
    short = ReserveAnswer(granted=False, amount=0, asked=1, available=0, version=7)

    story.fact(Fact.RESERVE_SHORT, short)

    assert story.case.fresh is story.case.before_decision is None
    assert refusal(story, MAKER).kind is Refusal.NOT_NOW


def test_a_letter_that_has_left_keeps_the_amendment() -> None:
    story = answered(RAISE)
    before = story.case

    story.act(MAKER, UNDO).fact(Fact.LETTERS_GONE)

    assert story.case == before
