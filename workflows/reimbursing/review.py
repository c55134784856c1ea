"""A person looks at the claim: corrects it, has facts checked, decides, and what the ledger answers."""

from dataclasses import replace

from rules.adjudication.claim import Approval, Claim, Invoice, InvoiceState
from rules.cases import Side
from rules.deadlines import ClockKind
from rules.reimbursement.values import Ascertained, Investigation, Stage
from rules.roles import Role
from workflows import every_case
from workflows.case_engine import APPROVAL_USED, Refusal, RefusedError, Step
from workflows.claims import deciding
from workflows.claims.undoing import remember
from workflows.reimbursing import disclosure
from workflows.reimbursing.determination import approvals, determined
from workflows.reimbursing.draft import Case, Draft, Happened


def judged(case: Case, happening: Happened) -> Step[Case]:
    """A judgment came back: paid with no person, as a person decided, or still for a person."""
    draft = Draft(case, happening)
    decision = draft.judged(happening.body)
    if decision is not None:
        if not case.linked:
            # The case of an advance acts on what it is told at once.
            held = APPROVAL_USED in happening.patches and bool(approvals(case))
            remember(draft, case, case.pending, holds_back=held)
        return determined(draft, decision).step()
    if case.pending is None and case.stage is Stage.AUTO:
        return draft.to(Stage.MANUAL, concerns=" ".join(draft.case.concerns)).step()
    return deciding.unsettled(draft, case)


def decide(case: Case, happening: Happened) -> Step[Case]:
    """A decision on the claim; what was objected to is decided by a supervisor (domain 5.3)."""
    if case.stage is Stage.RECONSIDERATION and not happening.actor.has(Role.SUPERVISOR, Role.HEAD):
        raise RefusedError(Refusal.FORBIDDEN, "What the family objected to is decided by a supervisor.")
    every_case.not_held(case)
    disclosure.answered(case)
    return deciding.decide(case, happening)


def co_sign(case: Case, happening: Happened) -> Step[Case]:
    """A second person signs a decision, or the scope of an investigation."""
    if case.proposal is None and case.investigation and case.investigation.opened_at is None:
        if case.investigation.proposed_by == happening.actor.reference:
            raise RefusedError(Refusal.FORBIDDEN, "You proposed this investigation; another person signs it.")
        return _investigate(Draft(case, happening), case.investigation).step()
    every_case.not_held(case)
    disclosure.answered(case)
    return deciding.co_sign(case, happening)


def send_back(case: Case, happening: Happened) -> Step[Case]:
    """What waits returns to its maker with a reason."""
    waiting = case.investigation
    if case.proposal is None and waiting and waiting.opened_at is None:
        draft = Draft(case, happening).change(investigation=None)
        return draft.note(maker=waiting.proposed_by, text=draft.text(happening.body.reason)).step()
    return deciding.send_back(case, happening)


def correct(case: Case, happening: Happened) -> Step[Case]:
    """The claim as it should have been written; it is judged anew where no decision stands."""
    every_case.not_held(case)
    draft = Draft(case, happening).change(claim=_corrected(case, happening.body.claim), proposal=None)
    draft.note(billed=draft.case.amount, text=draft.text(happening.body.reason))
    standing = case.decision
    if standing and standing.judged.posted:
        return draft.step()
    return draft.judge_for_a_person().step()


def _corrected(case: Case, written: Claim) -> Claim:
    """The corrected claim; a hospital that is not described anew stays as the tables know it.

    A bill that was verified stays so: a correction of charges says nothing new of it, unless it was reversed.
    """
    standing = case.claim
    if standing is None:
        return written
    provider = written.provider
    if not provider.name:
        provider = replace(standing.provider, department=provider.department)
    stated = written.approval is not Approval.NONE
    return replace(
        written,
        provider=provider,
        approval=written.approval if stated else standing.approval,
        invoices=tuple(_still_verified(case, each) for each in written.invoices),
        submitted_on=standing.submitted_on,
    )


def _still_verified(case: Case, invoice: Invoice) -> Invoice:
    verified = {bill.key for bill in case.bills if bill.state is InvoiceState.VERIFIED}
    if invoice.state is InvoiceState.UNVERIFIED and invoice.key in verified:
        return replace(invoice, state=InvoiceState.VERIFIED)
    return invoice


def investigate(case: Case, happening: Happened) -> Step[Case]:
    """Facts are to be checked elsewhere: a supervisor approves the written scope."""
    if not happening.body.scope.strip():
        raise RefusedError(Refusal.INVALID, "Write down what is to be checked, and why.", field="scope")
    if case.investigation and (case.investigation.open or case.investigation.opened_at is None):
        raise RefusedError(Refusal.NOT_NOW, "An investigation is open on this claim already.")
    draft = Draft(case, happening)
    draft.text(happening.body.scope)
    wanted = Investigation(scope=happening.body.scope, proposed_by=happening.actor.reference)
    if happening.actor.has(Role.SUPERVISOR, Role.HEAD):
        return _investigate(draft, wanted).step()
    return draft.change(investigation=wanted).note(proposal=True).step()


def _investigate(draft: Draft, wanted: Investigation) -> Draft:
    opened = replace(wanted, approved_by=draft.happening.actor.reference, opened_at=draft.happening.now)
    draft.change(investigation=opened, proposal=None).to(Stage.INVESTIGATION)
    # A claim that is investigated is no small claim any more: the longer promise holds (L-19).
    if draft.case.clock(ClockKind.SMALL_CLAIM_DECISION):
        draft.stop(ClockKind.SMALL_CLAIM_DECISION).plan(ClockKind.REIMBURSEMENT_DECISION)
    return draft.plan(ClockKind.CLAIM_INVESTIGATION).order("LT-INV", Side.GUARDIAN)


def record_findings(case: Case, happening: Happened) -> Step[Case]:
    """The investigation is over; the claim goes back to review with what it found."""
    assert case.investigation is not None
    draft = Draft(case, happening)
    text = draft.text(happening.body.findings)
    closed = replace(case.investigation, findings=happening.body.findings, closed_at=happening.now)
    draft.change(investigation=closed).met(ClockKind.CLAIM_INVESTIGATION)
    return draft.to(Stage.MANUAL, text=text).judge_for_a_person().step()


def state_ascertained(case: Case, happening: Happened) -> Step[Case]:
    """What is certain already, for the payment of day 60 (L-08)."""
    body = happening.body
    claimed = case.amount - (case.claim.public_insurance_paid if case.claim else 0)
    if not 0 < body.amount <= claimed:
        raise RefusedError(
            Refusal.INVALID, "Name an amount above 0.00 and within what is claimed.", field="amount"
        )
    stated = Ascertained(amount=body.amount, stated_by=happening.actor.reference, stated_at=happening.now)
    draft = Draft(case, happening).change(ascertained=stated)
    return draft.note(amount=body.amount, text=draft.text(body.reason)).step()
