"""What may happen to a case of any process: queries, assignment, holds, and escalation by time."""

from dataclasses import replace
from typing import Any, TypeVar

from rules.cases import CaseBase, OpenQuestion, Priority, QuestionItem, Side
from rules.deadlines import MilestoneKind
from rules.permissions import Relation
from workflows.case_draft import CaseDraft
from workflows.case_engine import Happening, Refusal, RefusedError

State = TypeVar("State", bound=CaseBase)


TOLD = {
    MilestoneKind.REMINDER: "ASSIGNEE",
    MilestoneKind.TARGET: "SUPERVISOR",
    MilestoneKind.TEAM_LEAD: "TEAM_LEAD",
    MilestoneKind.SUPERVISOR: "SUPERVISOR",
    MilestoneKind.BREACH: "HEAD",
    MilestoneKind.LEGAL_BREACH: "HEAD",
    MilestoneKind.OVERDUE: "HEAD",
}
"""Half the time: the assignee. 80 %: the supervisor. Due: a breach on record and the head (domain 4.3.9)."""

_LATE = (MilestoneKind.BREACH, MilestoneKind.LEGAL_BREACH, MilestoneKind.OVERDUE)


def escalate(draft: CaseDraft[State]) -> CaseDraft[State]:
    """A duty comes nearer, or was missed: the next person learns of it."""
    clock, reached = draft.happening.body.clock, draft.happening.body.milestone
    if reached.kind is not MilestoneKind.REMINDER:
        draft.change(
            priority=Priority.URGENT if reached.kind in _LATE else Priority.HIGH,
            escalated=True,
        )
    return draft.note(clock=clock.kind, milestone=reached.kind, told=TOLD.get(reached.kind, ""))


def assign(draft: CaseDraft[State]) -> CaseDraft[State]:
    """The case is given to a person."""
    before, assignee = draft.case.assignee, draft.happening.body.assignee
    return draft.change(assignee=assignee).note(assignee=assignee, before=before)


def flag_fraud(draft: CaseDraft[State]) -> CaseDraft[State]:
    """A hold: clocks run on, decisions wait for a supervisor."""
    if draft.case.hold:
        raise RefusedError(Refusal.NOT_NOW, "The case is already held for a fraud check.")
    text = draft.text(draft.happening.body.reason)
    return draft.change(hold=text, priority=Priority.HIGH).note("FRAUD_HOLD", text=text)


def release_hold(draft: CaseDraft[State]) -> CaseDraft[State]:
    """A supervisor lifts the hold."""
    if not draft.case.hold:
        raise RefusedError(Refusal.NOT_NOW, "The case is not held.")
    text = draft.text(draft.happening.body.reason)
    return draft.change(hold="").note(text=text)


def not_held(case: CaseBase) -> None:
    """Refuse to decide while the case is held."""
    if case.hold:
        raise RefusedError(
            Refusal.NOT_NOW,
            "The case is held for a fraud check; a supervisor releases it before any decision.",
        )


def put_question(draft: CaseDraft[State]) -> OpenQuestion:
    """A query to one side, with an item for each thing asked; the caller moves, pauses and writes."""
    body = draft.happening.body
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
