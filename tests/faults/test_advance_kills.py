"""A worker killed around every side effect of an advance: one reserve, one payment, one claim, one record."""

import signal

import pytest

from commands.lived.stage import insist
from rules.advances.vocabulary import Stage
from rules.roles import Actor
from tests.faults.conftest import Mortal
from tests.faults.patient_stage import persistently
from tests.patience import PATIENCE_SECONDS
from tests.workflows.advances import APPROVE, sign
from tests.workflows.advancing import ADJUSTER, SPECIALIST, Advances
from tests.workflows.clinic import Clinic
from workflows.messages import Body
from workflows.messages_advance import PayAdvance, RecordCall

CHILD = "M2025000002"
POINTS = [
    (activity, when)
    for activity in ("assess_advance", "reserve_benefit", "record_case", "order_payment")
    for when in ("before", "after")
]


@pytest.mark.long
@pytest.mark.parametrize(("activity", "when"), POINTS)
def test_an_advance_outlives_its_worker_and_is_ordered_once(
    ward: Clinic, mortal: Mortal, activity: str, when: str
) -> None:
    advances = Advances(ward)
    pair = [mortal(activity, when), mortal(activity, when)]
    number, opening = advances.opening(child=CHILD)
    ward.loop.start(insist(lambda: ward.cases.open(opening))).result(timeout=PATIENCE_SECONDS)
    guardian = advances.guardian(CHILD)
    pay = PayAdvance(account_checked="与医院财务电话核对")
    said: tuple[tuple[Actor, Body], ...] = (
        (SPECIALIST, RecordCall(notes="家属需要垫付")),
        (ADJUSTER, APPROVE),
        (guardian, sign()),
        (SPECIALIST, pay),
    )
    for who, body in said:
        advances.act(number, who, body)

    case = advances.until(number, Stage.SIGNED)

    ward.wait_until(lambda: any(each.poll() == -signal.SIGKILL for each in pair), "a death")
    assert [payment.amount for payment in advances.payments(number)] == [case.statement.promised]
    assert case.reserved == case.statement.promised
    ward.wait_until(lambda: ward.row(number).state_version == case.event_count, "the record")
    assert [event.sequence for event in ward.events(number)] == list(range(1, case.event_count + 1))


@pytest.mark.long
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("activity", ["issue_letter", "record_case"])
def test_a_mandate_outlives_the_worker_that_words_it_or_records_its_signature(
    ward: Clinic, mortal: Mortal, activity: str, when: str
) -> None:
    advances = Advances(ward)
    whole = mortal("none", "never")
    number = advances.open(child=CHILD)
    advances.act(number, SPECIALIST, RecordCall(notes="家属需要垫付"))
    whole.kill()
    pair = [mortal(activity, when), mortal(activity, when)]
    persistently(lambda: advances.look(number))

    advances.act(number, ADJUSTER, APPROVE)
    ward.wait_until(lambda: advances.look(number).mandate is not None, "the mandate")
    advances.act(number, advances.guardian(CHILD), sign())

    ward.wait_until(lambda: any(each.poll() == -signal.SIGKILL for each in pair), "a death")
    case = advances.until(number, Stage.SIGNED)
    assert case.mandate and case.mandate.signed
    ward.wait_until(lambda: ward.all_sent(number), "every letter")
    assert [letter.code for letter in ward.letters(number)].count("LT-AD-MAND") == 1
    ward.wait_until(lambda: ward.row(number).state_version == case.event_count, "the record")
    assert [event.kind for event in ward.events(number)].count("SIGN_MANDATE") == 1
    assert advances.payments(number) == []
