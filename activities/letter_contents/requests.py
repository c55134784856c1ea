"""Letters while a request is open: received, documents missing, questions, lapsed."""

from datetime import date
from typing import Any

from activities.letter_contents.frame import case_page, frame, reply
from activities.letter_contents.preauthorization import about
from activities.letter_contents.sources import PreauthorizationSources, Sources, tidy
from letters.kinds import Acknowledgement, DocumentsMissing, LapseCause, MissingDocument, Query, RequestLapsed
from rules.cases import CaseEvent, OpenQuestion
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind, MilestoneKind
from rules.permissions import Action
from rules.preauthorization.values import Stage

MILESTONE = "MILESTONE"

LAPSE_CAUSES = {
    ClockKind.SUPPLEMENT_WAIT: LapseCause.DOCUMENTS_MISSING,
    ClockKind.QUERY_WAIT: LapseCause.QUERY_UNANSWERED,
    ClockKind.REDIRECT_WAIT: LapseCause.NO_HOSPITAL_NAMED,
}


def acknowledgement(sources: PreauthorizationSources) -> Acknowledgement:
    """LT-ACK."""
    case, judged = sources.case, sources.case.assessment
    return Acknowledgement(
        **frame(sources),
        **about(sources),
        process=case.process,
        received_at=case.opened_at,
        documents=tuple(dict.fromkeys(document.kind for document in case.documents)),
        emergency=case.request.emergency,
        late=bool(judged and judged.late),
        latest_request_on=judged.latest_request_on if judged else None,
        portal_url=case_page(sources),
    )


def documents_missing(sources: PreauthorizationSources) -> DocumentsMissing:
    """LT-SUPP: the first list, a reminder of it, or a second list with the fact behind it (L-02)."""
    first = sources.last(stage=Stage.AWAITING_DOCS)
    again = sources.last(Action.REQUEST_DOCUMENTS)
    asked = again or first
    return DocumentsMissing(
        **frame(sources, asked.actor if asked else ""),
        **about(sources),
        process=sources.case.process,
        missing=tuple(MissingDocument(kind=kind) for kind in sources.case.missing),
        reply=reply(sources),
        answer_by=sources.last_day(ClockKind.SUPPLEMENT_WAIT),
        first_sent_on=reminds_of(sources, asked, ClockKind.SUPPLEMENT_WAIT),
        new_fact=sources.words(again),
    )


def query(sources: PreauthorizationSources) -> Query:
    """LT-QRY: what is still open of the question that was last asked of this side."""
    question = _question(sources)
    held = {document.kind for document in sources.case.documents}
    asked = sources.last(Action.ASK)
    return Query(
        **frame(sources, question.asked_by),
        **about(sources),
        asked_at=question.asked_at,
        questions=tuple(tidy(item.text) for item in question.items if item.answered_at is None),
        documents=tuple(MissingDocument(kind=kind) for kind in question.documents if kind not in held),
        reply=reply(sources),
        answer_by=sources.last_day(ClockKind.QUERY_WAIT),
        first_sent_on=reminds_of(sources, asked, ClockKind.QUERY_WAIT),
    )


def lapsed(sources: PreauthorizationSources) -> RequestLapsed:
    """LT-LAPSE: what the case waited for is the clock that ran out."""
    ended = sources.last(MILESTONE, stage=Stage.LAPSED)
    if ended is None:
        raise ValueError(f"{sources.number} says that {sources.case.case_number} lapsed, which it did not")
    clock = ClockKind(str(ended.detail["clock"]))
    asked = {
        ClockKind.SUPPLEMENT_WAIT: sources.last(stage=Stage.AWAITING_DOCS),
        ClockKind.QUERY_WAIT: sources.last(stage=Stage.AWAITING_INFO),
        ClockKind.REDIRECT_WAIT: sources.last(stage=Stage.REDIRECTED),
    }[clock]
    return RequestLapsed(
        **frame(sources),
        **about(sources),
        lapsed_on=shanghai_date(ended.at),
        cause=LAPSE_CAUSES[clock],
        missing=sources.case.missing if clock is ClockKind.SUPPLEMENT_WAIT else (),
        asked_on=shanghai_date(asked.at) if asked else None,
    )


def reminds_of(sources: Sources[Any], asked: CaseEvent | None, clock: ClockKind) -> date | None:
    """The day on which it was first asked, where the reminder of that clock came after."""
    reminder = sources.last(MILESTONE, clock=clock)
    if asked is None or reminder is None or reminder.sequence < asked.sequence:
        return None
    reminds = reminder.detail.get("milestone") == MilestoneKind.REMINDER
    return shanghai_date(asked.at) if reminds else None


def _question(sources: PreauthorizationSources) -> OpenQuestion:
    asked = [
        question
        for question in sources.case.questions
        if question.asked_of is sources.item.to and question.asked_at <= sources.item.ordered_at
    ]
    if not asked:
        raise ValueError(f"{sources.number} asks nothing: {sources.case.case_number} has no such question")
    return asked[-1]
