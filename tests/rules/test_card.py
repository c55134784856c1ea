"""The card of a year: from when it can be bound, and what it is."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from rules.card import CardYear, bindable_at, status_at
from rules.catalogue.services import CardActivation
from rules.china_time import at_shanghai
from rules.vocabulary import CardStatus

PAID_AT = datetime(2026, 6, 20, 4, 0, tzinfo=UTC)
OLD = CardActivation(hours_after_payment=24)
NEW = CardActivation(online="UNDERWRITING_SUCCESS", paper="EFFECTIVE_DATE")
STARTS, ENDS = at_shanghai(date(2026, 7, 1), time(0)), at_shanghai(date(2027, 7, 1), time(0))


def a_year(**changes: Any) -> CardYear:
    usual: dict[str, Any] = {
        "effective_on": date(2026, 7, 1),
        "expires_on": date(2027, 6, 30),
        "paid_at": PAID_AT,
        "on_paper": False,
        "terminated_on": None,
        "recorded": CardStatus.ACTIVE,
    }
    return CardYear(**usual | changes)


def test_a_card_of_2021_is_bound_a_day_after_payment_and_one_of_2025_with_it() -> None:
    assert bindable_at(a_year(), OLD) == PAID_AT + timedelta(hours=24)
    assert bindable_at(a_year(), NEW) == PAID_AT


def test_who_bought_on_paper_waits_for_the_cover() -> None:
    assert bindable_at(a_year(on_paper=True), NEW) == STARTS
    assert bindable_at(a_year(paid_at=None), OLD) == STARTS


@pytest.mark.parametrize(
    ("now", "changes", "status"),
    [
        (STARTS - timedelta(seconds=1), {}, CardStatus.PENDING),
        (STARTS, {}, CardStatus.ACTIVE),
        (STARTS, {"recorded": CardStatus.SUSPENDED}, CardStatus.SUSPENDED),
        (ENDS - timedelta(seconds=1), {}, CardStatus.ACTIVE),
        (ENDS, {}, CardStatus.EXPIRED),
        (ENDS, {"recorded": CardStatus.SUSPENDED}, CardStatus.EXPIRED),
        (STARTS, {"terminated_on": date(2026, 7, 1)}, CardStatus.CANCELLED),
        (STARTS, {"recorded": CardStatus.CANCELLED}, CardStatus.CANCELLED),
    ],
)
def test_what_a_card_is_at_an_instant(now: datetime, changes: dict[str, Any], status: CardStatus) -> None:
    assert status_at(a_year(**changes), now) is status
