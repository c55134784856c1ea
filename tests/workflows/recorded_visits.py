"""Paths of direct billing whose histories are kept: ``python -m tests.workflows.recorded_visits NAME``."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import WorkflowUpdateFailedError

from commands.lived.stage import papers
from rules.claims.values import ClaimAnswer, ClaimDecisionInput
from rules.deadlines import ClockKind
from rules.direct_billing.case import DebtReason, DebtState
from rules.direct_billing.values import Stage
from rules.payments.vocabulary import ReceivableKind
from rules.reasons import ReasonCode
from rules.roles import Role
from rules.vocabulary import DocumentKind
from tests.money.treasury import Treasury
from tests.workflows.clinic import DIRECT
from tests.workflows.desks import Visits, desk_of, line, staff
from tests.workflows.owing import FAMILY, a_closed_visit, a_recovery, at_a_public_hospital
from tests.workflows.recording import letters_leave, lone_clinic, record
from tests.workflows.stays import (
    ADJUSTER,
    ADMITTED_ON,
    BED,
    CHILD,
    DRUGS,
    LEFT_ON,
    PNEUMONIA,
    SUPERVISOR,
    admitted,
    decide,
    paid,
)
from workflows.messages import (
    Answer,
    Ask,
    CoSign,
    FlagFraud,
    ReleaseHold,
    Reply,
    SendBack,
    TakeBackDecision,
    Withdraw,
)
from workflows.messages_claims import DecideClaim
from workflows.messages_debts import DisputeDebt, GiveToLegal, ResumeDebt, WaiveDebt
from workflows.messages_direct_billing import AuthorizeDischarge, PayAgain, ProposeRecovery

HISTORIES = Path(__file__).parent / "visit_histories"
HERBS = DebtReason(item="TCM", amount=120_00, code=ReasonCode.EXCLUDED_TCM)
UNSIGNED_RECORD = (DocumentKind.SIGNED_BILL,)
PAY = DecideClaim(decision=ClaimDecisionInput(answer=ClaimAnswer.PAY))
REFUSE = DecideClaim(
    decision=ClaimDecisionInput(
        answer=ClaimAnswer.REFUSE,
        reason_code=ReasonCode.EXCLUDED_PRE_EXISTING,
        clause="2.5.1",
        explanation="病历载明首次投保前已确诊。",
    )
)


def turned_away(visits: Visits) -> str:
    """A hospital off the list."""
    return visits.open(child="M2021000003", hospital="KANGNING")


def expired(visits: Visits) -> str:
    """Nobody sends a bill."""
    number = visits.open(child=CHILD)
    visits.clinic.skip(number, timedelta(days=31))
    return number


def withdrawn(visits: Visits) -> str:
    """The family goes home."""
    number = visits.open(child=CHILD)
    visits.act(number, desk_of(DIRECT), Withdraw(reason="家长取消"))
    return number


def paid_again(visits: Visits) -> str:
    """Clear and small; the bank rejects the hospital's account once."""
    clinic = visits.clinic
    bank = Treasury(clinic.settings, clinic.loop, clinic.client, clinic.engine)
    number = visits.open(child=CHILD)
    bank.behave(manner="REJECT", reason="AC04", times=1)
    visits.send(number, line("1", 310_00))
    visits.until(number, Stage.PAY_FAILED)
    bank.behave_well()
    visits.act(number, staff(Role.FINANCE), PayAgain(reason="医院已更正账户"))
    visits.until(number, Stage.CLOSED)
    return number


def queried(visits: Visits) -> str:
    """A missing record is asked for, reminded of and sent."""
    number = visits.open(child=CHILD)
    visits.send(number, line("1", 300_00), documents=UNSIGNED_RECORD)
    visits.act(number, ADJUSTER, Ask(items=("请补门诊病历",), documents=(DocumentKind.MEDICAL_RECORD,)))
    visits.clinic.skip(number, timedelta(days=21))
    answers, record_of = (Answer(item_id="Q1.1", text="已补"),), papers(DocumentKind.MEDICAL_RECORD)
    visits.act(number, desk_of(DIRECT), Reply(answers=answers, documents=record_of))
    visits.act(number, ADJUSTER, PAY)
    visits.clinic.wait_until(lambda: visits.look(number).payment is not None, "the payment order")
    visits.sign_payment(number)
    visits.until(number, Stage.CLOSED)
    return number


def refused(visits: Visits) -> str:
    """Held, released, sent back, refused by two people."""
    number = visits.open(child=CHILD)
    visits.send(number, line("1", 300_00), documents=UNSIGNED_RECORD)
    visits.act(number, ADJUSTER, FlagFraud(reason="签名存疑"))
    visits.act(number, SUPERVISOR, ReleaseHold(reason="已核实"))
    visits.act(number, ADJUSTER, REFUSE)
    visits.act(number, SUPERVISOR, SendBack(reason="请补充依据"))
    visits.act(number, ADJUSTER, REFUSE)
    visits.act(number, SUPERVISOR, CoSign())
    visits.until(number, Stage.CLOSED)
    return number


def taken_back(visits: Visits) -> str:
    """Decided, taken back, decided again: paid when nobody can take it back any more."""
    number = visits.open(child=CHILD, undo_seconds=3600)
    visits.send(number, line("1", 300_00), documents=UNSIGNED_RECORD)
    visits.act(number, ADJUSTER, PAY)
    visits.act(number, ADJUSTER, TakeBackDecision())
    visits.act(number, ADJUSTER, PAY)
    visits.clinic.skip(number, timedelta(hours=1))
    visits.sign_payment(number)
    visits.until(number, Stage.CLOSED)
    letters_leave(visits.clinic, number, timedelta(hours=1))
    return number


def copay_overdue(visits: Visits) -> str:
    """The card turns gray, and is lifted when the family has paid."""
    number = at_a_public_hospital(visits)
    visits.clinic.skip(number, timedelta(days=12))
    visits.clinic.wait_until(lambda: "LT-SUSP" in visits.codes(number), "the suspension")
    visits.settle_debt(number, visits.look(number).copay)
    visits.until(number, Stage.CLOSED)
    return number


def copay_disputed(visits: Visits) -> str:
    """Disputed, answered, and waived in the end."""
    number = at_a_public_hospital(visits)
    visits.act(number, FAMILY, DisputeDebt(debt=ReceivableKind.COPAY, reason="这是第十二次就诊"))
    visits.clinic.skip(number, timedelta(days=20))
    visits.act(number, SUPERVISOR, ResumeDebt(debt=ReceivableKind.COPAY, reason="三月的就诊已计数"))
    visits.act(number, SUPERVISOR, WaiveDebt(debt=ReceivableKind.COPAY, reason="系统曾显示无需自付"))
    visits.until(number, Stage.CLOSED)
    return number


def recovered(visits: Visits) -> str:
    """Cost outside cover is asked back, and given to the lawyers."""
    number = a_recovery(visits)
    visits.clinic.skip(number, timedelta(days=16))
    visits.clinic.wait_until(lambda: _recovery(visits, number) is DebtState.OVERDUE, "overdue")
    visits.act(number, SUPERVISOR, GiveToLegal(reason="多次催收未果"))
    visits.until(number, Stage.CLOSED)
    return number


def reopened(visits: Visits) -> str:
    """Closed, and opened again for cost outside cover; the history is of its second life."""
    number = a_closed_visit(visits)
    visits.act(number, ADJUSTER, ProposeRecovery(reasons=(HERBS,), explanation="事后复核：中药不在责任内"))
    visits.act(number, SUPERVISOR, CoSign())
    visits.clinic.wait_until(lambda: _recovery(visits, number) is DebtState.NOTICE_SENT, "the notice")
    visits.settle_debt(number, visits.look(number).recovery)
    visits.until(number, Stage.CLOSED)
    return number


def share_is_no_recovery(visits: Visits) -> str:
    """A copay is owed, and no more than what we bore can be asked back beside it."""
    number = at_a_public_hospital(visits)
    case = visits.look(number)
    too_much = replace(HERBS, amount=case.paid - 200_00 + 1)
    with pytest.raises(WorkflowUpdateFailedError):
        visits.act(number, ADJUSTER, ProposeRecovery(reasons=(too_much,), explanation="复核"))
    visits.act(number, ADJUSTER, ProposeRecovery(reasons=(HERBS,), explanation="复核"))
    visits.act(number, SUPERVISOR, SendBack(reason="该项在责任内"))
    visits.settle_debt(number, visits.look(number).copay)
    visits.until(number, Stage.CLOSED)
    return number


def overpaid_stay(visits: Visits) -> str:
    """A corrected bill comes to less than was paid: part comes back, the rest is overdue and waived."""
    number = paid(visits).case_number
    visits.send(number, BED, line("2", 3_000_00, DRUGS.item), diagnoses=PNEUMONIA, discharged_on=LEFT_ON)
    decide(visits, number, who=staff(Role.ADJUSTER, "second"))
    visits.until(number, Stage.HOSPITAL_PAID)
    visits.act(number, SUPERVISOR, CoSign())
    visits.clinic.wait_until(lambda: "LT-OVP" in visits.codes(number), "the hospital to be told")
    told = visits.look(number).overpayment
    assert told is not None
    bank = Treasury(visits.clinic.settings, visits.clinic.loop, visits.clinic.client, visits.clinic.engine)
    bank.pay_in(told.amount - 1_000_00, told.reference)
    bank.look()
    visits.clinic.wait_until(lambda: _still_owed(visits, number) == 1_000_00, "the money to be heard of")
    visits.clinic.skip(number, timedelta(days=16))
    waive = WaiveDebt(debt=ReceivableKind.OVERPAYMENT, reason="双方核对后免除")
    visits.act(number, SUPERVISOR, waive)
    visits.until(number, Stage.CLOSED)
    return number


def stay(visits: Visits) -> str:
    """Admitted on a letter, billed twice, discharged, billed, paid and corrected."""
    return corrected_stay(visits)[1]


def stay_of_a_living_letter(visits: Visits) -> str:
    """The same, where the case of the letter waits for the end of the correction window."""
    return corrected_stay(visits)[1]


def corrected_stay(visits: Visits) -> tuple[str, str]:
    """The numbers of the letter's case and of the stay, when both are over."""
    letter, number = admitted(visits)
    visits.send(number, BED, diagnoses=PNEUMONIA)
    left_on = ADMITTED_ON + timedelta(days=5)
    visits.send(number, BED, DRUGS, diagnoses=PNEUMONIA, discharged_on=left_on)
    if visits.look(number).stage is Stage.DISCHARGE_BILLED:
        visits.act(number, ADJUSTER, AuthorizeDischarge(reason="与担保函相符"))
    visits.send(number, BED, DRUGS, diagnoses=PNEUMONIA, discharged_on=left_on, final=True)
    decide(visits, number)
    visits.sign_payment(number)
    visits.until(number, Stage.HOSPITAL_PAID)
    more = line("2", 6_400_00, DRUGS.item)
    visits.send(number, BED, more, diagnoses=PNEUMONIA, discharged_on=left_on)
    decide(visits, number, who=staff(Role.ADJUSTER, "second"))
    visits.sign_payment(number)
    again = visits.until(number, Stage.HOSPITAL_PAID)
    window = again.clock(ClockKind.CORRECTION_WINDOW)
    assert window is not None
    visits.clinic.skip_to(number, window.due_at)
    visits.until(number, Stage.CLOSED)
    return letter, number


def _still_owed(visits: Visits, number: str) -> int:
    debt = visits.look(number).overpayment
    return debt.owed if debt else 0


def _recovery(visits: Visits, number: str) -> DebtState | None:
    debt = visits.look(number).recovery
    return debt.state if debt else None


PATHS: tuple[Callable[[Visits], str], ...] = (
    turned_away,
    expired,
    withdrawn,
    paid_again,
    queried,
    refused,
    taken_back,
    copay_overdue,
    copay_disputed,
    recovered,
    stay,
    stay_of_a_living_letter,
    reopened,
    share_is_no_recovery,
    overpaid_stay,
)


def main(name: str) -> None:
    """Record every path under that name."""
    with lone_clinic() as clinic:
        record(clinic, Visits(clinic), PATHS, HISTORIES / name)


if __name__ == "__main__":
    main(sys.argv[1])
