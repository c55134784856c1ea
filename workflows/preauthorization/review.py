"""Review: query, decide, second person, and what a decision sets going."""

from dataclasses import replace

from rules.cases import OpenQuestion, QuestionItem, Side
from rules.deadlines import ClockKind
from rules.permissions import Relation, Verdict, may
from rules.preauthorization.case import BeforeDecision, Proposal
from rules.preauthorization.decisions import Mistake, compose
from rules.preauthorization.values import Assessment, Decision, Outcome, Stage
from workflows.case_engine import Assess, Refusal, RefusedError, Reserve, Step
from workflows.every_case import may_ask, not_held
from workflows.preauthorization.amending import amend, hold, remember_amendment
from workflows.preauthorization.draft import Case, Draft, Happened
from workflows.preauthorization.guarantee import grant
from workflows.preauthorization.intake import under_review
from workflows.taking_back import forget, remember, takes_effect

DECISION_CLOCKS = (ClockKind.PREAUTH_DECISION, ClockKind.EMERGENCY_DECISION)


def ask(case: Case, happening: Happened) -> Step[Case]:
    """A medical query pauses the decision clock until it is answered, and takes back an open proposal."""
    body = happening.body
    may_ask(case, body.asked_of)
    if not body.items and not body.documents:
        raise RefusedError(Refusal.INVALID, "A query needs at least one item or document.", field="items")
    question_id = f"Q{len(case.questions) + 1}"
    items = tuple(
        QuestionItem(item_id=f"{question_id}.{place}", text=text) for place, text in enumerate(body.items, 1)
    )
    question = OpenQuestion(
        question_id=question_id,
        asked_of=body.asked_of,
        asked_by=happening.actor.reference,
        asked_at=happening.now,
        items=items,
        documents=body.documents,
    )
    draft = Draft(case, happening).change(questions=(*case.questions, question), proposal=None)
    for item in items:
        draft.text(item.text)
    for kind in DECISION_CLOCKS:
        clock = case.clock(kind)
        if clock:
            draft.pause(clock, question)
    draft.met(ClockKind.EMERGENCY_FIRST_ANSWER).wait(ClockKind.QUERY_WAIT)
    draft.to(Stage.AWAITING_INFO, question=question_id, items=len(items), asked_of=body.asked_of)
    return draft.order("LT-QRY", body.asked_of).step()


def reply(case: Case, happening: Happened) -> Step[Case]:
    """Answers came; only a full answer closes the query and lets the clock run again."""
    question = case.open_question()
    if question is None:
        raise RefusedError(Refusal.NOT_NOW, "No query is open on this case.")
    if question.asked_of is Side.GUARDIAN and happening.relation is Relation.OWN_HOSPITAL:
        raise RefusedError(
            Refusal.FORBIDDEN, "The query is put to the family; the hospital cannot answer it."
        )
    answered = _answered(question, happening)
    draft = Draft(case, happening).change(documents=case.with_documents(*happening.body.documents))
    for answer in happening.body.answers:
        draft.text(answer.text)
    held = {document.kind for document in draft.case.documents}
    open_items = sum(1 for item in answered.items if item.answered_at is None)
    open_documents = sum(1 for kind in answered.documents if kind not in held)
    if open_items or open_documents:
        draft.change(questions=_replaced(case, answered))
        return draft.note(question=question.question_id, still_open=open_items + open_documents).step()
    draft.change(questions=_replaced(case, replace(answered, closed_at=happening.now)))
    draft.met(ClockKind.QUERY_WAIT)
    for kind in DECISION_CLOCKS:
        clock = draft.case.clock(kind)
        if clock:
            draft.resume(clock, question.question_id)
    return under_review(draft, question=question.question_id).step()


def _answered(question: OpenQuestion, happening: Happened) -> OpenQuestion:
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


def _replaced(case: Case, question: OpenQuestion) -> tuple[OpenQuestion, ...]:
    return tuple(question if old.question_id == question.question_id else old for old in case.questions)


def decide(case: Case, happening: Happened) -> Step[Case]:
    """A decision within authority takes effect; a "no", or one above authority, waits for a second person."""
    not_held(case)
    composed = compose(case, happening.body.decision, happening.actor.reference, happening.now)
    if isinstance(composed, Mistake):
        raise RefusedError(Refusal.INVALID, composed.why, field=composed.field)
    draft = Draft(case, happening).met(ClockKind.EMERGENCY_FIRST_ANSWER)
    text = draft.text(composed.explanation)
    ruling = may(happening.actor, happening.body.action, happening.relation, composed.approved)
    if composed.outcome is Outcome.DECLINE or ruling.verdict is Verdict.NEEDS_SECOND:
        draft.change(proposal=draft.proposal(decision=composed))
        return draft.note(
            composed.reason_code, outcome=composed.outcome, ceiling=composed.ceiling, text=text, proposal=True
        ).step()
    draft.note(composed.reason_code, outcome=composed.outcome, ceiling=composed.ceiling, text=text)
    return _execute(_remembering(draft, case, composed), composed).step()


def co_sign(case: Case, happening: Happened) -> Step[Case]:
    """A second person with the authority signs; maker and checker are never the same."""
    not_held(case)
    proposal = _proposal_for(case, happening)
    signer = happening.actor
    amount = proposal.decision.approved if proposal.decision else 0
    if proposal.amendment:
        amount = proposal.amendment.ceiling
    if signer.authority < amount:
        raise RefusedError(
            Refusal.FORBIDDEN,
            "The amount is above your authority too; a person with more signs.",
            amount=amount,
        )
    draft = Draft(case, happening).change(proposal=None)
    draft.note(maker=proposal.made_by, amount=amount)
    if proposal.amendment:
        signed = replace(proposal.amendment, co_signed_by=signer.reference)
        remember_amendment(draft, case, signed)
        return hold(draft, draft.proposal(amendment=signed), signed).step()
    decision = replace(_decision_of(proposal), co_signed_by=signer.reference)
    return _execute(_remembering(draft, case, decision), decision).step()


def send_back(case: Case, happening: Happened) -> Step[Case]:
    """The proposal returns to its maker with a reason."""
    proposal = _proposal_for(case, happening)
    draft = Draft(case, happening).change(proposal=None)
    return draft.note(maker=proposal.made_by, text=draft.text(happening.body.reason)).step()


def _proposal_for(case: Case, happening: Happened) -> Proposal:
    if case.proposal is None:
        raise RefusedError(Refusal.NOT_NOW, "Nothing waits for a second signature on this case.")
    if case.proposal.made_by == happening.actor.reference:
        raise RefusedError(Refusal.FORBIDDEN, "You made this proposal; another person has to sign it.")
    return case.proposal


def _decision_of(proposal: Proposal) -> Decision:
    if proposal.decision is None:
        raise RefusedError(Refusal.NOT_NOW, "The proposal holds no decision.")
    return proposal.decision


def _remembering(draft: Draft, case: Case, decision: Decision) -> Draft:
    """What stood before, for as long as the letters wait."""
    before = BeforeDecision(decision=case.decision, proposal=case.proposal, redirected=case.redirected)
    remember(draft, case, before, decision.decided_by, decision.co_signed_by)
    return draft


def _execute(draft: Draft, decision: Decision) -> Draft:
    if decision.outcome is Outcome.DECLINE:
        draft.change(decision=decision, proposal=None).met(*DECISION_CLOCKS)
        draft.to(Stage.DECLINED, decision.reason_code, second=decision.co_signed_by)
        return draft.order("LT-PA-NO", Side.GUARDIAN, Side.HOSPITAL)
    if decision.outcome is Outcome.REDIRECT:
        draft.change(decision=decision, proposal=None, redirected=True).met(*DECISION_CLOCKS)
        draft.to(Stage.REDIRECTED, decision.reason_code).wait(ClockKind.REDIRECT_WAIT)
        return draft.order("LT-PA-RDR", Side.GUARDIAN)
    draft.change(pending=draft.proposal(decision=decision), proposal=None)
    return draft.do(Reserve(amount=decision.ceiling, seen_version=decision.accumulator_version))


def reserved(case: Case, happening: Happened) -> Step[Case]:
    """The benefit is held: the pending decision takes effect."""
    draft = Draft(case, happening)
    if case.pending is None:
        # An amendment was taken back: the stay holds what it held before.
        draft.change(reserved=happening.body.amount, accumulator_version=happening.body.version)
        return draft.step()
    draft.by_proposal(case.pending).change(
        pending=None, reserved=happening.body.amount, accumulator_version=happening.body.version
    )
    takes_effect(draft)
    if case.pending.amendment:
        return amend(draft, case.pending.amendment).step()
    decision = _decision_of(case.pending)
    draft.change(decision=decision).met(*DECISION_CLOCKS)
    in_part = decision.outcome is Outcome.APPROVE_IN_PART
    draft.to(Stage.APPROVED_PARTIAL if in_part else Stage.APPROVED, amount=happening.body.amount)
    draft.order("LT-PA-PART" if in_part else "LT-PA-OK", Side.GUARDIAN)
    return grant(draft).step()


def reserve_short(case: Case, happening: Happened) -> Step[Case]:
    """The benefit does not suffice, or moved since it was shown: nothing is decided.

    A request is judged anew, so that whoever decides next sees what moved: another letter of the stay, too.
    """
    draft = Draft(case, happening).change(pending=None, accumulator_version=happening.body.version)
    forget(draft)
    if case.stage is Stage.IN_REVIEW:
        draft.do(Assess())
    return draft.note("LIMIT", available=happening.body.available, asked=happening.body.asked).step()


def judged_anew(case: Case, happening: Happened) -> Step[Case]:
    """New findings for whoever decides; that approval is required, and for which stay, is settled."""
    found: Assessment = happening.body
    draft = Draft(case, happening).change(accumulator_version=found.accumulator_version)
    if case.assessment:
        before = case.assessment
        found = replace(found, required=before.required, episode_id=before.episode_id)
    return draft.change(assessment=found).step()
