"""Claims of families on the running stack: every way from the report to the end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from commands.lived.stage import papers
from rules.adjudication.claim import InvoiceState
from rules.china_time import shanghai_date
from rules.claims.values import Concern
from rules.deadlines import ClockKind
from rules.items import ItemCode
from rules.reasons import ReasonCode
from rules.reimbursement.values import Stage
from rules.vocabulary import ClockState, DocumentKind, EncounterType
from stores.casework.recusal import deciders
from tests.workflows import family_claims as family
from tests.workflows.clinic import COMPLETE, Clinic
from tests.workflows.family_claims import (
    ADJUSTER,
    CLERK,
    GUARDIAN,
    HEAD,
    OTHER,
    SUPERVISOR,
    WITHOUT_RECORD,
    FamilyClaims,
    partly_covered,
)
from workflows.messages import (
    AcceptAsComplete,
    CoSign,
    FlagFraud,
    ReleaseHold,
    RequestDocuments,
    SendBack,
    SubmitDocuments,
    Withdraw,
)
from workflows.messages_reimbursement import (
    AcceptDecision,
    CorrectAccount,
    CorrectClaim,
    InvestigateClaim,
    ObjectToDecision,
    PayClaimAgain,
    ReceiveOriginals,
    RecordFindings,
    SendOriginals,
    SettleCompensation,
    StateAscertained,
    SubmitClaim,
    VerifyBills,
)

RECORD = SubmitDocuments(documents=papers(DocumentKind.MEDICAL_RECORD))


@pytest.fixture
def claims(clinic: Clinic) -> FamilyClaims:
    return FamilyClaims(clinic)


def refused_with(refusal: pytest.ExceptionInfo[WorkflowUpdateFailedError]) -> str:
    """Why the case did not take an act."""
    assert isinstance(refusal.value.cause, ApplicationError)
    return str(refusal.value.cause.type)


def test_a_clear_small_claim_is_paid_with_nobody_deciding(claims: FamilyClaims) -> None:
    number = claims.open(300_00)

    case = claims.until(number, Stage.CLOSED)

    assert case.decision is not None
    assert case.decision.automatic
    assert case.decision.payable == 300_00
    assert [payout.amount for payout in case.payouts] == [300_00]
    claims.until_sent(number, "LT-PAID")
    assert {letter.code for letter in claims.look(number).letters} == {"LT-ACK", "LT-EOB", "LT-PAID"}


@pytest.mark.parametrize(("amount", "alone"), [(3_000_00, True), (3_000_01, False)])
def test_up_to_the_automatic_limit_nobody_is_needed(claims: FamilyClaims, amount: int, alone: bool) -> None:
    case = claims.look(claims.open(amount))

    assert (case.stage is not Stage.MANUAL) is alone
    assert (Concern.ABOVE_AUTOMATIC_LIMIT in case.concerns) is not alone
    assert case.small is alone


def test_a_report_gets_the_list_of_papers_and_becomes_a_claim(claims: FamilyClaims) -> None:
    number = claims.open(report=True, documents=())
    case = claims.until_sent(number, "LT-REQ")
    claims.clinic.wait_until(
        lambda: claims.look(number).clock(ClockKind.REQUIREMENTS_NOTICE) is None, "the duty to be met"
    )
    assert case.stage is Stage.REPORTED
    assert DocumentKind.CLAIM_FORM in case.missing

    claims.act(
        number,
        GUARDIAN,
        SubmitClaim(
            claim=family.claim(100_00),
            form_signed_on=shanghai_date(family.CLAIMED_AT),
            documents=papers(*COMPLETE),
        ),
    )

    assert claims.until(number, Stage.CLOSED).received_at is not None


def test_the_time_of_the_law_stands_still_from_delivery_to_arrival(claims: FamilyClaims) -> None:
    number = claims.open(300_00, documents=WITHOUT_RECORD)
    before = claims.look(number)
    assert before.stage is Stage.AWAITING_DOCS
    assert before.missing == (DocumentKind.MEDICAL_RECORD,)
    claims.clinic.wait_until(
        lambda: claims.look(number).clock(ClockKind.CLAIM_SUPPLEMENT_WAIT) is not None, "the list to arrive"
    )
    paused = claims.look(number)
    law = paused.clock(ClockKind.STATUTORY_DETERMINATION)
    sixty = paused.clock(ClockKind.INTERIM_PAYMENT)
    assert law is not None and law.state is ClockState.PAUSED
    assert sixty is not None and sixty.state is ClockState.RUNNING

    claims.skip(number, 12)
    claims.act(number, GUARDIAN, RECORD)

    case = claims.until(number, Stage.CLOSED)
    ended = next(c for c in case.clocks if c.kind is ClockKind.STATUTORY_DETERMINATION)
    assert ended.due_at - law.due_at == timedelta(days=12)


def test_a_second_list_needs_a_supervisor_and_a_new_fact(claims: FamilyClaims) -> None:
    number = claims.open(4_000_00)
    ask = RequestDocuments(kinds=(DocumentKind.PATHOLOGY_REPORT,), reason="病理需核实")
    claims.act(number, ADJUSTER, ask)

    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        claims.act(number, ADJUSTER, ask)
    assert refused_with(refusal) == "Forbidden"
    claims.act(number, SUPERVISOR, ask)
    claims.act(number, CLERK, AcceptAsComplete(reason="医院证明无此报告"))

    assert claims.until(number, Stage.MANUAL).waived == (DocumentKind.PATHOLOGY_REPORT,)


def test_silence_is_reminded_then_rests_and_papers_wake_the_claim(claims: FamilyClaims) -> None:
    number = claims.open(300_00, documents=WITHOUT_RECORD)
    claims.clinic.wait_until(
        lambda: claims.look(number).clock(ClockKind.CLAIM_SUPPLEMENT_WAIT) is not None, "the list to arrive"
    )
    claims.skip(number, 31)
    reminded = [letter for letter in claims.look(number).letters if letter.code == "LT-SUPP"]
    claims.skip(number, 60)
    claims.until(number, Stage.DORMANT)
    claims.until_sent(number, "LT-DORM")

    claims.act(number, GUARDIAN, RECORD)

    assert len(reminded) == 2
    assert claims.until(number, Stage.CLOSED, Stage.PAID).decision is not None


def test_paper_originals_of_a_public_stay_come_by_courier(claims: FamilyClaims) -> None:
    stay = family.claim(900_00, item=ItemCode.BED, type=EncounterType.INPATIENT)
    number = claims.open(child="M2025000001", claimed=stay, paper_originals=True, until_on=family.VISITED_ON)
    assert claims.look(number).missing == (DocumentKind.INVOICE,)

    claims.act(number, GUARDIAN, SendOriginals(carrier="顺丰", tracking="SF1234567890"))
    claims.act(number, CLERK, ReceiveOriginals(kinds=(), absent=(DocumentKind.INVOICE,)))
    assert claims.look(number).stage is Stage.AWAITING_DOCS
    claims.act(number, CLERK, ReceiveOriginals(kinds=(DocumentKind.INVOICE,), tracking="SF1234567890"))

    case = claims.until(number, Stage.MANUAL)
    assert Concern.INPATIENT in case.concerns
    assert case.clock(ClockKind.REIMBURSEMENT_DECISION) or case.clock(ClockKind.SMALL_CLAIM_DECISION)
    claims.until_sent(number, "LT-ORIG")


@pytest.mark.parametrize(
    ("state", "reason"),
    [(InvoiceState.UNVERIFIED, "BILL-UNVERIFIED"), (InvoiceState.REVERSED, "BILL-REVERSED")],
)
def test_a_bill_that_does_not_verify_goes_to_a_person(
    claims: FamilyClaims, state: InvoiceState, reason: str
) -> None:
    bill = family.invoice(state=state)
    number = claims.open(claimed=family.claim(300_00, invoices=(bill,)))
    case = claims.look(number)
    assert case.stage is Stage.BILL_ISSUE
    event = next(each for each in claims.clinic.events(number) if each.to_stage == "BILL_ISSUE")
    assert event.reason_code == reason

    claims.act(number, CLERK, VerifyBills(keys=(bill.key,), reason="已在财政票据平台查验"))

    assert claims.until(number, Stage.CLOSED).decision is not None


def test_a_bill_that_was_claimed_before_is_refused_by_two_people(claims: FamilyClaims) -> None:
    once = family.claim(300_00)
    claims.until(claims.open(claimed=once), Stage.CLOSED)
    number = claims.open(claimed=once)
    assert claims.look(number).stage is Stage.BILL_ISSUE
    assert claims.look(number).bills[0].claimed_before

    claims.act(number, ADJUSTER, family.refuse(ReasonCode.DUPLICATE_BILL))
    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        claims.act(number, ADJUSTER, CoSign())
    claims.act(number, SUPERVISOR, CoSign())

    assert refused_with(refusal) == "Forbidden"
    case = claims.until(number, Stage.REFUSED)
    assert case.decision is not None
    assert (case.decision.payable, case.decision.co_signed_by) == (0, SUPERVISOR.reference)
    claims.clinic.wait_until(
        lambda: claims.look(number).clock(ClockKind.REFUSAL_NOTICE) is None, "the notice to arrive"
    )
    claims.skip(number, 6)
    claims.until(number, Stage.CLOSED)


def test_an_excluded_line_is_confirmed_by_a_person_and_silence_pays_the_rest(claims: FamilyClaims) -> None:
    number = claims.open(**partly_covered())
    assert ReasonCode.EXCLUDED_TCM in claims.look(number).concerns

    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        claims.act(number, ADJUSTER, family.pay())
    claims.act(number, ADJUSTER, family.pay(ReasonCode.EXCLUDED_TCM))
    case = claims.look(number)
    claims.until_sent(number, "LT-REF")
    claims.skip(number, 6)

    assert refused_with(refusal) == "Invalid"
    assert case.stage is Stage.DETERMINED
    paid = claims.until(number, Stage.AGREED)
    assert not paid.accepted
    assert paid.payouts[-1].amount == 300_00
    claims.settle(number)
    claims.until(number, Stage.CLOSED)


def test_the_family_agrees_and_a_rejected_payment_goes_out_to_another_account(claims: FamilyClaims) -> None:
    number = claims.open(**partly_covered())
    claims.act(number, ADJUSTER, family.pay(ReasonCode.EXCLUDED_TCM))
    claims.act(number, GUARDIAN, AcceptDecision())
    assert claims.look(number).accepted
    claims.settle(number, "AC04")
    claims.until(number, Stage.PAY_FAILED)
    claims.until_sent(number, "LT-PAYFAIL")

    account = CorrectAccount(holder=family.HOLDER, number="6222020000000000018", bank="示例银行")
    claims.act(number, GUARDIAN, account)

    again = claims.until(number, Stage.AGREED)
    assert again.payouts[-1].attempt == 2
    claims.settle(number, "TURNED_DOWN")
    claims.until(number, Stage.PAY_FAILED)
    claims.act(number, SUPERVISOR, PayClaimAgain(reason="账户已核实"))
    assert claims.settle(number).payouts[-1].attempt == 3
    claims.until(number, Stage.CLOSED)


def test_an_objection_is_decided_again_by_somebody_else(claims: FamilyClaims) -> None:
    number = claims.open(**partly_covered())
    claims.act(number, ADJUSTER, family.pay(ReasonCode.EXCLUDED_TCM))
    claims.act(number, GUARDIAN, ObjectToDecision(reason="该药为西药"))
    case = claims.look(number)
    assert case.stage is Stage.RECONSIDERATION
    assert case.clock(ClockKind.RECONSIDERATION) is not None
    assert case.claim is not None

    with pytest.raises(WorkflowUpdateFailedError) as adjusters:
        claims.act(number, ADJUSTER, family.pay(ReasonCode.EXCLUDED_TCM))
    lines = tuple(replace(line, item=ItemCode.DRUG) for line in case.claim.lines)
    claims.act(number, OTHER, CorrectClaim(claim=replace(case.claim, lines=lines), reason="处方核实为西药"))
    claims.act(number, SUPERVISOR, family.pay(ReasonCode.EXCLUDED_TCM))

    assert refused_with(adjusters) == "Forbidden"
    decided = claims.until(number, Stage.AGREED)
    assert [decision.payable for decision in decided.decisions] == [300_00, 500_00]
    claims.until_sent(number, "LT-RECON")
    claims.settle(number)
    claims.until(number, Stage.CLOSED)


def test_an_investigation_is_approved_has_its_own_time_and_ends_with_findings(claims: FamilyClaims) -> None:
    number = claims.open(5_000_00)
    claims.act(number, ADJUSTER, InvestigateClaim(scope="核实就诊事实"))
    assert claims.look(number).stage is Stage.MANUAL
    claims.act(number, SUPERVISOR, SendBack(reason="范围不清"))
    claims.act(number, ADJUSTER, InvestigateClaim(scope="向医院核实就诊记录及票据"))
    claims.act(number, SUPERVISOR, CoSign())

    case = claims.until(number, Stage.INVESTIGATION)
    assert case.clock(ClockKind.CLAIM_INVESTIGATION) is not None
    assert case.clock(ClockKind.STATUTORY_DETERMINATION) is not None
    claims.until_sent(number, "LT-INV")
    claims.act(number, ADJUSTER, RecordFindings(findings="就诊属实"))
    claims.act(number, ADJUSTER, family.pay())

    assert claims.until(number, Stage.AGREED).decision is not None


def test_payment_above_authority_waits_for_a_second_person(claims: FamilyClaims) -> None:
    number = claims.open(20_000_01)
    claims.act(number, ADJUSTER, family.pay())
    assert claims.look(number).proposal is not None

    claims.act(number, HEAD, CoSign())

    case = claims.until(number, Stage.AGREED)
    assert case.decision is not None
    assert case.decision.deciders == (ADJUSTER.reference, HEAD.reference)


def test_on_day_sixty_the_certain_part_is_paid_ahead(claims: FamilyClaims) -> None:
    number = claims.open(8_000_00)
    claims.act(number, ADJUSTER, StateAscertained(amount=1_234_56, reason="药费已核实"))
    claims.skip(number, 59)
    assert not claims.look(number).interim_paid
    claims.skip(number, 1)

    case = claims.look(number)
    assert case.interim_paid == 1_234_56
    (sixty,) = (clock for clock in case.clocks if clock.kind is ClockKind.INTERIM_PAYMENT)
    assert sixty.state is ClockState.MET, "the day is not over"
    assert case.stage is Stage.MANUAL
    claims.until_sent(number, "LT-PREPAY60")
    claims.settle(number)


def test_a_late_payment_proposes_compensation_and_a_supervisor_decides(claims: FamilyClaims) -> None:
    number = claims.open(20_000_00)
    claims.act(number, ADJUSTER, family.pay())
    claims.until(number, Stage.AGREED)
    with Session(claims.clinic.engine) as session:
        assert deciders(session, number) == (ADJUSTER.reference,), "who handles no complaint about it (L-23)"
    claims.settle(number, days=40)
    case = claims.until(number, Stage.PAID)
    assert case.compensation is not None
    assert case.compensation.days > 0

    claims.act(number, SUPERVISOR, SettleCompensation(approve=True, reason="逾期支付"))
    claims.settle(number)

    assert claims.until(number, Stage.CLOSED).payouts[-1].amount == case.compensation.amount


def test_a_held_claim_is_not_decided_and_a_family_may_take_its_claim_back(claims: FamilyClaims) -> None:
    number = claims.open(4_000_00)
    claims.act(number, ADJUSTER, FlagFraud(reason="票据可疑"))
    with pytest.raises(WorkflowUpdateFailedError) as refusal:
        claims.act(number, ADJUSTER, family.pay())
    claims.act(number, SUPERVISOR, ReleaseHold(reason="已核实"))
    claims.act(number, GUARDIAN, Withdraw(reason="另行处理"))

    assert refused_with(refusal) == "NotNow"
    assert claims.until(number, Stage.WITHDRAWN).closed_at is not None
