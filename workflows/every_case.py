"""What may happen to a case of any process: queries, assignment, holds, and escalation by time."""

from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from rules.cases import CaseBase, OpenQuestion, Priority, QuestionItem, Side
from rules.china_time import shanghai_date, shanghai_time
from rules.clocks import ChangeReason
from rules.deadlines import ClockKind, MilestoneKind
from rules.escalated import Reached
from rules.findings.confirmed import ConfirmedReading, in_words
from rules.permissions import Relation
from rules.replanning import Replanning
from workflows.case_draft import CaseDraft
from workflows.case_engine import Escalate, Happening, PlanClock, Refusal, RefusedError, with_clock

State = TypeVar("State", bound=CaseBase)

EVE = "EVE"
"""The ladder of what cannot wait until tomorrow."""


def escalate(draft: CaseDraft[State]) -> CaseDraft[State]:
    """A duty comes nearer, or was missed: the ladder of its clock says who learns of it and what is done."""
    clock, reached = draft.happening.body.clock, draft.happening.body.milestone
    draft.note(clock=clock.kind, milestone=reached.kind)
    if not clock.ladder:
        return draft
    ordinal = sum(1 for each in draft.case.clocks if each.kind is clock.kind)
    return draft.do(
        Escalate(
            ladder=clock.ladder,
            milestone=reached.kind,
            reached=Reached(
                clock=clock.kind,
                milestone=reached.name,
                ordinal=ordinal,
                due_at=clock.due_at,
                at=reached.at,
            ),
        )
    )


def tell_on_the_eve(draft: CaseDraft[State], kind: ClockKind, due_at: datetime) -> CaseDraft[State]:
    """A supervisor has to see to it at once; one task a day, however often the case comes back."""
    now = draft.happening.now
    reached = Reached(clock=kind, milestone=f"EVE {shanghai_date(now)}", ordinal=1, due_at=due_at, at=now)
    return draft.do(Escalate(ladder=EVE, milestone=MilestoneKind.SUPERVISOR, reached=reached))


def change_priority(draft: CaseDraft[State]) -> CaseDraft[State]:
    """People say how pressing the case is: its place in the queue, and the targets of its duties."""
    now, body = draft.happening.now, draft.happening.body
    before = draft.case.urgency
    draft.change(urgency=body.priority, priority=body.priority)
    draft.note(priority=body.priority, before=before, text=draft.text(body.reason))
    for clock in draft.case.clocks:
        if clock.open and clock.ladder:
            draft.do(
                PlanClock(
                    kind=clock.kind,
                    started_at=clock.started_at,
                    bound_on=clock.bound_on,
                    replaces=clock,
                    change=Replanning(at=now, reason=ChangeReason.URGENCY),
                )
            )
    return draft


def explain_delay(draft: CaseDraft[State]) -> CaseDraft[State]:
    """Somebody says why a duty is late; until then nothing is decided."""
    late = [clock for clock in draft.case.clocks if clock.open and clock.must_explain]
    if not late:
        raise RefusedError(Refusal.NOT_NOW, "No duty of this case is late without a reason.")
    body = draft.happening.body
    text = draft.text(body.explanation)
    for clock in late:
        explained = replace(clock, must_explain=False, delay_reason=body.reason)
        draft.change(clocks=with_clock(draft.case, explained).clocks)
    kinds = " ".join(clock.kind for clock in late)
    return draft.note(body.reason, clocks=kinds, text=text)


def explained(case: CaseBase) -> None:
    """Refuse to decide while a late duty has no reason."""
    late = [clock for clock in case.clocks if clock.open and clock.must_explain]
    if late:
        raise RefusedError(
            Refusal.NOT_NOW,
            f"{late[0].kind} was due on {shanghai_time(late[0].due_at):%Y-%m-%d at %H:%M}, Shanghai time: "
            "say first why it is late (EXPLAIN_DELAY), then decide.",
            clock=late[0].kind,
        )


def assign(draft: CaseDraft[State]) -> CaseDraft[State]:
    """The case is given to a person."""
    before, assignee = draft.case.assignee, draft.happening.body.assignee
    return draft.change(assignee=assignee).note(assignee=assignee, before=before)


def confirm_reading(draft: CaseDraft[State]) -> CaseDraft[State]:
    """A person says what a paper says; the values are kept beside the reading, the event counts them."""
    happening = draft.happening
    body = happening.body
    if body.document_id not in {each.document_id for each in draft.case.documents}:
        raise RefusedError(Refusal.INVALID, "This paper is not of this case.", field="document")
    key = f"{draft.case.case_number}/{draft.case.event_count + 1}"
    draft.do(
        ConfirmedReading(
            key=key,
            document_id=body.document_id,
            confirmed_by=happening.actor.reference,
            confirmed_at=happening.now,
            kind=body.kind,
            fields=body.fields,
            from_page=body.from_page,
        )
    )
    changed = sum(1 for each in body.fields if each.value != each.before)
    text = draft.text(in_words(body.fields))
    behind = {"from_page": body.from_page} if body.from_page else {}
    return draft.note(
        paper=body.document_id,
        paper_kind=body.kind,
        fields=len(body.fields),
        changed=changed,
        text=text,
        **behind,
    )


def flag_fraud(draft: CaseDraft[State]) -> CaseDraft[State]:
    """A hold: clocks run on, decisions wait for a supervisor."""
    if draft.case.hold:
        raise RefusedError(Refusal.NOT_NOW, "The case is already held for a fraud check.")
    text = draft.text(draft.happening.body.reason)
    return draft.change(hold=text, priority=Priority.HIGH).note("FRAUD_HOLD", text=text)


def release_hold(draft: CaseDraft[State]) -> CaseDraft[State]:
    """A supervisor lifts the hold."""
    if not draft.case.held:
        raise RefusedError(Refusal.NOT_NOW, "The case is not held.")
    text = draft.text(draft.happening.body.reason)
    return draft.change(hold="", consent_released=bool(draft.case.unconsented)).note(text=text)


def not_held(case: CaseBase) -> None:
    """Refuse to decide while the case is held, or a delay unexplained."""
    explained(case)
    released(case)


def released(case: CaseBase) -> None:
    """Refuse to decide while the case is held."""
    if case.hold:
        raise RefusedError(
            Refusal.NOT_NOW,
            "The case is held for a fraud check; a supervisor releases it before any decision.",
        )
    if case.consent_absent:
        raise RefusedError(
            Refusal.NOT_NOW,
            f"The family took its consent back ({', '.join(case.unconsented)}). It may give it again or take "
            "the request back; what the law demands all the same, a supervisor releases first.",
        )


def may_ask(case: CaseBase, side: Side) -> None:
    """Refuse to ask the hospital where the family took back its consent to that (L-30)."""
    if side is Side.HOSPITAL and case.mute_to_hospital:
        raise RefusedError(
            Refusal.NOT_NOW,
            "The family took back its consent that the hospital learns of the case: ask the family.",
        )


def put_question(draft: CaseDraft[State]) -> OpenQuestion:
    """A query to one side, with an item for each thing asked; the caller moves, pauses and writes."""
    body = draft.happening.body
    may_ask(draft.case, body.asked_of)
    if not body.items and not body.documents:
        raise RefusedError(Refusal.INVALID, "A query needs at least one item or document.", field="items")
    question_id = f"Q{len(draft.case.questions) + 1}"
    question = OpenQuestion(
        question_id=question_id,
        asked_of=body.asked_of,
        asked_by=draft.happening.actor.reference,
        asked_at=draft.happening.now,
        items=tuple(
            QuestionItem(item_id=f"{question_id}.{place}", text=text)
            for place, text in enumerate(body.items, 1)
        ),
        documents=body.documents,
    )
    for item in question.items:
        draft.text(item.text)
    draft.change(questions=(*draft.case.questions, question))
    return question


def take_answers(draft: CaseDraft[State]) -> tuple[OpenQuestion, int]:
    """Answers came: the query as it stands now, closed where everything is answered, and how much is open."""
    happening, question = draft.happening, draft.case.open_question()
    if question is None:
        raise RefusedError(Refusal.NOT_NOW, "No query is open on this case.")
    if question.asked_of is Side.GUARDIAN and happening.relation is Relation.OWN_HOSPITAL:
        raise RefusedError(
            Refusal.FORBIDDEN, "The query is put to the family; the hospital cannot answer it."
        )
    answered = _answered(question, happening)
    draft.change(documents=draft.case.with_documents(*happening.body.documents))
    for answer in happening.body.answers:
        draft.text(answer.text)
    held = {document.kind for document in draft.case.documents}
    open_items = sum(1 for item in answered.items if item.answered_at is None)
    still_open = open_items + sum(1 for kind in answered.documents if kind not in held)
    if not still_open:
        answered = replace(answered, closed_at=happening.now)
    questions = tuple(
        answered if old.question_id == answered.question_id else old for old in draft.case.questions
    )
    draft.change(questions=questions)
    return answered, still_open


def close_questions(draft: CaseDraft[State]) -> CaseDraft[State]:
    """Nobody waits for an answer any more."""
    now = draft.happening.now
    closed = tuple(replace(each, closed_at=now) if each.open else each for each in draft.case.questions)
    return draft.change(questions=closed)


def _answered(question: OpenQuestion, happening: Happening[Any]) -> OpenQuestion:
    known = {item.item_id for item in question.items}
    answers = {answer.item_id: answer.text for answer in happening.body.answers}
    strangers = sorted(set(answers) - known)
    if strangers:
        raise RefusedError(
            Refusal.INVALID,
            f"The open query {question.question_id} has no item {', '.join(strangers)}; "
            f"it asks {', '.join(sorted(known))}.",
            field="answers",
        )
    items = tuple(
        replace(item, answer=answers[item.item_id], answered_at=happening.now)
        if answers.get(item.item_id, "").strip()
        else item
        for item in question.items
    )
    return replace(question, items=items)
