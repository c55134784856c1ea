"""No history of a case outgrows 200 events, 1 MB or a payload of 64 KB, and a whole case takes few runs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from temporalio.testing import TimeSkipper

from commands.lived.stage import papers
from rules.adjudication.claim import Claim, Encounter
from rules.advances.vocabulary import RefundState, Stage
from rules.cases import LetterState
from rules.claims.values import ClaimAnswer, ClaimDecisionInput
from rules.deadlines import ClockKind
from rules.preauthorization.decisions import AmendmentInput, DecisionInput
from rules.preauthorization.values import Outcome
from rules.preauthorization.values import Stage as LetterStage
from rules.reasons import ReasonCode
from rules.reimbursement.values import Stage as ClaimStage
from rules.roles import Role
from rules.vocabulary import DocumentKind, EncounterType
from tests.workflows.advances import APPROVE, COLLECTED, final_bill, sign
from tests.workflows.advancing import ADJUSTER, CLERK, HEAD, SPECIALIST, SUPERVISOR, Advances
from tests.workflows.cases import actor
from tests.workflows.clinic import Clinic
from tests.workflows.family_claims import GUARDIAN, VISITED_ON, FamilyClaims, partly_covered
from tests.workflows.length import assert_short
from workflows.messages import (
    CoSign,
    Decide,
    DecideAmendment,
    RequestAmendment,
    TakeBackDecision,
    Withdraw,
)
from workflows.messages_advance import (
    ApproveRefund,
    DecideTopUp,
    NotifyDischarge,
    PayAdvance,
    RecordCall,
    RequestTopUp,
    SubmitLinkedClaim,
)
from workflows.messages_claims import DecideClaim
from workflows.messages_reimbursement import AcceptDecision, ObjectToDecision, ReceiveOriginals

CHILD, PROVIDER_ACCOUNT = "M2025000002", "310010000000002"
GRANT = Decide(decision=DecisionInput(outcome=Outcome.APPROVE))
UNDO_SECONDS = 3600
"""Longer than any machine is slow."""

STAY = Encounter(type=EncounterType.INPATIENT, on=VISITED_ON, diagnoses=("J18.9",))


@pytest.fixture
def advances(clinic: Clinic) -> Advances:
    return Advances(clinic)


def test_a_letter_that_is_raised_three_times_is_one_short_history(clinic: Clinic) -> None:
    number = clinic.open(child=CHILD)
    clinic.act(number, ADJUSTER, GRANT)
    raised_three_times(clinic, number)

    assert_short(clinic, number, runs=1)


@pytest.mark.long
def test_one_that_was_taken_back_and_granted_anew_before_stays_short(clinic: Clinic) -> None:
    number = clinic.open(child=CHILD, undo_seconds=UNDO_SECONDS)
    clinic.act(number, ADJUSTER, GRANT)
    clinic.act(number, ADJUSTER, TakeBackDecision())
    clinic.act(number, ADJUSTER, GRANT)
    raised_three_times(clinic, number)

    assert_short(clinic, number, runs=2)


def raised_three_times(clinic: Clinic, number: str) -> None:
    """Asked for by the hospital, granted, and in the end not needed."""
    for ceiling in (19_000_00, 19_500_00, 20_000_00):
        desk = actor(Role.HOSPITAL_DESK)
        clinic.act(number, desk, RequestAmendment(ceiling=ceiling, reason="病情加重"))
        clinic.act(number, SUPERVISOR, DecideAmendment(decision=AmendmentInput(approve=True)))
    assert clinic.look(number).stage is LetterStage.GUARANTEED
    clinic.act(number, actor(Role.HOSPITAL_DESK), Withdraw(reason="完成"))


@pytest.mark.long
def test_an_advance_with_three_top_ups_an_objection_and_a_refund_stays_short(advances: Advances) -> None:
    number = paid_three_times_more(advances)
    claim = claimed(advances, number)
    objected_to(advances, number, claim)
    paid_back_late(advances, number, claim)

    assert advances.clinic.row(number).closed_at is not None
    assert_short(advances.clinic, number, runs=3)
    assert_short(advances.clinic, claim, runs=2)


@pytest.mark.long
def test_a_claim_of_a_stay_with_a_decision_taken_back_and_an_objection_stays_short(clinic: Clinic) -> None:
    """The claim of an advance is never taken back: the advance acts on it at once."""
    claims = FamilyClaims(clinic)
    whole = partly_covered()["claimed"]
    assert isinstance(whole, Claim)
    stay = replace(whole, encounter=STAY)
    number = claims.open(claimed=stay, undo_window_seconds=UNDO_SECONDS)
    claims.until(number, ClaimStage.MANUAL)
    claims.act(number, ADJUSTER, as_judged(claims, number))
    claims.act(number, ADJUSTER, TakeBackDecision())
    claims.act(number, ADJUSTER, as_judged(claims, number))
    claims.act(number, GUARDIAN, ObjectToDecision(reason="该药为西药"))
    claims.act(number, SUPERVISOR, as_judged(claims, number))
    claims.act(number, GUARDIAN, AcceptDecision())
    claims.settle(number)
    let_letters_leave(claims, number)
    claims.until(number, ClaimStage.CLOSED)

    assert_short(clinic, number, runs=2)


def as_judged(claims: FamilyClaims, number: str) -> DecideClaim:
    """Pay what the rules found, with everything confirmed."""
    judged = claims.look(number).judged
    assert judged is not None
    return DecideClaim(
        decision=ClaimDecisionInput(
            answer=ClaimAnswer.PAY,
            confirmed=judged.to_confirm,
            allowed=judged.referred_for,
            explanation="核定",
        )
    )


def let_letters_leave(claims: FamilyClaims, number: str) -> None:
    """The time in which a decision can be taken back is over."""
    skipper = TimeSkipper(claims.clinic.client)
    for letter in claims.look(number).letters:
        if letter.awaited and letter.state is LetterState.ORDERED:
            handle = claims.clinic.client.get_workflow_handle(letter.number)
            claims.clinic.loop.run(skipper.fast_forward(handle, timedelta(seconds=UNDO_SECONDS)))


def paid_three_times_more(advances: Advances) -> str:
    """An advance of 14,400 yuan, raised to 20,400 in three parts while the child is in hospital."""
    number, guardian = advances.open(child=CHILD), advances.guardian(CHILD)
    advances.act(number, SPECIALIST, RecordCall(notes="家属需要垫付"))
    advances.act(number, ADJUSTER, APPROVE)
    pay(advances, number)
    for _ in range(3):
        advances.act(number, guardian, RequestTopUp(amount=2_000_00, estimate=26_000_00, reason="转入监护"))
        advances.act(number, SUPERVISOR, DecideTopUp(decision=APPROVE.decision))
        pay(advances, number)
    assert advances.look(number).statement.paid == 20_400_00
    return number


def pay(advances: Advances, number: str) -> None:
    promised = advances.look(number).statement.promised
    if advances.look(number).clock(ClockKind.MANDATE_WAIT):
        advances.act(number, advances.guardian(CHILD), sign())
    advances.act(number, SPECIALIST, PayAdvance(account_checked="与医院财务电话核对"))
    advances.finance_signs(number)
    advances.clinic.wait_until(lambda: advances.look(number).statement.paid == promised, "the money")


def claimed(advances: Advances, number: str) -> str:
    """The bill of 26,000 yuan is settled and claimed; nobody asked for approval of the stay (E53)."""
    advances.act(number, advances.guardian(CHILD), NotifyDischarge(on=date(2026, 10, 20)))
    bill = final_bill(26_000_00, 5_600_00, documents=papers(*COLLECTED), number=number[-9:-2])
    advances.act(number, SPECIALIST, bill)
    advances.act(number, SPECIALIST, SubmitLinkedClaim())
    return advances.claim(number)


def objected_to(advances: Advances, number: str, claim: str) -> None:
    """Refused as a whole by two people, objected to, and decided again by somebody else."""
    claims = FamilyClaims(advances.clinic)
    case = claims.until(claim, ClaimStage.AWAITING_DOCS, ClaimStage.MANUAL)
    if case.stage is ClaimStage.AWAITING_DOCS:
        claims.act(claim, CLERK, ReceiveOriginals(kinds=(DocumentKind.INVOICE,)))
    advances.clinic.wait_until(lambda: claims.look(claim).judged is not None, "the claim to be judged")
    refusal = ClaimDecisionInput(
        answer=ClaimAnswer.REFUSE,
        reason_code=ReasonCode.NOT_INSURED,
        clause="2.4",
        explanation="入院日不在保险期间内。",
    )
    claims.act(claim, ADJUSTER, DecideClaim(decision=refusal))
    claims.act(claim, SUPERVISOR, CoSign())
    advances.until(number, Stage.REFUND_DUE)
    whole = advances.look(number).refund
    assert whole and whole.amount == 20_400_00

    claims.until_sent(claim, "LT-REF")
    claims.act(claim, advances.guardian(CHILD), ObjectToDecision(reason="入院日在保险期间内"))
    judged = claims.look(claim).judged
    assert judged is not None
    payment = ClaimDecisionInput(
        answer=ClaimAnswer.PAY, confirmed=judged.to_confirm, allowed=judged.referred_for, explanation="复核"
    )
    claims.act(claim, HEAD, DecideClaim(decision=payment))
    advances.clinic.wait_until(
        lambda: getattr(advances.look(number).refund, "amount", 0) != 20_400_00, "the advance to hear of it"
    )


def paid_back_late(advances: Advances, number: str, claim: str) -> None:
    """The difference is reminded of, comes too late, and nobody can object any more."""
    clinic = advances.clinic
    advances.act(number, SUPERVISOR, ApproveRefund())
    refund = advances.look(number).refund
    assert refund and refund.amount == 4_800_00, "60 % of the bill is payable"
    clock = advances.look(number).clock(ClockKind.REFUND)
    assert clock is not None
    clinic.skip_to(number, clock.due_at + timedelta(minutes=30))
    late = advances.look(number).refund
    assert late and late.state is RefundState.OVERDUE
    assert [letter.code for letter in clinic.letters(number)].count("LT-RFD-R") == 3

    advances.finance_signs(number)
    advances.treasury.pay_in(refund.amount, refund.reference, account=PROVIDER_ACCOUNT)
    advances.treasury.look()
    assert advances.look(number).stage is Stage.REFUND_DUE, "the family may still object"
    FamilyClaims(clinic).act(claim, advances.guardian(CHILD), AcceptDecision())
    advances.until(number, Stage.CLOSED)
