"""What a family owes after a visit, on the running stack: its copay, and cost outside cover."""

from datetime import timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError

from rules.china_time import shanghai_date
from rules.deadlines import ClockKind
from rules.direct_billing.case import DebtReason, DebtState
from rules.direct_billing.values import Stage
from rules.payments.values import Instalment
from rules.payments.vocabulary import ReceivableKind
from rules.reasons import ReasonCode
from rules.vocabulary import CardStatus
from tests.workflows.clinic import Clinic
from tests.workflows.desks import Visits
from tests.workflows.owing import (
    ADJUSTER,
    CHILD,
    FAMILY,
    OTHER,
    SUPERVISOR,
    a_closed_visit,
    a_recovery,
    at_a_public_hospital,
)
from workflows.messages import CoSign
from workflows.messages_debts import AgreeRefundPlan, DisputeDebt, GiveToLegal, ResumeDebt, WaiveDebt
from workflows.messages_direct_billing import ProposeRecovery

HERBS = DebtReason(item="TCM", amount=120_00, code=ReasonCode.EXCLUDED_TCM)


@pytest.fixture
def visits(clinic: Clinic) -> Visits:
    return Visits(clinic)


def test_an_unpaid_copay_greys_the_card_on_day_eleven_and_paying_lifts_it(visits: Visits) -> None:
    number = at_a_public_hospital(visits)
    case = visits.look(number)
    assert case.copay is not None
    clock = case.clock(ClockKind.COPAY)
    assert clock is not None
    assert "LT-COPAY" in visits.codes(number)
    assert case.copay.due_on == shanghai_date(clock.due_at - timedelta(seconds=1))

    visits.clinic.skip_to(number, clock.due_at - timedelta(hours=1))
    visits.clinic.wait_until(lambda: visits.codes(number).count("LT-COPAY-R") == 2, "two reminders")
    assert visits.card(CHILD) is CardStatus.ACTIVE
    visits.clinic.skip_to(number, clock.due_at)
    visits.clinic.wait_until(lambda: "LT-SUSP" in visits.codes(number), "the suspension")
    assert visits.card(CHILD) is CardStatus.SUSPENDED

    turned_away = visits.look(visits.open(child=CHILD, at=clock.due_at + timedelta(hours=9)))
    assert turned_away.desk is not None
    assert turned_away.desk.reasons == (ReasonCode.CARD_SUSPENDED,)

    visits.settle_debt(number, visits.look(number).copay)
    closed = visits.until(number, Stage.CLOSED)
    assert visits.card(CHILD) is CardStatus.ACTIVE
    assert closed.copay is not None
    assert closed.copay.state is DebtState.PAID
    assert "LT-REACT" in visits.codes(number)


def test_the_card_stays_grey_while_another_copay_is_overdue(visits: Visits) -> None:
    first, second = at_a_public_hospital(visits), at_a_public_hospital(visits, amount=500_00)
    for number in (first, second):
        visits.clinic.skip(number, timedelta(days=12))
        visits.clinic.wait_until(lambda: visits.card(CHILD) is CardStatus.SUSPENDED, "a grey card")
    assert visits.card(CHILD) is CardStatus.SUSPENDED

    visits.settle_debt(first, visits.look(first).copay)
    visits.until(first, Stage.CLOSED)
    assert visits.card(CHILD) is CardStatus.SUSPENDED
    visits.settle_debt(second, visits.look(second).copay)
    visits.until(second, Stage.CLOSED)
    assert visits.card(CHILD) is CardStatus.ACTIVE


def test_a_dispute_stops_the_time_until_a_supervisor_answers(visits: Visits) -> None:
    number = at_a_public_hospital(visits)
    before = visits.look(number).copay
    visits.clinic.skip(number, timedelta(days=5))

    visits.act(number, FAMILY, DisputeDebt(debt=ReceivableKind.COPAY, reason="这是第十二次就诊"))
    visits.clinic.skip(number, timedelta(days=20))
    disputed = visits.look(number).copay
    assert disputed is not None
    assert disputed.state is DebtState.DISPUTED
    assert visits.card(CHILD) is CardStatus.ACTIVE

    visits.act(number, SUPERVISOR, ResumeDebt(debt=ReceivableKind.COPAY, reason="三月的就诊已计数"))
    resumed = visits.look(number).copay
    assert before is not None
    assert resumed is not None
    assert before.due_on is not None
    assert resumed.due_on == before.due_on + timedelta(days=20)
    clock = visits.look(number).clock(ClockKind.COPAY)
    assert clock is not None
    assert shanghai_date(clock.due_at - timedelta(seconds=1)) == resumed.due_on

    visits.act(number, SUPERVISOR, WaiveDebt(debt=ReceivableKind.COPAY, reason="系统曾显示无需自付"))
    waived = visits.until(number, Stage.CLOSED).copay
    assert waived is not None
    assert waived.state is DebtState.WAIVED


def test_cost_outside_cover_is_recovered_with_reasons_and_never_touches_the_card(visits: Visits) -> None:
    number = a_recovery(visits)
    case = visits.look(number)
    assert case.recovery is not None
    assert case.recovery.state is DebtState.NOTICE_SENT
    assert "LT-RCV" in visits.codes(number)

    visits.clinic.skip(number, timedelta(days=16))
    visits.clinic.wait_until(lambda: state(visits, number) is DebtState.OVERDUE, "overdue")
    assert visits.codes(number).count("LT-RFD-R") == 3
    assert visits.card(OTHER) is CardStatus.ACTIVE

    visits.act(number, SUPERVISOR, GiveToLegal(reason="多次催收未果"))
    assert visits.until(number, Stage.CLOSED).stage is Stage.CLOSED
    visits.clinic.wait_until(lambda: visits.written(number), "every letter")


def test_a_closed_visit_opens_again_for_a_recovery_and_ends_when_it_is_paid(visits: Visits) -> None:
    number = a_closed_visit(visits)
    closed = visits.look(number)
    too_much = ProposeRecovery(reasons=(HERBS, HERBS, HERBS, HERBS), explanation="复核")
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        visits.act(number, ADJUSTER, too_much)
    assert "Only what we paid can be recovered" in str(refused.value.cause)
    assert visits.clinic.row(number).closed_at

    visits.act(number, ADJUSTER, ProposeRecovery(reasons=(HERBS,), explanation="事后复核：中药不在责任内"))
    opened = visits.clinic.row(number)
    assert (opened.stage, opened.closed_at) == (Stage.HOSPITAL_PAID, None)
    assert state(visits, number) is DebtState.PROPOSED
    visits.act(number, SUPERVISOR, CoSign())
    visits.clinic.wait_until(lambda: state(visits, number) is DebtState.NOTICE_SENT, "the notice")

    visits.settle_debt(number, visits.look(number).recovery)
    again = visits.until(number, Stage.CLOSED)
    assert state(visits, number) is DebtState.PAID
    assert again.event_count > closed.event_count
    kinds = [event.kind for event in visits.clinic.events(number)]
    assert kinds.count("PROPOSE_RECOVERY") == 2, "the case opens, and the recovery is proposed"
    assert "LT-RCV" in visits.codes(number)


def test_a_recovery_may_be_paid_in_parts(visits: Visits) -> None:
    number = a_recovery(visits)
    today = shanghai_date(visits.clinic.now(number))
    parts = (
        Instalment(due_on=today + timedelta(days=10), amount=60_00),
        Instalment(due_on=today + timedelta(days=40), amount=60_00),
    )
    visits.act(number, ADJUSTER, AgreeRefundPlan(instalments=parts))
    assert state(visits, number) is DebtState.INSTALMENT_AGREED

    visits.clinic.skip(number, timedelta(days=12))
    visits.clinic.wait_until(lambda: state(visits, number) is DebtState.OVERDUE, "a missed part")
    visits.settle_debt(number, visits.look(number).recovery)
    visits.until(number, Stage.CLOSED)
    assert state(visits, number) is DebtState.PAID


def state(visits: Visits, number: str) -> DebtState:
    debt = visits.look(number).recovery
    assert debt is not None
    return debt.state
