"""Paths of a family's claim whose histories are kept: ``python -m tests.workflows.recorded_claims NAME``."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from commands.lived.stage import papers
from rules.claims.overpayment import Overpayment, OverpaymentState
from rules.deadlines import ClockKind
from rules.delays import DelayReason
from rules.payments.values import Instalment
from rules.payments.vocabulary import ReceivableKind
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import Outcome
from rules.reasons import ReasonCode
from rules.reimbursement.values import Stage
from rules.roles import Role
from rules.vocabulary import DocumentKind, EncounterType
from tests.workflows import family_claims as family
from tests.workflows.advancing import Advances
from tests.workflows.cases import actor
from tests.workflows.clinic import INDIRECT
from tests.workflows.family_claims import (
    ADJUSTER,
    GUARDIAN,
    OTHER,
    SUPERVISOR,
    WITHOUT_RECORD,
    FamilyClaims,
    partly_covered,
)
from tests.workflows.recording import lone_clinic, record
from workflows.messages import (
    CoSign,
    Decide,
    ExplainDelay,
    FlagFraud,
    ReleaseHold,
    SendBack,
    SubmitDocuments,
    TakeBackDecision,
    Withdraw,
)
from workflows.messages_debts import AgreeRefundPlan, DisputeDebt, GiveToLegal, ResumeDebt
from workflows.messages_reimbursement import (
    AcceptDecision,
    CorrectAccount,
    InvestigateClaim,
    ObjectToDecision,
    RecordFindings,
    SettleCompensation,
    StateAscertained,
)

HISTORIES = Path(__file__).parent / "claim_histories"
DEBT = ReceivableKind.OVERPAYMENT
UNDO_SECONDS = 30
APPROVED_CHILD = "M2025000002"


def paid(claims: FamilyClaims) -> str:
    """Clear and small: paid with nobody deciding."""
    number = claims.open(300_00)
    claims.until(number, Stage.CLOSED)
    return number


def dormant(claims: FamilyClaims) -> str:
    """Papers come after the claim fell asleep."""
    number = claims.open(300_00, documents=WITHOUT_RECORD)
    _until_running(claims, number, ClockKind.CLAIM_SUPPLEMENT_WAIT)
    claims.skip(number, 31)
    claims.skip(number, 60)
    claims.until(number, Stage.DORMANT)
    claims.act(number, GUARDIAN, SubmitDocuments(documents=papers(DocumentKind.MEDICAL_RECORD)))
    claims.until(number, Stage.CLOSED)
    return number


def refused(claims: FamilyClaims) -> str:
    """Held, released, refused by two people, and nobody objects."""
    number = claims.open(4_000_00)
    claims.act(number, ADJUSTER, FlagFraud(reason="票据可疑"))
    claims.act(number, SUPERVISOR, ReleaseHold(reason="已核实"))
    claims.act(number, ADJUSTER, family.refuse())
    claims.act(number, SUPERVISOR, CoSign())
    claims.until(number, Stage.REFUSED)
    claims.until_sent(number, "LT-REF")
    _until_running(claims, number, ClockKind.ACCEPTANCE_WAIT)
    claims.skip(number, 6)
    return number


def objected(claims: FamilyClaims) -> str:
    """Decided again by somebody else; the bank rejects the account, another one works."""
    number = claims.open(**partly_covered())
    claims.act(number, ADJUSTER, family.pay(ReasonCode.EXCLUDED_TCM))
    claims.act(number, GUARDIAN, ObjectToDecision(reason="该药为西药"))
    claims.act(number, SUPERVISOR, family.pay(ReasonCode.EXCLUDED_TCM))
    claims.act(number, GUARDIAN, AcceptDecision())
    claims.settle(number, "AC04")
    claims.until(number, Stage.PAY_FAILED)
    account = CorrectAccount(holder=family.HOLDER, number="6222020000000000018", bank="示例银行")
    claims.act(number, GUARDIAN, account)
    claims.until(number, Stage.AGREED)
    claims.settle(number)
    claims.until(number, Stage.CLOSED)
    return number


def silent(claims: FamilyClaims) -> str:
    """Five days without a word: the undisputed part is paid."""
    number = claims.open(**partly_covered())
    claims.act(number, OTHER, family.pay(ReasonCode.EXCLUDED_TCM))
    claims.until_sent(number, "LT-REF")
    claims.skip(number, 6)
    claims.until(number, Stage.AGREED)
    claims.settle(number)
    claims.until(number, Stage.CLOSED)
    return number


def late(claims: FamilyClaims) -> str:
    """Investigated, paid in part on day 60, decided, paid too late, and compensated."""
    number = claims.open(8_000_00)
    claims.act(number, ADJUSTER, StateAscertained(amount=1_000_00, reason="药费已核实"))
    claims.act(number, ADJUSTER, InvestigateClaim(scope="向医院核实就诊记录及票据"))
    claims.act(number, SUPERVISOR, CoSign())
    claims.act(number, ADJUSTER, RecordFindings(findings="就诊属实"))
    claims.skip(number, 61)
    claims.settle(number)
    claims.clinic.wait_until(
        lambda: claims.look(number).payouts[0].paid_at is not None, "the interim payment"
    )
    claims.act(number, ADJUSTER, ExplainDelay(reason=DelayReason.HOSPITAL, explanation="等待医院答复"))
    claims.act(number, ADJUSTER, family.pay())
    claims.until(number, Stage.AGREED)
    claims.settle(number, days=40)
    claims.until(number, Stage.PAID)
    claims.act(number, SUPERVISOR, SettleCompensation(approve=True, reason="逾期支付"))
    claims.settle(number)
    claims.until(number, Stage.CLOSED)
    return number


def withdrawn(claims: FamilyClaims) -> str:
    """The family takes its claim back."""
    number = claims.open(4_000_00)
    claims.act(number, GUARDIAN, Withdraw(reason="另行处理"))
    return number


def taken_back(claims: FamilyClaims) -> str:
    """A decision is taken back with its payment and its letter, made again, and paid."""
    number = claims.open(4_000_00, undo_window_seconds=UNDO_SECONDS)
    claims.act(number, ADJUSTER, family.pay())
    claims.act(number, ADJUSTER, TakeBackDecision())
    claims.act(number, ADJUSTER, family.pay())
    claims.settle(number)
    claims.until(number, Stage.CLOSED)
    return number


def on_an_approval(claims: FamilyClaims) -> str:
    """A stay that was approved beforehand: its approval ends with the determination."""
    clinic = claims.clinic
    approval = clinic.open(child=APPROVED_CHILD, hospital_id=INDIRECT)
    clinic.act(approval, actor(Role.ADJUSTER), Decide(decision=DecisionInput(outcome=Outcome.APPROVE)))
    planned_on = clinic.look(approval).request.planned_on
    stay = family.claim(6_000_00, type=EncounterType.INPATIENT, on=planned_on, diagnoses=("J18.0",))
    at = clinic.now(approval) + timedelta(days=30)
    number = claims.open(claimed=stay, child=APPROVED_CHILD, hospital=INDIRECT, at=at)
    judged = claims.until(number, Stage.MANUAL).judged
    assert judged is not None
    claims.act(
        number, ADJUSTER, family.pay(*judged.to_confirm, allowed=judged.referred_for, explanation="核定")
    )
    if claims.look(number).stage is Stage.DETERMINED:
        claims.act(number, GUARDIAN, AcceptDecision())
    claims.settle(number)
    claims.until(number, Stage.CLOSED)
    clinic.wait_until(lambda: clinic.row(approval).closed_at is not None, "the approval to end")
    return number


def overpaid(claims: FamilyClaims) -> str:
    """More was paid ahead than determined: disputed, confirmed, and paid back in parts."""
    number = _owes_back(claims)
    claims.act(number, GUARDIAN, DisputeDebt(debt=DEBT, reason="已核对"))
    claims.act(number, SUPERVISOR, ResumeDebt(debt=DEBT, reason="核定无误"))
    first = _agreed_in_parts(claims, number)
    _pay_back(claims, number, 50_00)
    claims.clinic.wait_until(lambda: _debt(claims, number).received == 50_00, "the first part")
    claims.skip(number, first)
    _pay_back(claims, number, 50_00)
    claims.until(number, Stage.CLOSED)
    return number


def overpaid_to_legal(claims: FamilyClaims) -> str:
    """The same, where a part is missed and a senior gives the rest to the lawyers."""
    number = _owes_back(claims)
    claims.skip(number, _agreed_in_parts(claims, number))
    claims.clinic.wait_until(lambda: _debt(claims, number).state is OverpaymentState.OVERDUE, "a missed part")
    claims.act(number, SUPERVISOR, GiveToLegal(debt=DEBT, reason="多次催收未果"))
    claims.until(number, Stage.CLOSED)
    return number


def overpaid_sent_back(claims: FamilyClaims) -> str:
    """The same, where the second person finds nothing to ask for."""
    number = _overpaid(claims)
    claims.act(number, SUPERVISOR, SendBack(reason="差额由我方承担"))
    claims.until(number, Stage.CLOSED)
    return number


def _overpaid(claims: FamilyClaims) -> str:
    number = claims.open(**partly_covered())
    claims.act(number, ADJUSTER, StateAscertained(amount=400_00, reason="票据已核实"))
    claims.skip(number, 61)
    claims.settle(number)
    claims.clinic.wait_until(
        lambda: claims.look(number).payouts[0].paid_at is not None, "the interim payment"
    )
    claims.act(number, ADJUSTER, ExplainDelay(reason=DelayReason.HOSPITAL, explanation="等待医院答复"))
    claims.act(number, ADJUSTER, family.pay(ReasonCode.EXCLUDED_TCM))
    claims.act(number, GUARDIAN, AcceptDecision())
    claims.clinic.wait_until(lambda: claims.look(number).overpayment_open, "what is to come back")
    return number


def _owes_back(claims: FamilyClaims) -> str:
    number = _overpaid(claims)
    claims.act(number, SUPERVISOR, CoSign())
    return number


def _agreed_in_parts(claims: FamilyClaims, number: str) -> int:
    """Two parts, 30 days apart; how many days until the day of the first is over."""
    first = claims.clinic.now(number).date() + timedelta(days=3)
    parts = tuple(Instalment(due_on=first + timedelta(days=30 * each), amount=50_00) for each in range(2))
    claims.act(number, ADJUSTER, AgreeRefundPlan(debt=DEBT, instalments=parts))
    return 6


def _pay_back(claims: FamilyClaims, number: str, amount: int) -> None:
    treasury = Advances(claims.clinic).treasury
    treasury.pay_in(amount, _debt(claims, number).reference)
    treasury.look()


def _debt(claims: FamilyClaims, number: str) -> Overpayment:
    debt = claims.look(number).overpayment
    assert debt is not None
    return debt


def _until_running(claims: FamilyClaims, number: str, kind: ClockKind) -> None:
    claims.clinic.wait_until(lambda: claims.look(number).clock(kind) is not None, f"{kind} of {number}")


PATHS: tuple[Callable[[FamilyClaims], str], ...] = (
    paid,
    dormant,
    refused,
    objected,
    silent,
    late,
    withdrawn,
    taken_back,
    on_an_approval,
    overpaid,
    overpaid_to_legal,
    overpaid_sent_back,
)


def main(name: str) -> None:
    """Record every path under that name."""
    with lone_clinic() as clinic:
        record(clinic, FamilyClaims(clinic), PATHS, HISTORIES / name)


if __name__ == "__main__":
    main(sys.argv[1])
