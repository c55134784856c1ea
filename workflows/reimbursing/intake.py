"""From the report to a complete and verified file."""

from dataclasses import replace

from rules.adjudication.claim import InvoiceState
from rules.cases import Priority, Side
from rules.claims.triage import concerns_of_claim
from rules.claims.values import Concern
from rules.deadlines import ClockKind
from rules.reasons import ReasonCode
from rules.reimbursement.values import BillFound, Originals, Stage
from rules.roles import Role
from rules.vocabulary import DocumentKind
from workflows.case_engine import Refusal, RefusedError, Step
from workflows.reimbursing.draft import TARGETS, Case, Draft, Happened

ADVANCE_CLAIM = (Concern.LINKED_ADVANCE,)


def submitted(case: Case, happening: Happened) -> Step[Case]:
    """The first word of the family: a report, or a claim at once; the rules look at it."""
    draft = Draft(case, happening)
    if case.claim is None:
        draft.plan(ClockKind.REQUIREMENTS_NOTICE).to(Stage.REPORTED)
        return draft.check().step()
    return _day_zero(draft).check().step()


def submit(case: Case, happening: Happened) -> Step[Case]:
    """The claim that was reported; its form is signed by the guardian (L-28)."""
    body = happening.body
    draft = Draft(case, happening).change(
        claim=body.claim,
        documents=case.with_documents(*body.documents),
        form_signed_on=body.form_signed_on,
        until_on=body.until_on,
        accident=body.accident,
        paper_originals=body.paper_originals,
    )
    draft.met(ClockKind.REQUIREMENTS_NOTICE)
    return _day_zero(draft).check().step()


def _day_zero(draft: Draft) -> Draft:
    """Claim and documents are here for the first time: day 0 of 30 and of 60 days (L-03, L-08)."""
    draft.change(received_at=draft.happening.now).order("LT-ACK", Side.GUARDIAN)
    draft.plan(ClockKind.STATUTORY_DETERMINATION).plan(ClockKind.INTERIM_PAYMENT)
    return draft.to(Stage.SUBMITTED, billed=draft.case.amount)


def checked(case: Case, happening: Happened) -> Step[Case]:
    """The file was looked at: a list of what to send, what is missing, or on to the bills."""
    found = happening.body
    subject = replace(
        case.subject,
        episode_id=found.check.episode_id,
        guardian_id=found.check.guardian_id or case.subject.guardian_id,
        authorized_by=found.authorized_by or case.subject.authorized_by,
    )
    draft = Draft(case, happening).change(file=found.check, bills=found.check.bills, subject=subject)
    if found.claim is not None:
        draft.change(claim=found.claim)
    if case.stage is Stage.REPORTED:
        return draft.order("LT-REQ", Side.GUARDIAN).note().step()
    return _complete_or_ask(draft).step()


def _complete_or_ask(draft: Draft) -> Draft:
    case = draft.case
    if not case.missing:
        return complete(draft)
    if case.supplement_requests:
        return draft.to(Stage.AWAITING_DOCS, "DOC-MISSING", missing=" ".join(case.missing))
    return _ask(draft)


def _ask(draft: Draft) -> Draft:
    """All that is missing, once (L-02); the law's time stops when the list has arrived."""
    draft.change(supplement_requests=draft.case.supplement_requests + 1)
    draft.plan(ClockKind.SUPPLEMENT_NOTICE).order("LT-SUPP", Side.GUARDIAN)
    return draft.to(Stage.AWAITING_DOCS, "DOC-MISSING", missing=" ".join(draft.case.missing))


def letter_sent(case: Case, happening: Happened) -> Step[Case]:
    """A letter reached the family: a list of what to send, or of what is missing."""
    draft = Draft(case, happening)
    if happening.body.code == "LT-REQ":
        return draft.met(ClockKind.REQUIREMENTS_NOTICE).note(letter="LT-REQ").quiet_step()
    if case.clock(ClockKind.SUPPLEMENT_NOTICE) is None:
        return Step(state=case)
    draft.met(ClockKind.SUPPLEMENT_NOTICE).pause_for_documents().plan(ClockKind.CLAIM_SUPPLEMENT_WAIT)
    return draft.note(letter="LT-SUPP").quiet_step()


def documents(case: Case, happening: Happened) -> Step[Case]:
    """Papers arrived; a complete file goes on, one that rests is taken up again."""
    body = happening.body
    draft = Draft(case, happening).change(documents=case.with_documents(*body.documents))
    kinds = " ".join(document.kind for document in body.documents)
    if case.stage is Stage.DORMANT:
        draft.to(Stage.AWAITING_DOCS, kinds=kinds)
    else:
        draft.note(kinds=kinds, missing=" ".join(draft.case.missing))
    return arrived(draft).step()


def arrived(draft: Draft) -> Draft:
    """Go on where nothing is missing any more; the bills are looked at anew."""
    if draft.case.stage is not Stage.AWAITING_DOCS or draft.case.missing:
        return draft
    draft.stop(ClockKind.SUPPLEMENT_NOTICE, ClockKind.CLAIM_SUPPLEMENT_WAIT).resume_all()
    return draft.check()


def request_documents(case: Case, happening: Happened) -> Step[Case]:
    """A further list: the law wants one, so another needs a supervisor and a new fact (L-02)."""
    senior = happening.actor.has(Role.SUPERVISOR, Role.HEAD)
    if case.supplement_requests and not senior:
        raise RefusedError(
            Refusal.FORBIDDEN,
            "The list of missing documents was already sent once (L-02); a second one needs a supervisor.",
        )
    if not happening.body.reason.strip():
        raise RefusedError(Refusal.INVALID, "Say which new fact makes this list necessary.", field="reason")
    kinds = happening.body.kinds
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    draft.change(
        extra_documents=(*case.extra_documents, *kinds),
        documents=tuple(held for held in case.documents if held.kind not in kinds),
        proposal=None,
    )
    draft.note(kinds=" ".join(kinds), text=text)
    return _ask(draft).step()


def accept_as_complete(case: Case, happening: Happened) -> Step[Case]:
    """Go on without what is missing, on a person's word."""
    draft = Draft(case, happening)
    text = draft.text(happening.body.reason)
    draft.note(waived=" ".join(case.missing), text=text).change(waived=(*case.waived, *case.missing))
    return arrived(draft).step()


def send_originals(case: Case, happening: Happened) -> Step[Case]:
    """The paper is on its way."""
    body = happening.body
    sent = Originals(carrier=body.carrier, tracking=body.tracking, sent_at=happening.now)
    return Draft(case, happening).change(originals=sent).note(tracking=body.tracking).step()


def receive_originals(case: Case, happening: Happened) -> Step[Case]:
    """The paper came; the family is told what was in the envelope (R-142)."""
    body = happening.body
    before = case.originals or Originals()
    whole = DocumentKind.INVOICE in body.kinds and not body.absent
    originals = replace(
        before,
        tracking=body.tracking or before.tracking,
        received_at=happening.now if whole else None,
        received=body.kinds,
        absent=body.absent,
    )
    draft = Draft(case, happening).change(originals=originals).order("LT-ORIG", Side.GUARDIAN)
    draft.note(kinds=" ".join(body.kinds), absent=" ".join(body.absent))
    return arrived(draft).step()


def complete(draft: Draft) -> Draft:
    """The file is complete: the promised time begins with the next working day (A-26)."""
    case = draft.case
    draft.change(complete_at=case.complete_at or draft.happening.now).to(Stage.COMPLETE)
    if not any(case.clock(kind) for kind in TARGETS):
        draft.plan(ClockKind.SMALL_CLAIM_DECISION if case.small else ClockKind.REIMBURSEMENT_DECISION)
    return verify(draft)


def verify(draft: Draft) -> Draft:
    """Bills that verify and were never claimed go on; anything else goes to a person."""
    wrong = [bill for bill in draft.case.bills if not bill.clean]
    if wrong:
        draft.change(priority=Priority.HIGH)
        return draft.to(Stage.BILL_ISSUE, _bill_reason(wrong[0]), bills=len(wrong)).judge_for_a_person()
    return triage(draft.to(Stage.VERIFIED))


def _bill_reason(bill: BillFound) -> str:
    if bill.claimed_before:
        return ReasonCode.DUPLICATE_BILL
    reversed_ = bill.state is InvoiceState.REVERSED
    return ReasonCode.BILL_REVERSED if reversed_ else ReasonCode.BILL_UNVERIFIED


def triage(draft: Draft) -> Draft:
    """Straight through where nothing speaks against it, else to a person with the reasons (domain 5.3)."""
    case = draft.case
    assert case.claim is not None
    assert case.file is not None
    concerns = [*concerns_of_claim(case.claim, hold=bool(case.hold))]
    if case.consent_absent:
        concerns.append(Concern.CONSENT_WITHDRAWN)
    if case.waived:
        concerns.append(Concern.FILE_INCOMPLETE)
    if not case.file.provider_known:
        concerns.append(Concern.PROVIDER_UNKNOWN)
    if not case.file.payee_known and not case.account_id:
        concerns.append(Concern.PAYEE)
    if case.file.papers_questioned:
        concerns.append(Concern.PAPER_FINDING)
    if case.linked:
        concerns.extend(ADVANCE_CLAIM)
    draft.change(concerns=tuple(concerns))
    draft.to(Stage.MANUAL if concerns else Stage.AUTO, concerns=" ".join(concerns))
    return draft.judge(case.claim, wants_person=bool(concerns))


def verify_bills(case: Case, happening: Happened) -> Step[Case]:
    """A person looked the bills up: those are in order."""
    named = set(happening.body.keys)
    strangers = sorted(named - {bill.key for bill in case.bills})
    if strangers:
        known = ", ".join(bill.key for bill in case.bills)
        raise RefusedError(
            Refusal.INVALID,
            f"The claim has no bill {', '.join(strangers)}; its bills are {known}.",
            field="keys",
        )
    assert case.claim is not None
    bills = tuple(
        replace(bill, state=InvoiceState.VERIFIED) if bill.key in named else bill for bill in case.bills
    )
    invoices = tuple(
        replace(invoice, state=InvoiceState.VERIFIED) if invoice.key in named else invoice
        for invoice in case.claim.invoices
    )
    draft = Draft(case, happening).change(bills=bills, claim=replace(case.claim, invoices=invoices))
    draft.note(bills=len(named), text=draft.text(happening.body.reason))
    if any(not bill.clean for bill in bills):
        return draft.step()
    return triage(draft.to(Stage.VERIFIED)).step()
