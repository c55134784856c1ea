"""What time does by itself: a visit expires, a hospital is reminded, a debt falls due, a window closes."""

from rules.cases import Side
from rules.deadlines import ClockKind, MilestoneKind
from rules.direct_billing.values import Stage
from rules.payments.vocabulary import ReceivableKind
from workflows import every_case
from workflows.case_engine import CORRECTED_GUARANTEE, Fact, Step, with_clock
from workflows.claims import overpaid
from workflows.direct_billing.debts import CLOCK, REMINDER, overdue
from workflows.direct_billing.desk import expire
from workflows.direct_billing.draft import Case, Draft, Happened
from workflows.direct_billing.recoveries import instalment_due

CORRECTING = (Stage.FINAL_BILLED, Stage.QUERY_TO_HOSPITAL)
DEBT = {clock: debt for debt, clock in CLOCK.items()}


def milestone(case: Case, happening: Happened) -> Step[Case]:
    """A milestone of a clock was reached; it fires once."""
    clock, reached = happening.body.clock, happening.body.milestone
    draft = Draft(with_clock(case, clock.fire(reached.name)), happening)
    if reached.kind is MilestoneKind.LAPSE:
        return _lapsed(draft, clock.kind).step()
    if clock.kind is ClockKind.OVERPAYMENT:
        overpaid.remind(draft.note(clock=clock.kind, milestone=reached.kind))
        return draft.quiet_step()
    if reached.kind is MilestoneKind.REMINDER and (side := _reminded(clock.kind)):
        draft.note(clock=clock.kind, milestone=reached.kind)
        return draft.order(side[0], side[1]).quiet_step()
    every_case.escalate(draft)
    return draft.quiet_step()


def _reminded(kind: ClockKind) -> tuple[str, Side] | None:
    """Which letter goes to whom where somebody outside is reminded."""
    if kind is ClockKind.HOSPITAL_QUERY_WAIT:
        return "LT-QRY", Side.HOSPITAL
    if kind in DEBT:
        return REMINDER[DEBT[kind]], Side.GUARDIAN
    return None


def _lapsed(draft: Draft, kind: ClockKind) -> Draft:
    match kind:
        case ClockKind.VISIT_RESERVE_EXPIRY if draft.case.stage is Stage.VISIT_OPEN:
            return expire(draft)
        case ClockKind.COPAY:
            return overdue(draft, ReceivableKind.COPAY)
        case ClockKind.REFUND:
            return overdue(draft, ReceivableKind.RECOVERY)
        case ClockKind.REFUND_INSTALMENT:
            return instalment_due(draft)
        case ClockKind.OVERPAYMENT:
            overpaid.overdue(draft)
            return draft
        case ClockKind.OVERPAYMENT_INSTALMENT:
            overpaid.instalment_due(draft)
            return draft
        case ClockKind.CORRECTION_WINDOW:
            return _bill_stands(draft.met(kind).note(clock=kind)).close_if_done()
        case _:
            return draft.note(clock=kind, milestone=MilestoneKind.LAPSE)


def _bill_stands(draft: Draft) -> Draft:
    """The case of the letter may end; a correction that is still judged tells its own end."""
    if CORRECTED_GUARANTEE not in draft.happening.patches or draft.case.stage in CORRECTING:
        return draft
    return draft.tell_authorization(Fact.BILL_STANDS)


def documents(case: Case, happening: Happened) -> Step[Case]:
    """Papers that belong to the bill."""
    draft = Draft(case, happening).change(documents=case.with_documents(*happening.body.documents))
    return draft.note(kinds=" ".join(each.kind for each in happening.body.documents)).step()
