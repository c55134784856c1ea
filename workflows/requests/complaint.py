"""What happens to a complaint, top to bottom (domain 5.9)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from rules.cases import Priority, Side
from rules.deadlines import ClockKind
from rules.permissions import Action
from rules.requests.complaint import (
    DECISION_CLOCKS,
    EXTENSIONS,
    FINAL_STAGES,
    UNDECIDED,
    UNDER_WORK,
    ComplaintCase,
    ComplaintSource,
    Extension,
    Findings,
    Stage,
)
from rules.roles import Actor, Role
from workflows import every_case
from workflows.case_draft import CaseDraft
from workflows.case_engine import (
    Fact,
    Happening,
    PlanClock,
    Refusal,
    RefusedError,
    Step,
    Table,
    Transition,
)
from workflows.requests import always

Case = ComplaintCase
Happened = Happening[ComplaintCase]
Draft = CaseDraft[ComplaintCase]

ANSWER = "LT-CMP"


class ComplaintFact(StrEnum):
    """What the system reports to a complaint."""

    INTEREST_FOUND = "INTEREST_FOUND"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindInterest:
    """Effect: who decided what is complained about, and whether the person may handle complaints at all."""

    person: str
    assigned_by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestFound:
    """Who decided the case that the complaint is about; ``handles``: the person answers complaints."""

    person: str
    assigned_by: Actor
    people: tuple[str, ...]
    handles: bool


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """It is here: acknowledged within a working day, answered within fifteen days of receipt (L-22)."""
    draft = Draft(case, happening).note(source=case.source, about_case=case.about_case)
    if case.source is ComplaintSource.REGULATOR:
        draft.change(priority=Priority.HIGH)
    draft.plan(ClockKind.COMPLAINT_ACKNOWLEDGEMENT).plan(ClockKind.COMPLAINT_DECISION)
    return draft.order("LT-CMP-ACK", Side.GUARDIAN).step()


def assign(case: Case, happening: Happened) -> Step[Case]:
    """Somebody is to handle it: first it is looked up whether that person took part in the matter."""
    person = happening.body.assignee
    return Step(state=case, effects=(FindInterest(person=person, assigned_by=happening.actor),))


def assigned(case: Case, happening: Happened) -> Step[Case]:
    """Nobody who decided the case handles its complaint (L-23)."""
    found: InterestFound = happening.body
    known = replace(case, interested=found.people)
    if found.person in found.people:
        return Step(state=known, refused=_interested(found.person, case.about_case))
    if not found.handles:
        why = f"{found.person} answers no complaints: name a complaint handler, a supervisor or the head."
        return Step(state=known, refused=RefusedError(Refusal.INVALID, why, field="assignee"))
    draft, before = Draft(known, happening).by(found.assigned_by), case.assignee
    draft.change(assignee=found.person)
    if case.stage is Stage.RECEIVED:
        return draft.to(Stage.ASSIGNED, assignee=found.person, before=before).step()
    return draft.note(assignee=found.person, before=before).step()


def investigate(case: Case, happening: Happened) -> Step[Case]:
    """Whoever has the complaint looks into it."""
    _handles(case, happening.actor)
    return Draft(case, happening).to(Stage.INVESTIGATING).step()


def extend(case: Case, happening: Happened) -> Step[Case]:
    """Fifteen days become thirty; sixty where a supervisor agrees. The complainant is told why (L-22)."""
    _handles(case, happening.actor)
    running = case.running_clock()
    clock = case.clock(running) if running else None
    if clock is None or running not in EXTENSIONS or not case.may_extend(happening.now):
        raise RefusedError(
            Refusal.NOT_NOW, "No more time can be given: answer the complaint now, and say why it is late."
        )
    stage, kind = EXTENSIONS[running]
    if stage is Stage.EXTENDED_60 and not happening.actor.has(Role.SUPERVISOR, Role.HEAD):
        raise RefusedError(
            Refusal.FORBIDDEN, "A complaint runs longer than 30 days only where a supervisor agrees."
        )
    draft, body = Draft(case, happening), happening.body
    text = draft.text(body.reason)
    told = Extension(
        facts=body.facts, reason=body.reason, approved_by=happening.actor.reference, at=happening.now
    )
    draft.change(extensions=(*case.extensions, told)).stop(running).to(stage, text=text)
    draft.do(PlanClock(kind=kind, started_at=clock.started_at))
    return draft.order(ANSWER, Side.GUARDIAN).step()


def decide(case: Case, happening: Happened) -> Step[Case]:
    """What was found, and the answer; the duty is met when the complainant has it."""
    _handles(case, happening.actor)
    every_case.explained(case)
    draft, body = Draft(case, happening), happening.body
    text = draft.text(body.answer)
    findings = Findings(
        facts=body.facts, answer=body.answer, upheld=body.upheld, decided_by=happening.actor.reference
    )
    draft.change(findings=findings, answer=body.answer)
    return draft.to(Stage.DECIDED, upheld=body.upheld, text=text).order(ANSWER, Side.GUARDIAN).step()


def letter_sent(case: Case, happening: Happened) -> Step[Case]:
    """The acknowledgement, or the answer, has reached the complainant."""
    letter, draft = happening.body, Draft(case, happening)
    if letter.code != ANSWER:
        return draft.met(ClockKind.COMPLAINT_ACKNOWLEDGEMENT).note(letter=letter.number).quiet_step()
    last = max(each.ordinal for each in case.letters if each.code == ANSWER)
    if case.stage is not Stage.DECIDED or letter.ordinal != last:
        return Step(state=case)
    draft.met(*DECISION_CLOCKS).to(Stage.NOTIFIED, letter=letter.number)
    return draft.to(Stage.CLOSED).step()


def note_regulator(case: Case, happening: Happened) -> Step[Case]:
    """The regulator handed on the same complaint: it goes first (L-24)."""
    draft = Draft(case, happening)
    draft.change(
        source=ComplaintSource.REGULATOR,
        reference=happening.body.reference,
        priority=max(case.priority, Priority.HIGH, key=list(Priority).index),
    )
    return draft.note(source=ComplaintSource.REGULATOR, text=draft.text(happening.body.reference)).step()


def _handles(case: Case, actor: Actor) -> None:
    """Refuse whoever took part in the matter, and anybody but its handler or a senior."""
    if actor.reference in case.interested:
        raise _interested(actor.reference, case.about_case)
    if actor.reference != case.assignee and not actor.has(Role.SUPERVISOR, Role.HEAD):
        why = f"{case.assignee or 'Nobody'} has this complaint: have it assigned to you first."
        raise RefusedError(Refusal.FORBIDDEN, why)


def _interested(person: str, about_case: str) -> RefusedError:
    return RefusedError(
        Refusal.FORBIDDEN,
        f"{person} took part in deciding {about_case}: somebody else handles a complaint about it.",
    )


Row = Transition[ComplaintCase]
OPEN = tuple(stage for stage in Stage if stage not in FINAL_STAGES)
HANDLED = "has the complaint, or a senior; took no part in the matter"

TABLE = Table[ComplaintCase](
    (
        Row(
            (Stage.RECEIVED,),
            Fact.SUBMITTED,
            submitted,
            clock="1 WD to acknowledge; 15 CD to answer",
            letters=("LT-CMP-ACK",),
        ),
        Row((*UNDECIDED,), Action.ASSIGN_COMPLAINT, assign, guard="who decided the case is looked up"),
        Row(
            (*UNDECIDED,),
            ComplaintFact.INTEREST_FOUND,
            assigned,
            (Stage.ASSIGNED,),
            guard="answers complaints; took no part in the matter",
        ),
        Row(
            (Stage.ASSIGNED,),
            Action.INVESTIGATE_COMPLAINT,
            investigate,
            (Stage.INVESTIGATING,),
            guard=HANDLED,
        ),
        Row(
            UNDER_WORK,
            Action.EXTEND_COMPLAINT,
            extend,
            (Stage.EXTENDED_30, Stage.EXTENDED_60),
            guard=f"{HANDLED}; in time; 60 days: a supervisor",
            clock="30 CD, then 60 CD, from receipt",
            letters=(ANSWER,),
        ),
        Row(UNDER_WORK, Action.DECIDE_COMPLAINT, decide, (Stage.DECIDED,), guard=HANDLED, letters=(ANSWER,)),
        Row(
            OPEN,
            Fact.LETTER_SENT,
            letter_sent,
            (Stage.NOTIFIED, Stage.CLOSED),
            guard="the answer reached the complainant",
            clock="1 WD met; 15, 30 or 60 CD met",
        ),
        Row((*UNDECIDED,), Action.NOTE_REGULATOR, note_regulator, guard="the regulator's number"),
        *always.rows(OPEN, withdrawn_from=UNDECIDED, assignable=False),
    )
)
