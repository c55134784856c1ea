"""Sample letters on shares to be paid and on the card."""

from datetime import UTC, date, datetime

from letters.kinds import (
    Calculation,
    CardReactivated,
    CardSuspended,
    CopayNotice,
    CopayReminder,
    Letter,
    OverdueItem,
    Visit,
)
from letters.samples.settlement import to_member
from letters.samples.shared import Speech
from rules.vocabulary import EncounterType

_CASE = "DB-261105-000163-2"
_PAY = "https://lipei.example/pay/DB-261105-000163-2"


def letters(say: Speech) -> tuple[Letter, ...]:
    """One of each kind."""
    return (_copay_notice(say), _copay_reminder(say), _card_suspended(say), _card_reactivated(say))


def _visit() -> Visit:
    return Visit(
        hospital="上海市儿童医院国际部",
        hospital_english="Shanghai Children’s Hospital, International Department",
        encounter=EncounterType.OUTPATIENT,
        on=date(2026, 11, 5),
        billed=1_860_00,
        bills=("0003106012611050012",),
    )


def _overdue(say: Speech) -> tuple[OverdueItem, ...]:
    return tuple(
        OverdueItem(
            hospital=say(*names), visited_on=date(2026, 11, day), share=share, due_on=date(2026, 12, day)
        )
        for names, day, share in (
            (("上海市儿童医院国际部", "Shanghai Children’s Hospital, International Department"), 5, 930_00),
            (("复旦大学附属儿科医院特需部", "Children’s Hospital of Fudan University, VIP"), 12, 415_50),
        )
    )


def _copay_notice(say: Speech) -> CopayNotice:
    return CopayNotice(
        **to_member(say, "L-20261120-000290", _CASE),
        visit=_visit(),
        calculation=Calculation(billed=1_860_00, coinsurance=930_00, payable=930_00),
        visit_number=6,
        due_on=date(2026, 11, 30),
        pay_url=_PAY,
    )


def _copay_reminder(say: Speech) -> CopayReminder:
    return CopayReminder(
        **to_member(say, "L-20261127-000333", _CASE),
        visit=_visit(),
        share=930_00,
        noticed_on=date(2026, 11, 20),
        due_on=date(2026, 11, 30),
        pay_url=_PAY,
    )


def _card_suspended(say: Speech) -> CardSuspended:
    return CardSuspended(
        **to_member(say, "L-20261213-000470", _CASE),
        suspended_at=datetime(2026, 12, 12, 16, 0, tzinfo=UTC),
        items=_overdue(say),
        pay_url=_PAY,
    )


def _card_reactivated(say: Speech) -> CardReactivated:
    return CardReactivated(
        **to_member(say, "L-20261214-000475", _CASE),
        reactivated_at=datetime(2026, 12, 14, 3, 21, tzinfo=UTC),
        paid=1_345_50,
    )
