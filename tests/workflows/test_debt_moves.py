"""What a family owes after a visit, told without server or database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rules.cases import LetterItem, Side
from rules.claims.case import ClaimSubject
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.direct_billing.case import DebtReason, DebtState, DirectBillingCase, FamilyDebt
from rules.direct_billing.values import BillLine, HospitalBill, Stage
from rules.items import ItemCode
from rules.payments.values import Instalment, ReceivableAnswer, ReceivableNews
from rules.payments.vocabulary import ReceivableKind, ReceivableStatus
from rules.permissions import Action, Relation
from rules.reasons import ReasonCode
from rules.roles import SYSTEM, Role
from rules.vocabulary import ClockState, EncounterType
from tests.rules.direct_billing.desk import visit
from tests.workflows.cases import actor
from workflows.case_engine import ALL_PATCHES, Fact, Happening, Refusal, RefusedError
from workflows.direct_billing.bills import submit
from workflows.direct_billing.debts import received, waive
from workflows.direct_billing.decisions import after_payment, notice_sent
from workflows.direct_billing.draft import Draft
from workflows.direct_billing.recoveries import instalment_due, propose, send_back_recovery
from workflows.direct_billing.table import TABLE
from workflows.messages import SendBack
from workflows.messages_debts import WaiveDebt
from workflows.messages_direct_billing import ProposeRecovery, SubmitBill

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
OWED = FamilyDebt(
    kind=ReceivableKind.RECOVERY,
    state=DebtState.NOTICE_SENT,
    key="DB-260610-000018-4/recovery",
    amount=150_000_00,
    received=49_999_99,
)


def owing(debt: FamilyDebt) -> DirectBillingCase:
    asked = visit()
    subject = ClaimSubject(member_id=asked.member_id, policy_id=asked.policy_id)
    return DirectBillingCase(
        case_number="DB-260610-000018-4",
        opened_at=NOW,
        opened_by="hospital:MEIHUA-FUER",
        stage=Stage.HOSPITAL_PAID,
        subject=subject,
        visit=asked,
        recovery=debt,
    )


def waived(debt: FamilyDebt) -> DebtState:
    body = WaiveDebt(debt=ReceivableKind.RECOVERY, reason="已核实为系统差错")
    happening: Happening[DirectBillingCase] = Happening(
        event=Action.WAIVE_DEBT, now=NOW, actor=actor(Role.SUPERVISOR), relation=Relation.STAFF, body=body
    )
    settled = waive(owing(debt), happening).state.recovery
    assert settled is not None
    return settled.state


def test_nobody_waives_more_of_a_debt_than_their_authority() -> None:
    with pytest.raises(RefusedError, match="above your authority") as refused:
        waived(OWED)

    assert refused.value.kind is Refusal.FORBIDDEN
    assert waived(replace(OWED, received=50_000_00)) is DebtState.WAIVED


def recovering(
    case: DirectBillingCase, amount: int, patches: frozenset[str] = ALL_PATCHES
) -> DirectBillingCase:
    reason = DebtReason(item=ItemCode.TCM, amount=amount, code=ReasonCode.EXCLUDED_TCM)
    body = ProposeRecovery(reasons=(reason,), explanation="中医药费不在责任内")
    return propose(case, replace(told(body), patches=patches)).state


def told(body: object, at: datetime = NOW) -> Happening[DirectBillingCase]:
    return Happening(event="told", now=at, actor=actor(Role.SUPERVISOR), relation=Relation.STAFF, body=body)


def test_what_was_paid_is_recovered_once_and_each_recovery_has_a_key_of_its_own() -> None:
    paid = replace(owing(OWED), recovery=None, paid=1_000_00)

    first = recovering(paid, 600_00)
    assert first.recovery
    over = replace(first, recovery=replace(first.recovery, state=DebtState.PAID, received=600_00))
    with pytest.raises(RefusedError, match=r"400\.00 yuan are left of 1,?000\.00"):
        recovering(over, 400_01)
    second = recovering(over, 300_00)
    assert second.recovery
    by_another = replace(second, recovery=replace(second.recovery, proposed_by="staff:other"))
    sent_back = send_back_recovery(by_another, told(SendBack(reason="重新核算"))).state
    third = recovering(sent_back, 400_00)
    assert third.recovery

    assert len({first.recovery.key, second.recovery.key, third.recovery.key}) == 3
    with pytest.raises(RefusedError, match=r"once: 0\.00 yuan are left"):
        recovering(replace(third, recovery=replace(third.recovery, state=DebtState.WAIVED)), 1)


def test_the_share_that_a_family_pays_is_not_asked_of_it_once_more() -> None:
    copay = replace(OWED, kind=ReceivableKind.COPAY, amount=200_00, state=DebtState.PAID)
    paid = replace(owing(OWED), recovery=None, copay=copay, paid=860_00)

    with pytest.raises(RefusedError, match=r"660\.00 yuan are left of 860\.00"):
        recovering(paid, 660_01)
    assert recovering(paid, 660_00).recovery
    assert recovering(replace(paid, copay=replace(copay, state=DebtState.WAIVED)), 860_00).recovery
    assert recovering(paid, 860_00, frozenset()).recovery, "as it was taken before"


def test_a_closed_visit_opens_again_for_a_recovery() -> None:
    closed = replace(owing(OWED), recovery=None, paid=860_00, stage=Stage.CLOSED, closed_at=NOW)

    opened = recovering(closed, 100_00)

    assert (opened.stage, opened.closed_at) == (Stage.HOSPITAL_PAID, None)
    assert opened.recovery
    assert TABLE.row(Stage.CLOSED, Action.PROPOSE_RECOVERY)


def test_a_late_decision_on_a_correction_opens_no_second_window_to_correct() -> None:
    window = RunningClock(kind=ClockKind.CORRECTION_WINDOW, started_at=NOW, due_at=NOW + timedelta(days=15))
    stay = replace(
        owing(OWED), recovery=None, visit=visit(encounter=EncounterType.INPATIENT), clocks=(window,)
    )
    over = replace(stay, clocks=(replace(window, state=ClockState.MET),))

    assert after_payment(Draft(stay, told(None))).case.stage is Stage.HOSPITAL_PAID
    assert after_payment(Draft(over, told(None, NOW + timedelta(days=20)))).case.stage is Stage.CLOSED


def test_a_refused_correction_stays_open_while_a_recovery_of_it_is() -> None:
    """Nothing closes while a share is open (domain 5.2), and money that comes for it is heard."""
    notice = RunningClock(kind=ClockKind.REFUSAL_NOTICE, started_at=NOW, due_at=NOW + timedelta(days=3))
    refund = RunningClock(kind=ClockKind.REFUND, started_at=NOW, due_at=NOW + timedelta(days=15))
    refused = replace(owing(OWED), stage=Stage.REFUSED, clocks=(notice, refund))
    letter = LetterItem(code="LT-REF", ordinal=1, to=Side.GUARDIAN, ordered_at=NOW, send_after=NOW)

    told_of = notice_sent(refused, heard(Fact.LETTER_SENT, letter)).state
    assert told_of.stage is Stage.REFUSED
    assert [clock.kind for clock in told_of.clocks if clock.open] == [ClockKind.REFUND]
    assert TABLE.row(Stage.REFUSED, Fact.MONEY_RECEIVED)

    answer = ReceivableAnswer(
        key=OWED.key,
        reference="R-1",
        kind=ReceivableKind.RECOVERY,
        amount=OWED.amount,
        received=OWED.amount,
        status=ReceivableStatus.PAID,
        due_on=NOW.date(),
    )
    news = ReceivableNews(receivable=answer, receipt="IN-1", came=OWED.amount, received_at=NOW)
    assert received(told_of, heard(Fact.MONEY_RECEIVED, news)).state.stage is Stage.CLOSED
    unpaid = received(refused, heard(Fact.MONEY_RECEIVED, news)).state
    assert unpaid.stage is Stage.REFUSED, "the written refusal is still to leave"
    assert notice_sent(unpaid, heard(Fact.LETTER_SENT, letter)).state.stage is Stage.CLOSED


def heard(event: Fact, body: object) -> Happening[DirectBillingCase]:
    return Happening(event=event, now=NOW, actor=SYSTEM, body=body)


def test_the_bill_of_a_visit_that_is_paid_is_not_sent_again() -> None:
    """A visit stays open while its copay is collected, and a desk may press twice."""
    charge = BillLine(line_id="1", item=ItemCode.DRUG, description="药品费", amount=600_00)
    again = SubmitBill(bill=HospitalBill(lines=(charge,), diagnoses=()), documents=())

    with pytest.raises(RefusedError, match="only a stay's may be corrected"):
        submit(owing(OWED), told(again))


def test_an_instalment_is_missed_whatever_was_paid_before_the_plan() -> None:
    plan = (
        Instalment(due_on=date(2026, 6, 20), amount=1_000_00),
        Instalment(due_on=date(2026, 7, 20), amount=1_000_00),
    )
    agreed = replace(
        OWED, state=DebtState.INSTALMENT_AGREED, amount=3_000_00, received=1_000_00, instalments=plan
    )
    day_after = datetime(2026, 6, 21, 2, 0, tzinfo=UTC)

    missed = instalment_due(Draft(owing(agreed), told(None, day_after))).case.recovery
    kept = instalment_due(
        Draft(owing(replace(agreed, received=2_000_00)), told(None, day_after))
    ).case.recovery

    assert missed
    assert missed.state is DebtState.OVERDUE
    assert kept
    assert kept.state is DebtState.INSTALMENT_AGREED
