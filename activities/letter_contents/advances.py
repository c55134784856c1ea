"""Letters of a hospital advance: what is missing, decided, settled and owed (domain 5.4, 5.6)."""

from collections.abc import Callable
from typing import Any

from activities.letter_contents.advance_money import (
    AdvanceSources,
    about,
    payment_failed,
    payment_made,
    reason_of,
    refund_notice,
    refund_reminder,
    settled,
)
from activities.letter_contents.frame import case_page, family, frame, guardian, hospital_of, reply
from activities.letter_contents.requests import reminds_of
from activities.letter_contents.sources import Sources, tidy
from letters.kinds import (
    Acknowledgement,
    AdvanceApproved,
    AdvanceDeclined,
    AdvanceDelayed,
    AdvanceMandate,
    DocumentsMissing,
    LapseCause,
    Letter,
    MissingDocument,
    OriginalsReceived,
    Query,
    Reason,
    RequestedCare,
    RequestLapsed,
)
from rules.advances.values import AdvanceDecision
from rules.advances.vocabulary import AdvanceAnswer, Stage
from rules.china_time import shanghai_date
from rules.deadlines import ClockKind, MilestoneKind
from rules.identity import mask_identity_number
from rules.money import format_yuan
from rules.permissions import Action
from rules.reasons import ReasonCode
from stores.cover.parties import PartyMissingError


def _care(sources: AdvanceSources) -> RequestedCare:
    request, hospital = sources.case.request, hospital_of(sources)
    return RequestedCare(
        hospital=hospital.name,
        hospital_english=hospital.name_en or "",
        department=request.department_name,
        authorization_types=(request.kind,),
        treatment=request.treatment,
        planned_on=request.planned_on,
        estimate=sources.case.amount,
    )


def acknowledgement(sources: AdvanceSources) -> Acknowledgement:
    """LT-ACK: the receipt with the number of the case."""
    case = sources.case
    return Acknowledgement(
        **frame(sources),
        **family(sources),
        care=_care(sources),
        process=case.process,
        received_at=case.opened_at,
        documents=tuple(dict.fromkeys(document.kind for document in case.documents)),
        portal_url=case_page(sources),
    )


def documents_missing(sources: AdvanceSources) -> DocumentsMissing:
    """LT-SUPP: the one list, or a reminder of it (L-02)."""
    asked = sources.last(Action.RECORD_CALL)
    return DocumentsMissing(
        **frame(sources, asked.actor if asked else ""),
        **family(sources),
        care=_care(sources),
        process=sources.case.process,
        missing=tuple(MissingDocument(kind=kind) for kind in sources.case.missing),
        reply=reply(sources),
        answer_by=sources.last_day(ClockKind.ADVANCE_DOCUMENT_WAIT),
        first_sent_on=reminds_of(sources, asked, ClockKind.ADVANCE_DOCUMENT_WAIT),
    )


def query(sources: AdvanceSources) -> Query:
    """LT-QRY: what is still open of the question."""
    question = sources.case.questions[-1]
    held = {document.kind for document in sources.case.documents}
    asked = sources.last(Action.ASK)
    return Query(
        **frame(sources, question.asked_by),
        **family(sources),
        care=_care(sources),
        asked_at=question.asked_at,
        questions=tuple(tidy(item.text) for item in question.items if item.answered_at is None),
        documents=tuple(MissingDocument(kind=kind) for kind in question.documents if kind not in held),
        reply=reply(sources),
        answer_by=sources.last_day(ClockKind.HOSPITAL_QUERY_WAIT),
        first_sent_on=reminds_of(sources, asked, ClockKind.HOSPITAL_QUERY_WAIT),
    )


def lapsed(sources: AdvanceSources) -> RequestLapsed:
    """LT-LAPSE: documents never came, or the child left before anything was paid."""
    ended = sources.last(stage=Stage.LAPSED)
    if ended is None:
        raise ValueError(f"{sources.number} says that {sources.case.case_number} lapsed, which it did not")
    missing = ended.reason_code == ReasonCode.DOCUMENT_MISSING
    asked = sources.last(Action.RECORD_CALL)
    return RequestLapsed(
        **frame(sources),
        **family(sources),
        care=_care(sources),
        process=sources.case.process,
        lapsed_on=shanghai_date(ended.at),
        cause=LapseCause.DOCUMENTS_MISSING if missing else LapseCause.DISCHARGED,
        missing=sources.case.missing if missing else (),
        asked_on=shanghai_date(asked.at) if missing and asked else None,
    )


def _decision(sources: AdvanceSources, answer: AdvanceAnswer) -> AdvanceDecision:
    made = [each for each in sources.case.decisions if each.answer is answer]
    if not made:
        raise ValueError(f"{sources.number} tells an answer that {sources.case.case_number} has not got")
    return made[-1]


def _signer(decision: AdvanceDecision) -> str:
    return decision.co_signed_by or decision.decided_by


def approved(sources: AdvanceSources) -> AdvanceApproved:
    """LT-AD-OK: what can be advanced, and how it comes about (A-29)."""
    decision = _decision(sources, AdvanceAnswer.APPROVE)
    return AdvanceApproved(
        **frame(sources, _signer(decision)),
        **about(sources),
        estimate=decision.estimate,
        amount=decision.amount,
        basis=_basis(sources),
        sign_by=sources.last_day(ClockKind.MANDATE_WAIT) or shanghai_date(sources.issued_at),
        sign_url=case_page(sources),
    )


def _basis(sources: AdvanceSources) -> str:
    found = sources.case.entitlement
    ratio, left = (found.ratio, found.deductible_left) if found else ("0", 0)
    percent = f"{float(ratio):.0%}"
    return sources.say(
        f"预估费用的 {percent} 减去剩余免赔额 ¥{format_yuan(left)}；不超过剩余保障额度和垫付机构上限",
        f"{percent} of the estimate less the remaining deductible of ¥{format_yuan(left)}, "
        "within the remaining limit and the provider's cap",
    )


def declined(sources: AdvanceSources) -> AdvanceDeclined:
    """LT-AD-NO: rejected at the door, declined by the review, or taken back (R-154, R-157)."""
    reason, signer = _refusal(sources)
    return AdvanceDeclined(**frame(sources, signer), **about(sources), reasons=(reason,))


def _refusal(sources: AdvanceSources) -> tuple[Reason, str]:
    case = sources.case
    if case.rejected_with:
        act = sources.last(Action.CHECK_ENTITLEMENT)
        found = case.entitlement.finding(case.rejected_with) if case.entitlement else None
        clause = found.clause if found else ""
        words = sources.words(act)
        return Reason(code=case.rejected_with, clause=clause, explanation=words), act.actor if act else ""
    taken_back = case.recall
    if taken_back:
        signer = taken_back.co_signed_by or taken_back.decided_by
        return reason_of(taken_back.reason_code, taken_back.clause, taken_back.explanation), signer
    decision = _decision(sources, AdvanceAnswer.DECLINE)
    return reason_of(decision.reason_code, decision.clause, decision.explanation), _signer(decision)


def mandate(sources: AdvanceSources) -> AdvanceMandate:
    """LT-AD-MAND: what the guardian signs before any money moves (R-155)."""
    offered, known = sources.case.mandate, sources.parties.guardian
    if offered is None or known is None:
        raise PartyMissingError(f"{sources.case.case_number} has no guardian to sign, or no mandate offered")
    return AdvanceMandate(
        **frame(sources),
        **about(sources),
        guardian=guardian(sources),
        guardian_identity_number=mask_identity_number(known.identity_number),
        ceiling=offered.ceiling,
    )


def delayed(sources: AdvanceSources) -> AdvanceDelayed:
    """LT-AD-DELAY: an investigation, its target and its end (R-164)."""
    opened = sources.last(Action.OPEN_INVESTIGATION)
    clock = sources.case.clock(ClockKind.ADVANCE_INVESTIGATION)
    if clock is None or opened is None:
        raise ValueError(f"{sources.number} tells of no investigation of {sources.case.case_number}")
    target = next((each.at for each in clock.milestones if each.kind is MilestoneKind.TARGET), clock.due_at)
    return AdvanceDelayed(
        **frame(sources, opened.actor),
        **about(sources),
        cause=sources.words(opened),
        target_on=shanghai_date(target),
        due_on=shanghai_date(clock.due_at),
    )


def file_received(sources: AdvanceSources) -> OriginalsReceived:
    """LT-ORIG: the claim file that the specialist collected at discharge (R-156)."""
    bill = sources.case.bill
    if bill is None:
        raise ValueError(f"{sources.number} lists a file that nobody collected")
    return OriginalsReceived(
        **frame(sources, bill.settled_by),
        **family(sources),
        received_at=bill.settled_at,
        tracking=sources.say("出院当日当面交接", "handed over on the day of discharge"),
        documents=tuple(dict.fromkeys(document.kind for document in sources.case.documents)),
    )


ADVANCES: dict[str, Callable[[Sources[Any]], Letter]] = {
    "LT-ACK": acknowledgement,
    "LT-SUPP": documents_missing,
    "LT-QRY": query,
    "LT-LAPSE": lapsed,
    "LT-AD-OK": approved,
    "LT-AD-NO": declined,
    "LT-AD-MAND": mandate,
    "LT-AD-DELAY": delayed,
    "LT-ORIG": file_received,
    "LT-SETTLE": settled,
    "LT-RFD": refund_notice,
    "LT-RFD-R": refund_reminder,
    "LT-PAID": payment_made,
    "LT-PAYFAIL": payment_failed,
}
"""Who writes the letter of each code that an advance orders."""
