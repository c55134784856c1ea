"""The hospital answers its letter of guarantee; the letter stands whatever it says."""

from datetime import timedelta

import pytest

from rules.cases import Side
from rules.permissions import Action, Relation, may
from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.preauthorization.values import Outcome, Stage
from rules.roles import Actor, Role
from rules.vocabulary import AnswerWay, LetterAnswer
from tests.workflows.cases import Story, actor, in_review
from workflows.case_engine import Escalate, Refusal, RefusedError
from workflows.messages import Decide, DecideAmendment, RequestAmendment
from workflows.messages_letters import AcknowledgeLetter, DeclineLetter

ADJUSTER, DESK, FAMILY = actor(Role.ADJUSTER), actor(Role.HOSPITAL_DESK), actor(Role.GUARDIAN)
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
FIRST, SECOND = "GOP-20260929-000042-V1", "GOP-20260929-000042-V2"
YES, NO = AcknowledgeLetter(letter=FIRST), DeclineLetter(letter=FIRST, reason="无相应床位")


def guaranteed() -> Story:
    return in_review().act(ADJUSTER, APPROVE).reserve()


def says(story: Story, body: AcknowledgeLetter | DeclineLetter) -> Story:
    return story.act(DESK, body, Relation.OWN_HOSPITAL)


def refused(story: Story, body: AcknowledgeLetter | DeclineLetter) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        says(story, body)
    return caught.value


def answer(story: Story) -> LetterAnswer | None:
    assert story.case.guarantee
    answered = story.case.guarantee.current.answered
    return answered.answer if answered else None


def raised() -> Story:
    """A letter that was acknowledged, and then replaced by a version with more."""
    story = says(guaranteed(), YES).act(DESK, RequestAmendment(ceiling=19_000_00, reason="病情加重"))
    return story.act(ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True))).reserve()


def test_an_acknowledged_letter_says_who_had_it_and_outdates_nobody() -> None:
    story = guaranteed()
    before = story.case.version

    says(story, YES)

    assert answer(story) is LetterAnswer.ACKNOWLEDGED
    assert story.case.stage is Stage.GUARANTEED
    assert story.case.version == before
    (event,) = story.last.events
    assert event.detail == {"letter": FIRST, "letter_version": 1}
    assert event.actor == DESK.reference


def test_an_answer_from_the_mail_is_told_from_one_at_the_desk() -> None:
    story = says(guaranteed(), AcknowledgeLetter(letter=FIRST, way=AnswerWay.MAIL))

    assert story.case.guarantee
    assert story.case.guarantee.current.answered
    assert story.case.guarantee.current.answered.way is AnswerWay.MAIL
    assert story.last.events[0].detail == {"letter": FIRST, "letter_version": 1, "way": "MAIL"}


@pytest.mark.parametrize("body", [YES, NO])
def test_the_same_answer_again_changes_nothing(body: AcknowledgeLetter | DeclineLetter) -> None:
    story = says(guaranteed(), body)
    before = story.case

    says(story, body)

    assert story.case == before
    assert not story.last.events
    assert not story.last.effects


def test_a_declined_letter_is_a_task_and_moves_no_money() -> None:
    story = guaranteed()
    held = story.case.reserved

    says(story, NO)

    assert answer(story) is LetterAnswer.DECLINED
    assert [type(effect) for effect in story.last.effects] == [Escalate]
    assert [notice.recipient for notice in story.notices if notice.task] == ["staff:supervisor"]
    assert [text.text for text in story.last.texts] == ["无相应床位"]
    assert (story.case.stage, story.case.reserved) == (Stage.GUARANTEED, held)


def test_a_hospital_that_changes_its_mind_is_heard_each_time() -> None:
    story = says(says(says(guaranteed(), NO), YES), NO)

    assert answer(story) is LetterAnswer.DECLINED
    assert len({notice.key for notice in story.notices if notice.task}) == 2


def test_a_new_version_wants_its_own_answer_and_the_old_one_takes_none() -> None:
    story = raised()

    assert answer(story) is None
    assert f"replaced by {SECOND}" in refused(story, YES).why
    assert f"replaced by {SECOND}" in refused(story, NO).why
    says(story, AcknowledgeLetter(letter=SECOND))
    assert story.case.guarantee
    assert [each.answered is not None for each in story.case.guarantee.versions] == [True, True]


def test_a_letter_is_answered_to_its_last_day_and_not_after() -> None:
    story = guaranteed()
    assert story.case.guarantee
    last = story.case.guarantee.current.valid_until
    story.now += timedelta(days=(last - story.now.date()).days)
    says(story, YES)

    story.now += timedelta(days=1)

    assert f"its last day was {last}" in refused(story, NO).why


def test_a_letter_of_another_case_is_refused_at_its_field() -> None:
    error = refused(guaranteed(), AcknowledgeLetter(letter="GOP-20260929-000043-V1"))

    assert error.kind is Refusal.INVALID
    assert error.details["field"] == "letter"
    assert FIRST in error.why


@pytest.mark.parametrize(
    ("who", "relation"),
    [(DESK, Relation.NONE), (FAMILY, Relation.OWN_FAMILY), (ADJUSTER, Relation.STAFF)],
)
def test_only_the_hospital_that_holds_the_letter_answers_it(who: Actor, relation: Relation) -> None:
    assert not may(who, Action.ACKNOWLEDGE_LETTER, relation).allowed
    assert not may(who, Action.DECLINE_LETTER, relation).allowed


def test_a_letter_at_rest_waits_for_the_hospital_and_what_stirs_it_waits_for_us() -> None:
    def waits(story: Story) -> Side:
        return story.case.waiting_on

    assert waits(guaranteed()) is Side.HOSPITAL
    assert waits(says(guaranteed(), YES)) is Side.HOSPITAL
    assert waits(says(guaranteed(), NO)) is Side.US
    asked = says(guaranteed(), YES).act(DESK, RequestAmendment(ceiling=19_000_00, reason="病情加重"))
    assert waits(asked) is Side.US
    assert waits(raised()) is Side.HOSPITAL
