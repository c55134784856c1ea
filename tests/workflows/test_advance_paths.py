"""Hospital advances on the real server in virtual time: every stage, with letters, payments and the claim."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commands.lived.stage import papers
from rules.advances.vocabulary import RefundState, Stage
from rules.deadlines import ClockKind
from rules.payments.vocabulary import PaymentPurpose
from rules.preauthorization.values import Coded
from rules.reasons import ReasonCode
from rules.reimbursement.case import ReimbursementCase
from rules.vocabulary import DocumentKind
from tests.workflows.advances import APPROVE, REFUSAL, sign
from tests.workflows.advancing import (
    ADJUSTER,
    CHILD,
    CLERK,
    PAY,
    SPECIALIST,
    SUPERVISOR,
    Advances,
    close_claim,
    in_claim,
    paid,
    reviewed,
    tell,
)
from tests.workflows.clinic import DIRECT, Clinic
from workflows.messages import CoSign, SubmitDocuments, Withdraw
from workflows.messages_advance import (
    ApproveRefund,
    CheckEntitlement,
    DecideAdvance,
    DecideTopUp,
    NotifyDischarge,
    OpenInvestigation,
    RequestTopUp,
)
from workflows.messages_reimbursement import CorrectAccount

OF_ITS_OWN = (Coded(code="J13", name="肺炎链球菌性肺炎"),)
"""An illness that no other test has: cases of one illness share what is held for the stay."""


@pytest.fixture
def advances(clinic: Clinic) -> Advances:
    return Advances(clinic)


def codes(advances: Advances, number: str) -> list[str]:
    return sorted(letter.code for letter in advances.clinic.letters(number))


def sent(advances: Advances, number: str) -> bool:
    return advances.clinic.all_sent(number)


def test_from_the_request_to_a_refund_that_is_paid_back(advances: Advances) -> None:
    number = in_claim(advances)
    case = advances.look(number)
    assert (case.stage, case.statement.paid) == (Stage.IN_CLAIM, case.statement.promised)
    tell(advances, number, case.statement.paid - 1_000_00)
    advances.until(number, Stage.REFUND_DUE)
    advances.act(number, SUPERVISOR, ApproveRefund())
    refund = advances.look(number).refund
    assert refund and refund.state is RefundState.NOTICE_SENT
    advances.finance_signs(number)
    advances.treasury.pay_in(1_000_00, refund.reference, account="310010000000002")
    advances.treasury.look()
    close_claim(advances, number)
    done = advances.until(number, Stage.CLOSED)

    assert done.statement.open == 0
    assert (done.statement.refunded, done.statement.consumed) == (1_000_00, done.statement.paid - 1_000_00)
    advances.clinic.wait_until(lambda: sent(advances, number), "every letter to be sent")
    assert codes(advances, number) == [
        "LT-ACK",
        "LT-AD-MAND",
        "LT-AD-OK",
        "LT-ORIG",
        "LT-RFD",
        "LT-SETTLE",
    ]
    assert advances.clinic.events(number)[-1].to_stage == Stage.CLOSED


def test_the_claim_of_the_stay_is_opened_with_the_bill_and_the_file(advances: Advances) -> None:
    number = in_claim(advances)
    linked = advances.claim(number)

    claim = advances.clinic.loop.run(advances.clinic.cases.look(linked))

    assert isinstance(claim, ReimbursementCase)
    assert claim.linked_advance == number
    assert claim.amount == 18_000_00
    assert claim.subject.episode_id == getattr(advances.look(number).entitlement, "episode_id", "")


def test_a_balance_is_paid_to_provider_and_family(advances: Advances) -> None:
    number = in_claim(advances)
    account = CorrectAccount(holder="周敏", number="6200000000000005", bank="示例银行")
    advances.act(number, advances.guardian(CHILD), account)
    tell(advances, number, 18_000_00)
    advances.until(number, Stage.BALANCE_DUE)
    advances.finance_signs(number)
    close_claim(advances, number)

    case = advances.until(number, Stage.CLOSED)
    assert case.statement.consumed == case.statement.paid
    paid_out = {payment.purpose: payment.amount for payment in advances.payments(number)}
    assert paid_out[PaymentPurpose.BALANCE] == min(18_000_00 - case.statement.paid, 3_600_00)
    advances.clinic.wait_until(lambda: "LT-PAID" in codes(advances, number), "the letter")


def test_a_direct_billing_hospital_opens_a_preauthorization(advances: Advances) -> None:
    number = advances.open(hospital_id=DIRECT)
    case = advances.look(number)
    assert case.stage is Stage.REQUESTED
    assert case.entitlement and case.entitlement.obstacles[0] == ReasonCode.ADVANCE_DIRECT_BILLING_FIRST

    rejection = CheckEntitlement(entitled=False, reason_code="ADV-DB-FIRST", explanation="该院可直付")
    advances.act(number, CLERK, rejection)

    case = advances.look(number)
    assert case.stage is Stage.REJECTED
    opened = advances.clinic.loop.run(advances.clinic.cases.look(case.preauthorization))
    assert opened.policy_id == case.policy_id
    advances.clinic.wait_until(lambda: "LT-AD-NO" in codes(advances, number), "the answer")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"deposit": True}, "ADV-DEPOSIT"),
        ({"third_party": True}, "ADV-3RDPARTY"),
        ({"litigation": True}, "ADV-LITIGATION"),
        ({"real_time_settlement": False, "file_at_discharge": False}, "ADV-SI-REMOTE"),
    ],
)
def test_what_rules_an_advance_out_waits_for_a_person(
    advances: Advances, said: dict[str, bool], code: str
) -> None:
    number = advances.open(child=CHILD, circumstances=said)

    case = advances.look(number)

    assert case.stage is Stage.REQUESTED
    assert case.entitlement and case.entitlement.obstacles == (code,)


def test_documents_are_awaited_reminded_and_the_case_lapses(advances: Advances) -> None:
    number = reviewed(advances, documents=())
    clock = advances.look(number).clock(ClockKind.ADVANCE_DOCUMENT_WAIT)
    assert clock
    advances.clinic.skip_to(number, clock.due_at - timedelta(hours=1))
    assert advances.look(number).stage is Stage.CONTACTED
    advances.clinic.wait_until(lambda: codes(advances, number).count("LT-SUPP") == 2, "the reminder")

    advances.clinic.skip(number, timedelta(hours=2))

    advances.until(number, Stage.LAPSED)
    advances.clinic.wait_until(lambda: "LT-LAPSE" in codes(advances, number), "the letter")


def test_the_call_is_due_on_the_first_working_day_after_the_holidays(advances: Advances) -> None:
    number = advances.open(child=CHILD)

    clock = advances.look(number).clock(ClockKind.ADVANCE_CONTACT)

    assert clock and clock.due_at == datetime(2026, 10, 8, 10, tzinfo=UTC), "E69"
    advances.act(number, advances.guardian(CHILD), Withdraw(reason="自行支付"))
    assert advances.look(number).stage is Stage.WITHDRAWN


def test_an_investigation_has_the_days_of_the_handbook(advances: Advances) -> None:
    number = reviewed(advances, at=datetime(2026, 9, 28, 2, tzinfo=UTC))
    review = advances.look(number).clock(ClockKind.ADVANCE_REVIEW)
    assert review and review.due_at == datetime(2026, 10, 10, 10, tzinfo=UTC), "E59"

    advances.act(number, SPECIALIST, OpenInvestigation(reason="核实首诊病史"))

    clock = advances.look(number).clock(ClockKind.ADVANCE_INVESTIGATION)
    assert clock and clock.due_at == datetime(2026, 10, 23, 10, tzinfo=UTC), "E60"
    target = next(each.at for each in clock.milestones if each.kind == "TARGET")
    assert target.date() == date(2026, 10, 13)
    advances.act(number, ADJUSTER, DecideAdvance(decision=REFUSAL))
    advances.act(number, SUPERVISOR, CoSign())
    assert advances.look(number).stage is Stage.TERMINATED
    advances.clinic.wait_until(lambda: sent(advances, number), "every letter to be sent")
    assert codes(advances, number) == ["LT-ACK", "LT-AD-DELAY", "LT-AD-NO"]


def test_an_unsigned_mandate_is_reminded_and_lapses_with_the_discharge(advances: Advances) -> None:
    number = reviewed(advances, diagnoses=OF_ITS_OWN)
    advances.act(number, ADJUSTER, APPROVE)
    held = advances.look(number).reserved
    assert advances.clinic.held_for(number) == held
    clock = advances.look(number).clock(ClockKind.MANDATE_WAIT)
    assert clock and held
    advances.clinic.skip_to(number, clock.due_at + timedelta(hours=1))
    advances.clinic.wait_until(lambda: codes(advances, number).count("LT-AD-MAND") == 2, "the reminder")
    advances.act(number, advances.guardian(CHILD), NotifyDischarge(on=date(2026, 10, 20)))

    advances.clinic.skip_to(number, datetime(2026, 10, 20, 16, 1, tzinfo=UTC))

    advances.until(number, Stage.LAPSED)
    advances.clinic.wait_until(lambda: advances.clinic.held_for(number) == 0, "the reserve to be free again")


def test_a_top_up_is_paid_beside_the_advance_that_stands(advances: Advances) -> None:
    number = paid(advances)
    guardian = advances.guardian(CHILD)
    first = advances.look(number).statement.paid
    advances.act(number, guardian, RequestTopUp(amount=3_000_00, estimate=26_000_00, reason="转入监护"))
    advances.act(number, ADJUSTER, DecideTopUp(decision=APPROVE.decision))
    advances.act(number, guardian, sign())
    advances.act(number, SPECIALIST, PAY)
    advances.finance_signs(number)

    advances.clinic.wait_until(lambda: advances.look(number).statement.paid > first, "the second payment")

    case = advances.look(number)
    assert (case.stage, case.statement.paid) == (Stage.ADVANCED, first + 3_000_00)
    assert len({payment.key for payment in advances.payments(number)}) == 2


def test_two_people_decide_at_once_and_one_is_told(advances: Advances) -> None:
    number = reviewed(advances)
    seen = advances.look(number).version
    first = advances.clinic.act_later(number, ADJUSTER, APPROVE, version=seen)
    second = advances.clinic.act_later(number, SUPERVISOR, APPROVE, version=seen)

    refused = [error for error in (first.exception(60), second.exception(60)) if error]

    assert len(refused) == 1
    assert len(advances.look(number).decisions) == 1


def test_papers_one_by_one_start_the_review_with_the_last(advances: Advances) -> None:
    number = reviewed(advances, documents=())
    missing = advances.look(number).missing
    guardian = advances.guardian(CHILD)
    advances.act(number, guardian, SubmitDocuments(documents=papers(*missing[1:])))
    assert advances.look(number).stage is Stage.CONTACTED

    advances.act(number, guardian, SubmitDocuments(documents=papers(missing[0])))

    assert advances.look(number).stage is Stage.DOCS_COMPLETE
    assert advances.look(number).clock(ClockKind.ADVANCE_REVIEW)
    assert DocumentKind.CONSENT in missing
