"""Paths of a pre-authorization whose histories are kept.

``.venv/bin/python -m tests.workflows.recorded NAME`` writes ``histories/NAME/<path>.json``.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from commands.lived.stage import papers
from rules.direct_billing.values import Stage as StayStage
from rules.preauthorization.decisions import AmendmentInput, DecisionInput, LineInput
from rules.preauthorization.values import Outcome
from rules.roles import Role
from rules.vocabulary import DocumentKind
from tests.workflows.cases import actor
from tests.workflows.clinic import DIRECT, INDIRECT, Clinic
from tests.workflows.desks import Visits
from tests.workflows.recorded_visits import corrected_stay
from tests.workflows.recording import letters_leave, lone_clinic, record
from tests.workflows.stays import ADJUSTER as BILL_ADJUSTER
from tests.workflows.stays import ADMITTED_ON, BED, DRUGS, PNEUMONIA, admitted, decide
from workflows.messages import (
    Answer,
    Ask,
    CancelGuarantee,
    CoSign,
    Decide,
    DecideAmendment,
    FlagFraud,
    NameHospital,
    ReleaseHold,
    Reply,
    ReportBilled,
    RequestAmendment,
    SendBack,
    SubmitDocuments,
    TakeBackDecision,
    Withdraw,
)
from workflows.messages_direct_billing import AuthorizeDischarge

HISTORIES = Path(__file__).parent / "histories"

ADJUSTER, SUPERVISOR, DESK = (actor(role) for role in (Role.ADJUSTER, Role.SUPERVISOR, Role.HOSPITAL_DESK))
APPROVE = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
DECLINE = Decide(
    decision=DecisionInput(
        outcome=Outcome.DECLINE, reason_code="WAIT-120", clause="R-024", explanation="手术日在等待期内。"
    )
)


def approve(clinic: Clinic) -> str:
    """Approved, guaranteed, reported as billed; the bill never comes."""
    number = clinic.open()
    clinic.act(number, ADJUSTER, APPROVE)
    clinic.act(number, DESK, ReportBilled(billing_case="DB-261020-000001-1"))
    clinic.skip(number, timedelta(days=31))
    return number


def partial(clinic: Clinic) -> str:
    """A line cut; the letter cancelled later."""
    number = clinic.open()
    lines = (LineInput(approved=8_000_00), LineInput(approved=0, reason_code="EXC-TCM", clause="2.1"))
    clinic.act(number, ADJUSTER, Decide(decision=DecisionInput(outcome=Outcome.APPROVE_IN_PART, lines=lines)))
    clinic.act(number, SUPERVISOR, CancelGuarantee(reason_code="NOT-INFORCE", explanation="退保"))
    return number


def decline(clinic: Clinic) -> str:
    """Proposed, sent back, held, proposed again and signed."""
    number = clinic.open()
    clinic.act(number, ADJUSTER, DECLINE)
    clinic.act(number, SUPERVISOR, SendBack(reason="请补充手术日期依据"))
    clinic.act(number, ADJUSTER, FlagFraud(reason="单据可疑"))
    clinic.act(number, SUPERVISOR, ReleaseHold(reason="已核实"))
    clinic.act(number, ADJUSTER, DECLINE)
    clinic.act(number, SUPERVISOR, CoSign())
    return number


def decline_that_waits(clinic: Clinic) -> str:
    """Signed while letters wait: the refusal can be taken back until they leave."""
    number = clinic.open(undo_seconds=2)
    clinic.act(number, ADJUSTER, DECLINE)
    clinic.act(number, SUPERVISOR, CoSign())
    return number


def taken_back(clinic: Clinic) -> str:
    """Approved, taken back with its letters and its reserve, approved again, and withdrawn."""
    number = clinic.open(undo_seconds=30)
    clinic.act(number, ADJUSTER, APPROVE)
    clinic.act(number, ADJUSTER, TakeBackDecision())
    clinic.act(number, ADJUSTER, APPROVE)
    clinic.act(number, DESK, Withdraw(reason="改期"))
    return number


def lapse(clinic: Clinic) -> str:
    """Documents never come."""
    number = clinic.open(at=datetime(2026, 9, 1, 2, tzinfo=UTC), documents=(DocumentKind.PREAUTH_FORM,))
    clinic.skip(number, timedelta(days=12))
    return number


def amendment_then_expiry(clinic: Clinic) -> str:
    """A raise granted, another declined, then nobody comes."""
    number = clinic.open()
    clinic.act(number, ADJUSTER, APPROVE)
    clinic.act(number, DESK, RequestAmendment(ceiling=19_000_00, reason="病情加重"))
    clinic.act(number, ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True)))
    clinic.act(number, DESK, RequestAmendment(ceiling=99_000_00, reason="再次申请"))
    no = AmendmentInput(approve=False, reason_code="LIMIT", explanation="无新的诊断依据。")
    clinic.act(number, ADJUSTER, DecideAmendment(decision=no))
    clinic.skip(number, timedelta(days=40))
    return number


def query(clinic: Clinic) -> str:
    """A query answered in two parts, then withdrawn."""
    number = clinic.open()
    clinic.act(number, actor(Role.MEDICAL_REVIEWER), Ask(items=("体温记录?", "既往住院?")))
    clinic.skip(number, timedelta(days=1))
    clinic.act(number, DESK, Reply(answers=(Answer(item_id="Q1.1", text="38.5 度"),)))
    clinic.act(number, DESK, Reply(answers=(Answer(item_id="Q1.2", text="无"),)))
    clinic.act(number, DESK, Withdraw(reason="改期"))
    return number


def redirect(clinic: Clinic) -> str:
    """Sent to a network hospital, documents later, approved there."""
    number = clinic.open(hospital_id=INDIRECT, documents=())
    clinic.act(number, DESK, SubmitDocuments(documents=papers(*DocumentKind)))
    entry = DecisionInput(outcome=Outcome.REDIRECT, network_hospitals=(DIRECT,), reason_code="OON")
    clinic.act(number, ADJUSTER, Decide(decision=entry))
    clinic.act(number, DESK, NameHospital(hospital_id=DIRECT))
    clinic.act(number, ADJUSTER, APPROVE)
    clinic.act(number, DESK, Withdraw(reason="完成"))
    return number


def not_accepted(clinic: Clinic) -> str:
    """A policy that is over on the planned day."""
    return clinic.open(planned_on=datetime(2027, 8, 2, tzinfo=UTC).date())


def settled(clinic: Clinic) -> str:
    """A stay on the letter is billed and determined, which makes the letter's final version."""
    visits = Visits(clinic)
    letter, number = admitted(visits)
    left_on = ADMITTED_ON + timedelta(days=5)
    visits.send(number, BED, DRUGS, diagnoses=PNEUMONIA, discharged_on=left_on)
    if visits.look(number).stage is StayStage.DISCHARGE_BILLED:
        visits.act(number, BILL_ADJUSTER, AuthorizeDischarge(reason="与担保函相符"))
    visits.send(number, BED, DRUGS, diagnoses=PNEUMONIA, discharged_on=left_on, final=True)
    decide(visits, number)
    return letter


def corrected(clinic: Clinic) -> str:
    """The bill of a stay is settled, corrected and settled again; then its correction window closes."""
    return corrected_stay(Visits(clinic))[0]


def declined_then_cancelled(clinic: Clinic) -> str:
    """A raise is declined, and the letter cancelled: both are versions of it."""
    number = _declined(clinic)
    clinic.act(number, SUPERVISOR, CancelGuarantee(reason_code="NOT-INFORCE", explanation="退保"))
    return number


def declined_then_expired(clinic: Clinic) -> str:
    """A raise is declined, and nobody comes: both are versions of it."""
    number = _declined(clinic)
    clinic.skip(number, timedelta(days=40))
    return number


def _declined(clinic: Clinic) -> str:
    number = clinic.open()
    clinic.act(number, ADJUSTER, APPROVE)
    clinic.act(number, DESK, RequestAmendment(ceiling=99_000_00, reason="病情加重"))
    no = AmendmentInput(approve=False, reason_code="LIMIT", explanation="无新的诊断依据。")
    clinic.act(number, ADJUSTER, DecideAmendment(decision=no))
    return number


def amendment_taken_back(clinic: Clinic) -> str:
    """A raise is granted, and taken back before its letter leaves; then the hospital asks no more."""
    number = clinic.open(undo_seconds=3600)
    clinic.act(number, ADJUSTER, APPROVE)
    clinic.act(number, DESK, RequestAmendment(ceiling=19_000_00, reason="病情加重"))
    clinic.act(number, ADJUSTER, DecideAmendment(decision=AmendmentInput(approve=True)))
    clinic.act(number, ADJUSTER, TakeBackDecision())
    clinic.act(number, DESK, Withdraw(reason="取消住院"))
    letters_leave(clinic, number, timedelta(hours=1))
    return number


PATHS: tuple[Callable[[Clinic], str], ...] = (
    approve,
    partial,
    decline,
    decline_that_waits,
    lapse,
    amendment_then_expiry,
    query,
    redirect,
    not_accepted,
    settled,
    corrected,
    declined_then_cancelled,
    declined_then_expired,
    taken_back,
    amendment_taken_back,
)


def main(name: str) -> None:
    """Record every path under that name."""
    with lone_clinic() as clinic:
        record(clinic, clinic, PATHS, HISTORIES / name)


if __name__ == "__main__":
    main(sys.argv[1])
