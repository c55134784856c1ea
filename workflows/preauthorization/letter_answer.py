"""What the hospital says to a version of its guarantee letter: beside the main state, no money moves."""

from dataclasses import replace

from rules.china_time import shanghai_date
from rules.deadlines import MilestoneKind
from rules.escalated import Reached
from rules.preauthorization.case import Guarantee, HospitalAnswer
from rules.vocabulary import AnswerWay, GuaranteeVersionKind, LetterAnswer
from workflows.case_engine import Escalate, Refusal, RefusedError, Step
from workflows.preauthorization.draft import Case, Draft, Happened

LADDER = "LETTER_DECLINED"
"""Who learns that a hospital does not treat on our letter."""


def acknowledge(case: Case, happening: Happened) -> Step[Case]:
    """The hospital goes by this version; said again, it changes nothing."""
    guarantee = _standing(case, happening)
    draft = Draft(case, happening)
    if _said(guarantee) is LetterAnswer.ACKNOWLEDGED:
        return draft.quiet_step()
    return _answer(draft, guarantee, LetterAnswer.ACKNOWLEDGED).quiet_step()


def decline(case: Case, happening: Happened) -> Step[Case]:
    """The hospital does not treat on it: the promise stands until a person has seen to it."""
    guarantee = _standing(case, happening)
    draft = Draft(case, happening)
    if _said(guarantee) is LetterAnswer.DECLINED:
        return draft.quiet_step()
    reached = Reached(
        clock="LT-GOP",
        milestone=LADDER,
        # The event of this act: a letter that is declined, acknowledged and declined again is told twice.
        ordinal=case.event_count + 1,
        due_at=happening.now,
        at=happening.now,
    )
    _answer(draft, guarantee, LetterAnswer.DECLINED, draft.text(happening.body.reason))
    return draft.do(Escalate(ladder=LADDER, milestone=MilestoneKind.SUPERVISOR, reached=reached)).step()


def _said(guarantee: Guarantee) -> LetterAnswer | None:
    answered = guarantee.current.answered
    return answered.answer if answered else None


def _answer(draft: Draft, guarantee: Guarantee, answer: LetterAnswer, reason_key: str = "") -> Draft:
    happening, version, way = draft.happening, guarantee.current, draft.happening.body.way
    answered = HospitalAnswer(
        answer=answer, by=happening.actor.reference, at=happening.now, reason_key=reason_key, way=way
    )
    told = replace(version, answered=answered)
    versions = tuple(told if each is version else each for each in guarantee.versions)
    draft.change(guarantee=replace(guarantee, versions=versions))
    came = {} if way is AnswerWay.PORTAL else {"way": way}
    draft.note(letter=guarantee.number, letter_version=version.ordinal, **came)
    return draft


def _standing(case: Case, happening: Happened) -> Guarantee:
    """The promise, if the letter that is named is its version in force."""
    guarantee, named = case.guarantee, happening.body.letter
    if guarantee is None or not guarantee.root:
        raise RefusedError(Refusal.NOT_NOW, "No guarantee letter stands on this case.")
    known = {guarantee.number_of(version): version for version in guarantee.versions}
    if named not in known:
        raise RefusedError(
            Refusal.INVALID,
            f"{named} is no guarantee letter of this case; the one in force is {guarantee.number}.",
            field="letter",
        )
    if known[named].change is GuaranteeVersionKind.DECLINED:
        raise RefusedError(
            Refusal.NOT_NOW,
            f"{named} declines a change; {guarantee.number} stands: answer that version instead.",
        )
    if named != guarantee.number:
        raise RefusedError(
            Refusal.NOT_NOW, f"{named} was replaced by {guarantee.number}: answer that version instead."
        )
    until = guarantee.current.valid_until
    if shanghai_date(happening.now) > until:
        raise RefusedError(
            Refusal.NOT_NOW, f"{named} expired: its last day was {until}. Ask for an extension."
        )
    return guarantee
