"""Visits on the running stack: from the card on the desk to a paid hospital."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError

from commands.lived.insured import Insured
from commands.lived.stage import papers
from rules.claims.values import ClaimAnswer, ClaimDecisionInput
from rules.deadlines import ClockKind
from rules.direct_billing.values import Mismatch, Stage
from rules.items import ItemCode
from rules.preauthorization.decisions import DecisionInput
from rules.preauthorization.values import EstimateItem, Outcome
from rules.preauthorization.values import Stage as LetterStage
from rules.reasons import ReasonCode
from rules.roles import Role
from rules.vocabulary import AuthorizationType, Benefit, DocumentKind, EncounterType
from tests.money.treasury import Treasury
from tests.patience import PATIENCE_SECONDS
from tests.workflows.children import new_child
from tests.workflows.clinic import DIRECT, INDIRECT, Clinic
from tests.workflows.desks import VISIT_DAY, Visits, desk_of, line, staff
from workflows.messages import (
    Answer,
    Ask,
    Assign,
    CoSign,
    Decide,
    FlagFraud,
    ReleaseHold,
    Reply,
    SendBack,
    Withdraw,
)
from workflows.messages_claims import DecideClaim
from workflows.messages_direct_billing import ConfirmEligibility, PayAgain

CHILD, UNSTATED = "M2025000002", "M2025000006"
ADJUSTER, SUPERVISOR = staff(Role.ADJUSTER), staff(Role.SUPERVISOR)
DESK = desk_of(DIRECT)
PAY = DecideClaim(decision=ClaimDecisionInput(answer=ClaimAnswer.PAY))
REFUSE = DecideClaim(
    decision=ClaimDecisionInput(
        answer=ClaimAnswer.REFUSE,
        reason_code=ReasonCode.EXCLUDED_PRE_EXISTING,
        clause="2.5.1",
        explanation="病历载明首次投保前已确诊。",
    )
)

FREE = {"from": 1, "to": None, "copay": "0.00", "coinsurance": "0.00"}
EXAMINED_AT = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
EXAMINATION: dict[str, Any] = {
    "encounter": EncounterType.OUTPATIENT,
    "kind": AuthorizationType.LARGE_EXAMINATION,
    "items": (EstimateItem(item="LARGE_EXAM", description="磁共振", amount=6_000_00),),
    "planned_on": EXAMINED_AT.date(),
}


@pytest.fixture
def visits(clinic: Clinic) -> Visits:
    desks = Visits(clinic)
    desks.counted(CHILD, 0)
    return desks


def test_a_visit_holds_its_place_and_amount_until_it_expires(visits: Visits) -> None:
    number = visits.open(child=CHILD)
    case = visits.look(number)

    assert case.stage is Stage.VISIT_OPEN
    assert case.desk is not None
    assert case.desk.visit_number is not None
    assert case.reserved == 600_00
    held = visits.clinic.balances(CHILD, case.visit.on)
    clock = case.clock(ClockKind.VISIT_RESERVE_EXPIRY)
    assert clock is not None

    visits.clinic.skip_to(number, clock.due_at - timedelta(hours=1))
    assert visits.look(number).stage is Stage.VISIT_OPEN
    visits.clinic.skip_to(number, clock.due_at)
    visits.until(number, Stage.EXPIRED)
    free = visits.clinic.balances(CHILD, case.visit.on)
    account = Benefit.OUTPATIENT_EMERGENCY
    assert held.accounts[account].reserved - free.accounts[account].reserved == 600_00
    assert held.reserved_visits - free.reserved_visits == 1


def test_a_clear_small_bill_is_paid_with_nobody_deciding(visits: Visits) -> None:
    number = visits.open(child=CHILD)

    visits.send(number, line("1", 300_00), line("2", 250_00, ItemCode.DRUG))

    case = visits.until(number, Stage.CLOSED)
    assert case.decision is not None
    assert case.decision.automatic
    assert case.paid == 550_00
    assert visits.codes(number) == ["LT-REM", "LT-EOB"]
    visits.clinic.wait_until(lambda: visits.written(number), "both letters")
    assert len(visits.clinic.letters(number)) == 2


def test_two_desks_at_once_get_two_places(visits: Visits) -> None:
    loop, cases = visits.clinic.loop, visits.clinic.cases
    # A day without a settled visit: a second one at the same hospital would join the first.
    day = VISIT_DAY + timedelta(days=1)
    openings = [visits.opening(child=CHILD, hospital=code, at=day) for code in (DIRECT, "PUBIN")]
    asked = [loop.start(cases.open(opening)) for _, opening in openings]
    for each in asked:
        each.result(timeout=PATIENCE_SECONDS)

    places = [visits.look(number).desk for number, _ in openings]
    numbers = [desk.visit_number for desk in places if desk]
    assert len(set(numbers)) == 2
    for number, _ in openings:
        visits.act(number, desk_of(visits.look(number).visit.hospital_id), Withdraw(reason="家长取消"))
        assert visits.look(number).stage is Stage.WITHDRAWN


def test_a_hospital_off_the_list_is_told_so(visits: Visits) -> None:
    number = visits.open(child="M2021000003", hospital="KANGNING")
    case = visits.look(number)

    assert case.stage is Stage.NOT_ELIGIBLE
    assert case.desk is not None
    assert ReasonCode.OUT_OF_NETWORK in case.desk.reasons


def test_what_the_terms_do_not_say_a_person_answers_within_two_hours(visits: Visits) -> None:
    number = visits.open(child=UNSTATED)
    waiting = visits.look(number)
    clock = waiting.clock(ClockKind.ELIGIBILITY_ANSWER)
    assert waiting.stage is Stage.MANUAL_CHECK
    assert clock is not None

    visits.clinic.skip_to(number, clock.due_at)
    visits.clinic.wait_until(lambda: visits.look(number).escalated, "an escalation")
    visits.act(number, ADJUSTER, ConfirmEligibility(eligible=True, reason="已电话核实保单约定"))
    assert visits.look(number).stage is Stage.VISIT_OPEN

    other = visits.open(child=UNSTATED)
    no = ConfirmEligibility(eligible=False, reason_code=ReasonCode.NEEDS_PLAN, reason="无直付约定")
    visits.act(other, ADJUSTER, no)
    assert visits.look(other).stage is Stage.NOT_ELIGIBLE


def test_a_visit_on_an_approval_without_a_letter_draws_on_what_the_approval_holds(visits: Visits) -> None:
    child = new_child(visits.clinic.engine, outpatient_tiers=[FREE])
    whose: dict[str, Any] = {"member_id": str(child.member_id), "policy_id": str(child.policy_id)}
    approval = visits.clinic.open(hospital_id=INDIRECT, **EXAMINATION, **whose)
    visits.clinic.act(approval, ADJUSTER, Decide(decision=DecisionInput(outcome=Outcome.APPROVE)))
    assert visits.clinic.look(approval).stage is LetterStage.AUTHORIZED
    assert _held(visits, child) == 6_000_00

    visit: dict[str, Any] = {
        "hospital": INDIRECT,
        "authorization": approval,
        "at": EXAMINED_AT,
        "expected": 6_000_00,
    }
    number = visits.open(**visit, **whose)
    assert visits.look(number).stage is Stage.MANUAL_CHECK
    visits.act(number, ADJUSTER, ConfirmEligibility(eligible=True, reason="医院同意本次直付"))

    opened = visits.look(number)
    assert (opened.stage, opened.reserved) == (Stage.VISIT_OPEN, 6_000_00)
    assert opened.subject.episode_id == str(visits.clinic.row(approval).episode_id)
    assert _held(visits, child) == 6_000_00
    visits.act(number, desk_of(INDIRECT), Withdraw(reason="家长改为自费"))
    assert _held(visits, child) == 6_000_00
    visits.clinic.act(approval, desk_of(INDIRECT), Withdraw(reason="家长改为自费"))
    assert _held(visits, child) == 0


def _held(visits: Visits, child: Insured) -> int:
    accounts = visits.clinic.accounts_of(str(child.policy_id), EXAMINED_AT.date()).accounts
    return accounts[Benefit.OUTPATIENT_EMERGENCY].reserved


def test_a_missing_record_is_asked_for_and_the_law_does_not_wait(visits: Visits) -> None:
    number = visits.open(child=CHILD)
    visits.send(number, line("1", 300_00), documents=(DocumentKind.SIGNED_BILL,))
    case = visits.look(number)
    assert case.stage is Stage.BILLED
    assert [finding.code for finding in case.findings] == [Mismatch.RECORD_MISSING]
    legal = case.clock(ClockKind.STATUTORY_DETERMINATION)
    assert legal is not None

    visits.act(number, ADJUSTER, Ask(items=("请补门诊病历",), documents=(DocumentKind.MEDICAL_RECORD,)))
    asked = visits.look(number)
    assert asked.stage is Stage.QUERY_TO_HOSPITAL
    still = asked.clock(ClockKind.STATUTORY_DETERMINATION)
    assert still is not None
    assert still.due_at == legal.due_at
    visits.clinic.skip(number, timedelta(days=21))
    visits.clinic.wait_until(lambda: visits.codes(number).count("LT-QRY") == 2, "a reminder of the query")
    visits.clinic.wait_until(lambda: visits.look(number).escalated, "a supervisor")

    answer = Reply(
        answers=(Answer(item_id="Q1.1", text="已补"),), documents=papers(DocumentKind.MEDICAL_RECORD)
    )
    visits.act(number, DESK, answer)
    assert visits.look(number).stage is Stage.BILLED
    visits.act(number, ADJUSTER, PAY)
    assert visits.look(number).stage is Stage.ADJUDICATED
    visits.sign_payment(number)
    assert visits.until(number, Stage.CLOSED).paid == 300_00


def test_a_refusal_needs_two_people_and_ends_with_its_notice(visits: Visits) -> None:
    number = visits.open(child=CHILD)
    visits.send(number, line("1", 300_00), documents=(DocumentKind.SIGNED_BILL,))
    visits.act(number, ADJUSTER, FlagFraud(reason="签名存疑"))
    with pytest.raises(WorkflowUpdateFailedError):
        visits.act(number, ADJUSTER, REFUSE)
    visits.act(number, SUPERVISOR, ReleaseHold(reason="已核实"))
    visits.act(number, SUPERVISOR, Assign(assignee=ADJUSTER.reference))

    visits.act(number, ADJUSTER, REFUSE)
    assert visits.look(number).stage is Stage.BILLED
    visits.act(number, SUPERVISOR, SendBack(reason="请补充依据"))
    visits.act(number, ADJUSTER, REFUSE)
    visits.act(number, SUPERVISOR, CoSign())

    case = visits.until(number, Stage.CLOSED)
    assert visits.codes(number) == ["LT-REF"]
    assert case.reserved == 0
    visits.clinic.wait_until(lambda: bool(visits.clinic.row(number).closed_at), "the record")
    stages = [event.to_stage for event in visits.clinic.events(number)]
    assert stages.index(Stage.REFUSED) < stages.index(Stage.CLOSED)


def test_a_payment_that_failed_is_put_right_and_paid_once(visits: Visits, clinic: Clinic) -> None:
    bank = Treasury(clinic.settings, clinic.loop, clinic.client, clinic.engine)
    number = visits.open(child=CHILD)
    bank.behave(manner="REJECT", reason="AC04", times=1)
    visits.send(number, line("1", 310_00))
    failed = visits.until(number, Stage.PAY_FAILED)
    assert failed.payment is not None
    assert failed.payment.failure == "AC04"
    bank.behave_well()

    visits.act(number, staff(Role.FINANCE), PayAgain(reason="医院已更正账户"))

    paid = visits.until(number, Stage.CLOSED)
    assert paid.payment is not None
    assert (paid.payment.attempt, paid.paid) == (2, 310_00)
    assert len(bank.debits(paid.payment.number)) <= 1
