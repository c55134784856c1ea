"""Letters of a reimbursement claim: what to send, what came, what was determined, what was paid."""

from collections.abc import Callable, Iterator
from typing import Any

from activities.letter_contents.determinations import (
    claim_of,
    decision_of,
    highlighted,
    item,
    refusal,
    signer,
    statement,
    visit,
)
from activities.letter_contents.frame import case_page, family, frame, reply, staff_name
from activities.letter_contents.overpayments import overpayment_notice
from activities.letter_contents.requests import reminds_of
from activities.letter_contents.sources import Sources, tidy
from letters.kinds import (
    Acknowledgement,
    BenefitStatement,
    ClaimDormant,
    ClaimRequirements,
    DocumentsMissing,
    Finding,
    InterimPayment,
    InvestigationNotice,
    Letter,
    MissingDocument,
    OriginalsReceived,
    PaymentFailed,
    PaymentMade,
    PersonAccount,
    Reason,
    ReconsiderationOutcome,
    RefusalNotice,
    RefusedLine,
    ReplyChannel,
    RequestedCare,
)
from rules.china_time import shanghai_date
from rules.claims.values import ClaimAnswer, ClaimDecision
from rules.deadlines import ClockKind
from rules.payments.vocabulary import PaymentPurpose
from rules.permissions import Action
from rules.reasons import ReasonCode
from rules.reimbursement.case import ReimbursementCase
from rules.reimbursement.values import Payout, Stage
from rules.vocabulary import DocumentKind

ClaimSources = Sources[ReimbursementCase]

PAYMENT_FAILED = "PAYMENT_FAILED"
"""Kind of the event that a payment came back."""


def acknowledgement(sources: ClaimSources) -> Acknowledgement:
    """LT-ACK: the receipt with the number of the case."""
    case = sources.case
    return Acknowledgement(
        **frame(sources),
        **family(sources),
        care=_care(sources),
        process=case.process,
        received_at=case.received_at or case.opened_at,
        documents=tuple(dict.fromkeys(document.kind for document in case.documents)),
        portal_url=case_page(sources),
    )


def _care(sources: ClaimSources) -> RequestedCare:
    claim, care = claim_of(sources), visit(sources)
    return RequestedCare(
        hospital=care.hospital,
        hospital_english=care.hospital_english,
        treatment=sources.say("已自行支付的医疗费用", "medical cost that the family has paid"),
        planned_on=claim.encounter.on,
        estimate=sources.case.amount,
    )


def requirements(sources: ClaimSources) -> ClaimRequirements:
    """LT-REQ: what to send with the claim (L-19)."""
    case = sources.case
    return ClaimRequirements(
        **frame(sources),
        **family(sources),
        reported_at=case.opened_at,
        documents=_wanted(sources),
        reply=_reply(sources),
    )


def documents_missing(sources: ClaimSources) -> DocumentsMissing:
    """LT-SUPP: the one list, its reminder, or a second list with the fact behind it (L-02)."""
    asked = sources.last(stage=Stage.AWAITING_DOCS)
    again = sources.last(Action.REQUEST_DOCUMENTS)
    return DocumentsMissing(
        **frame(sources, again.actor if again else ""),
        **family(sources),
        care=_care(sources),
        process=sources.case.process,
        missing=_wanted(sources),
        reply=_reply(sources),
        answer_by=sources.last_day(ClockKind.CLAIM_SUPPLEMENT_WAIT),
        first_sent_on=reminds_of(sources, asked, ClockKind.CLAIM_SUPPLEMENT_WAIT),
        new_fact=sources.words(again),
    )


def _wanted(sources: ClaimSources) -> tuple[MissingDocument, ...]:
    paper = sources.case.originals_missing
    return tuple(
        MissingDocument(kind=kind, original=paper and kind is DocumentKind.INVOICE)
        for kind in sources.case.missing
    )


def _reply(sources: ClaimSources) -> ReplyChannel:
    """Where papers go; originals by courier to the address of the plan (R-142)."""
    usual, terms = reply(sources), sources.plan.originals
    if terms is None or not sources.case.originals_missing:
        return usual
    address = sources.say(terms.address.zh, terms.address.en)
    return ReplyChannel(url=usual.url, email=usual.email, address=address)


def originals_received(sources: ClaimSources) -> OriginalsReceived:
    """LT-ORIG: what was in the envelope."""
    came = sources.case.originals
    act = sources.last(Action.RECEIVE_ORIGINALS)
    if came is None or act is None:
        raise ValueError(f"{sources.number} receives originals that {sources.case.case_number} has not got")
    return OriginalsReceived(
        **frame(sources, act.actor),
        **family(sources),
        received_at=act.at,
        tracking=came.tracking,
        documents=came.received,
        absent=came.absent,
    )


def dormant(sources: ClaimSources) -> ClaimDormant:
    """LT-DORM: the claim rests; it is no refusal."""
    asked = sources.last(stage=Stage.AWAITING_DOCS)
    rests = sources.last(stage=Stage.DORMANT)
    return ClaimDormant(
        **frame(sources),
        **family(sources),
        asked_on=shanghai_date(asked.at if asked else sources.case.opened_at),
        dormant_on=shanghai_date(rests.at if rests else sources.issued_at),
        missing=sources.case.missing,
        reply=_reply(sources),
    )


def investigation(sources: ClaimSources) -> InvestigationNotice:
    """LT-INV: what is being checked; the day of the determination does not move."""
    opened = sources.case.investigation
    due_on = sources.last_day(ClockKind.STATUTORY_DETERMINATION)
    if opened is None or opened.opened_at is None:
        raise ValueError(f"{sources.number} investigates what {sources.case.case_number} does not")
    return InvestigationNotice(
        **frame(sources, opened.approved_by),
        **family(sources),
        opened_on=shanghai_date(opened.opened_at),
        scope=tidy(opened.scope),
        due_on=due_on or shanghai_date(sources.issued_at),
    )


def benefit_statement(sources: ClaimSources) -> BenefitStatement:
    """LT-EOB; a claim that is paid in part asks for an answer."""
    decision = decision_of(sources)
    agree_by = None if decision.as_claimed else sources.last_day(ClockKind.ACCEPTANCE_WAIT)
    return statement(sources, until_on=sources.case.until_on, agree_by=agree_by)


def refused(sources: ClaimSources) -> RefusalNotice:
    """LT-REF: the whole claim, or the part of it that is not paid, with reasons and clauses (L-07, L-11)."""
    decision, case = decision_of(sources), sources.case
    if decision.answer is ClaimAnswer.REFUSE:
        return refusal(sources)
    figures = decision.judged.figures
    return RefusalNotice(
        **frame(sources, signer(decision)),
        **family(sources),
        visit=visit(sources, case.until_on),
        applied_on=shanghai_date(case.opened_at),
        complete_on=shanghai_date(case.complete_at or case.opened_at),
        determined_on=shanghai_date(decision.decided_at),
        finding=Finding.PART,
        claimed=figures.billed - figures.offset,
        paid=figures.payable,
        refused=tuple(_unpaid(sources, decision)),
        explanation=tidy(decision.explanation) or _by_the_terms(sources),
        highlighted=highlighted(sources),
        would_change=decision.would_change,
        handled_by=_name(sources, decision.decided_by),
        reviewed_by=_name(sources, decision.co_signed_by or decision.decided_by),
    )


def _unpaid(sources: ClaimSources, decision: ClaimDecision) -> Iterator[RefusedLine]:
    """Every charge outside cover, then what the terms take off the rest: exempting clauses too (L-11)."""
    figures, named = decision.judged.figures, 0
    for line in decision.judged.held_lines:
        if line.amount:
            named += line.amount
            reason = Reason(code=line.reason, clause=line.clause)
            yield RefusedLine(item=item(sources, line.item), amount=line.amount, reason=reason)
    outside = sources.say("其他不予赔付的费用", "other charges outside cover")
    steps = (
        (outside, ReasonCode.EXCLUDED_UNLISTED, figures.excluded - named),
        (sources.say("免赔额", "deductible"), ReasonCode.DEDUCTIBLE, figures.deductible),
        (sources.say("每次自付额", "copay"), ReasonCode.COPAY, figures.copay),
        (sources.say("自付比例", "coinsurance"), ReasonCode.COINSURANCE, figures.coinsurance),
        (sources.say("未事先授权", "no approval"), ReasonCode.PREAUTHORIZATION_MISSING, figures.penalty),
        (sources.say("超出限额", "beyond the limit"), ReasonCode.LIMIT, figures.over_limit + figures.capped),
    )
    for words, code, amount in steps:
        if amount:
            yield RefusedLine(item=words, amount=amount, reason=Reason(code=code))


def _by_the_terms(sources: ClaimSources) -> str:
    return sources.say(
        "以上金额依据保险条款的相应约定不予赔付。",
        "The amounts above are not payable under the clauses that are named.",
    )


def _name(sources: ClaimSources, reference: str) -> str:
    if not reference.startswith("staff:"):
        return sources.say("系统自动核定", "automatic processing")
    return staff_name(sources, reference)


def reconsidered(sources: ClaimSources) -> ReconsiderationOutcome:
    """LT-RECON: what another person decided."""
    decision, objection = decision_of(sources), sources.case.objection
    if objection is None:
        raise ValueError(f"{sources.number} answers no objection: {sources.case.case_number} has none")
    return ReconsiderationOutcome(
        **frame(sources, signer(decision)),
        **family(sources),
        requested_on=shanghai_date(objection.made_at),
        decided_on=shanghai_date(decision.decided_at),
        before=objection.before,
        now=decision.payable,
        explanation=tidy(decision.explanation) or _by_the_terms(sources),
        clause=tidy(decision.clause),
        decided_by=_name(sources, decision.decided_by),
    )


def payment_made(sources: ClaimSources) -> PaymentMade:
    """LT-PAID: the benefit, or the interest that was owed for lateness (L-06)."""
    paid = [each for each in sources.case.payouts if each.paid_at]
    if not paid:
        raise ValueError(f"{sources.number} speaks of a payment that {sources.case.case_number} has not made")
    last = max(paid, key=lambda each: each.paid_at or sources.issued_at)
    compensates = last.purpose is PaymentPurpose.COMPENSATION
    return PaymentMade(
        **frame(sources),
        **family(sources),
        amount=0 if compensates else last.amount,
        paid_on=shanghai_date(last.paid_at or sources.issued_at),
        account=_account(sources, last),
        payment_reference=last.number,
        late_compensation=last.amount if compensates else 0,
    )


def payment_failed(sources: ClaimSources) -> PaymentFailed:
    """LT-PAYFAIL: the bank sent it back; the family corrects the account."""
    returned, payouts = sources.last(PAYMENT_FAILED), sources.case.payouts
    if returned is None or not payouts:
        raise ValueError(f"{sources.number} speaks of a failure that {sources.case.case_number} has not had")
    # The account may be corrected before the letter is written: what the bank said is on the record.
    code = returned.reason_code
    return PaymentFailed(
        **frame(sources),
        **family(sources),
        amount=payouts[-1].amount,
        failed_on=shanghai_date(returned.at),
        account=_account(sources, payouts[-1]),
        cause=sources.say(f"银行退回，代码 {code}", f"returned by the bank, code {code}"),
        reply=reply(sources),
    )


def interim(sources: ClaimSources) -> InterimPayment:
    """LT-PREPAY60: what is certain after sixty days (L-08)."""
    case = sources.case
    payout = next(each for each in case.payouts if each.purpose is PaymentPurpose.INTERIM)
    stated = case.ascertained
    return InterimPayment(
        **frame(sources, stated.stated_by if stated else ""),
        **family(sources),
        visit=visit(sources, case.until_on),
        received_on=shanghai_date(case.received_at or case.opened_at),
        amount=payout.amount,
        account=_account(sources, payout),
        outstanding=sources.say(
            "其余部分仍在核定，核定后支付差额。",
            "The rest is still being determined; the difference follows.",
        ),
    )


def _account(sources: ClaimSources, payout: Payout) -> PersonAccount:
    """The account that the family named, else the one that is on file."""
    case, known = sources.case, sources.parties.guardian
    return PersonAccount(
        holder=case.account_holder or (known.name if known else sources.parties.member.name),
        bank=case.account_bank or sources.say("已登记的账户", "the account on file"),
        number=payout.account or case.account or "****",
    )


REIMBURSING: dict[str, Callable[[Sources[Any]], Letter]] = {
    "LT-ACK": acknowledgement,
    "LT-REQ": requirements,
    "LT-SUPP": documents_missing,
    "LT-ORIG": originals_received,
    "LT-DORM": dormant,
    "LT-INV": investigation,
    "LT-EOB": benefit_statement,
    "LT-REF": refused,
    "LT-RECON": reconsidered,
    "LT-PAID": payment_made,
    "LT-PAYFAIL": payment_failed,
    "LT-PREPAY60": interim,
    "LT-OVP": overpayment_notice,
}
