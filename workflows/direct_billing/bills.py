"""Bills: received, held against the letter, ruled on line by line, asked about."""

from rules.cases import Side
from rules.claims.triage import concerns_of_claim
from rules.claims.values import Concern
from rules.deadlines import ClockKind
from rules.direct_billing.values import BillKind, HospitalBill, LineRuling, Stage
from rules.vocabulary import DocumentKind
from workflows.case_engine import HELD_LETTER, Fact, Refusal, RefusedError, Step
from workflows.direct_billing.draft import Case, Draft, Happened
from workflows.direct_billing.effects import WeighBill
from workflows.direct_billing.stays import weighed_at_discharge
from workflows.every_case import not_held, put_question, take_answers

MOST_LINES = 200
"""More charges belong on a bill of their own: a case is carried whole with every step."""


_NOT_BILLED = (Stage.VISIT_OPEN, Stage.ADMITTED, Stage.INTERIM_BILLED)
"""Care goes on, or no bill of all of it has come."""


def submit(case: Case, happening: Happened) -> Step[Case]:
    """A bill comes: the hospital's own act, signed by a guardian where care has ended."""
    body = happening.body
    kind = _kind(case, body.bill)
    draft = Draft(case, happening).change(documents=case.with_documents(*body.documents))
    _check(draft.case, body.bill, kind)
    draft.change(discharged_on=body.bill.discharged_on or case.discharged_on, proposal=None)
    draft.note(kind=kind, billed=body.bill.billed, lines=len(body.bill.lines))
    _move(draft, kind)
    first = kind in (BillKind.VISIT, BillKind.DISCHARGE) and case.stage in _NOT_BILLED
    if first and HELD_LETTER in happening.patches:
        draft.tell_authorization(Fact.BILL_RECEIVED)
    return draft.do(WeighBill(kind=kind, bill=body.bill)).step()


def _kind(case: Case, bill: HospitalBill) -> BillKind:
    if not case.stay:
        return BillKind.VISIT
    if case.stage is Stage.HOSPITAL_PAID:
        return BillKind.CORRECTION
    if case.stage in (Stage.DISCHARGE_AUTHORIZED, Stage.FINAL_BILLED) and bill.final:
        return BillKind.FINAL
    return BillKind.DISCHARGE if bill.discharged_on else BillKind.INTERIM


def _check(case: Case, bill: HospitalBill, kind: BillKind) -> None:
    if kind is BillKind.VISIT and case.stage is Stage.HOSPITAL_PAID:
        why = "The bill of this visit is paid; only a stay's may be corrected. Ask us by telephone."
        raise RefusedError(Refusal.NOT_NOW, why)
    if len(bill.lines) > MOST_LINES:
        raise _invalid("bill.lines", f"{len(bill.lines)} charges; send at most {MOST_LINES} a bill.")
    if len({line.line_id for line in bill.lines}) < len(bill.lines):
        raise _invalid("bill.lines", "Two charges have the same line_id; give each its own.")
    signed = any(document.kind is DocumentKind.SIGNED_BILL for document in case.documents)
    if kind in (BillKind.VISIT, BillKind.FINAL) and not signed:
        raise _invalid("documents", "The bill signed by the guardian is missing: add a SIGNED_BILL (R-101).")
    if kind is BillKind.CORRECTION and case.clock(ClockKind.CORRECTION_WINDOW) is None:
        raise RefusedError(Refusal.NOT_NOW, "The time to correct this bill is over.")
    if bill.discharged_on and bill.discharged_on < case.visit.on:
        raise _invalid("bill.discharged_on", f"lies before the admission on {case.visit.on}.")


def _invalid(field: str, why: str) -> RefusedError:
    return RefusedError(Refusal.INVALID, why, field=field)


def _move(draft: Draft, kind: BillKind) -> None:
    match kind:
        case BillKind.VISIT:
            draft.stop(ClockKind.VISIT_RESERVE_EXPIRY)
            _under_judgment(draft, Stage.BILLED)
        case BillKind.INTERIM:
            draft.to(Stage.INTERIM_BILLED)
        case BillKind.DISCHARGE:
            draft.change(discharge=None, discharge_proposal=None).to(Stage.DISCHARGE_BILLED)
            if draft.case.clock(ClockKind.DISCHARGE_AUTHORIZATION) is None:
                draft.plan(ClockKind.DISCHARGE_AUTHORIZATION)
        case BillKind.FINAL | BillKind.CORRECTION:
            _under_judgment(draft, Stage.FINAL_BILLED)


def _under_judgment(draft: Draft, stage: Stage) -> None:
    draft.to(stage)
    for kind in (ClockKind.STATUTORY_DETERMINATION, ClockKind.DIRECT_BILLING_REVIEW):
        if draft.case.clock(kind) is None:
            draft.plan(kind)


def weighed(case: Case, happening: Happened) -> Step[Case]:
    """The bill was held against letter and accounts: who has to look, if anybody."""
    answer = happening.body
    found = answer.weighed
    draft = Draft(case, happening).change(
        claim=answer.claim,
        findings=found.findings,
        rulings=found.kept_rulings,
        line_ids=found.line_ids,
        price=found.price,
        promise=found.promise or case.promise,
        accumulator_version=found.price.year_version,
    )
    if case.bill is None or case.bill.version != found.bill.version:
        draft.change(bills=(*case.bills, found.bill))
    draft.note(
        findings=" ".join(dict.fromkeys(finding.code for finding in found.findings)),
        payable=found.price.figures.payable,
        changed=len(found.bill.changed),
        added=len(found.bill.added),
        removed=len(found.bill.removed),
    )
    if case.stage is Stage.DISCHARGE_BILLED:
        return weighed_at_discharge(draft).step()
    if case.stage in (Stage.BILLED, Stage.FINAL_BILLED):
        return _judge(draft).step()
    return draft.step()


def _judge(draft: Draft) -> Draft:
    """The engine judges it; what is not as promised, or was judged before, goes to a person."""
    case = draft.case
    assert case.claim is not None
    concerns = concerns_of_claim(case.claim, hold=bool(case.hold))
    if case.consent_absent:
        concerns = (*concerns, Concern.CONSENT_WITHDRAWN)
    if case.findings:
        concerns = (*concerns, Concern.OUTSIDE_GUARANTEE)
    if case.decisions:
        concerns = (*concerns, Concern.SETTLED_BEFORE)
    draft.change(concerns=concerns)
    # A correction never replaces what stands by itself: it is judged to be seen, and a person decides.
    correcting = bool(case.decisions)
    return draft.judge(case.claim, wants_person=bool(concerns), reopen=correcting)


def rule_lines(case: Case, happening: Happened) -> Step[Case]:
    """A person says which charges are covered; the bill is priced again with that."""
    not_held(case)
    body = happening.body
    strangers = sorted({entry.line_id for entry in body.lines} - set(case.line_ids))
    if strangers:
        raise _invalid("lines", f"The bill has no line {', '.join(strangers)}.")
    ruled = {entry.line_id for entry in body.lines}
    rulings = tuple(
        LineRuling(
            line_id=entry.line_id,
            digest="",
            ruled_by=happening.actor.reference,
            finding=entry.finding,
        )
        for entry in body.lines
    )
    draft = Draft(case, happening)
    text = draft.text(body.reason)
    kept = tuple(ruling for ruling in case.rulings if ruling.line_id not in ruled)
    draft.change(
        rulings=(*kept, *rulings),
        proposal=None,
        discharge_proposal=None,
        we_recover=case.we_recover if body.we_recover is None else body.we_recover,
    )
    draft.note(lines=len(body.lines), we_recover=draft.case.we_recover, text=text)
    assert case.bill is not None
    return draft.do(WeighBill(kind=case.bill.kind)).step()


ASKED_IN = (Stage.BILLED, Stage.FINAL_BILLED, Stage.INTERIM_BILLED, Stage.DISCHARGE_BILLED)


def ask(case: Case, happening: Happened) -> Step[Case]:
    """A query to the hospital: it stops our own time, never the law's."""
    if happening.body.asked_of is not Side.HOSPITAL:
        raise _invalid("asked_of", "A bill is the hospital's; ask it, not the family.")
    draft = Draft(case, happening).change(asked_in=case.stage, proposal=None, discharge_proposal=None)
    question = put_question(draft)
    review = case.clock(ClockKind.DIRECT_BILLING_REVIEW)
    if review:
        draft.pause(review, question)
    draft.to(Stage.QUERY_TO_HOSPITAL, question=question.question_id, items=len(question.items))
    return draft.plan(ClockKind.HOSPITAL_QUERY_WAIT).order("LT-QRY", Side.HOSPITAL).step()


def reply(case: Case, happening: Happened) -> Step[Case]:
    """Answers came; a full one puts the bill back where it was."""
    draft = Draft(case, happening)
    question, still_open = take_answers(draft)
    if still_open:
        return draft.note(question=question.question_id, still_open=still_open).step()
    draft.met(ClockKind.HOSPITAL_QUERY_WAIT)
    review = draft.case.clock(ClockKind.DIRECT_BILLING_REVIEW)
    if review:
        draft.resume(review, question.question_id)
    back = case.asked_in or Stage.BILLED
    return draft.change(asked_in=None).to(back, question=question.question_id).step()
