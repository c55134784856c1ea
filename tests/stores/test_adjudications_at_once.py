"""Claims of one child at the same moment, and how many statements a claim takes."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from rules.vocabulary import Benefit, DecisionOutcome
from stores.benefits import adjudications
from stores.benefits.adjudications import adjudicate_and_post
from stores.benefits.claim_orders import Adjudicated, AlreadySettled, ClaimToJudge, YearMoved
from stores.database import driver_connection
from tests.stores.claims import Child, a_claim, a_provider
from tests.stores.statements import counting

CLIENTS = 8


def judge_all(child: Child, orders: Sequence[ClaimToJudge]) -> list[Adjudicated | YearMoved | AlreadySettled]:
    """Judge the claims with eight clients at once."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(child.judge, orders))


def settled(child: Child, orders: Sequence[ClaimToJudge]) -> list[Adjudicated]:
    """The same, where each claim can be judged."""
    answers = [answer for answer in judge_all(child, orders) if isinstance(answer, Adjudicated)]
    assert len(answers) == len(orders)
    return answers


def statements(child: Child, order: ClaimToJudge) -> int:
    """How many statements judging and posting the claim sends, BEGIN and COMMIT included."""
    with Session(child.engine) as session:
        with counting(driver_connection(session)) as wire:
            assert isinstance(adjudicate_and_post(session, order), Adjudicated)
            session.commit()
        return wire.statements


def test_a_claim_takes_as_many_statements_with_a_hundred_lines_as_with_ten(child: Child) -> None:
    child.settle(a_claim(1_00))

    sent = [
        statements(child, child.order(a_claim(*[10_00] * lines, bills=(f"{lines}",)))) for lines in (10, 100)
    ]

    assert sent[0] == sent[1]
    assert sent[0] <= 12


def test_each_place_on_the_visit_counter_is_taken_once(child: Child) -> None:
    places = [a_provider(name=f"门诊{number}") for number in range(24)]

    answers = settled(child, [child.order(a_claim(100_00, provider=place)) for place in places])

    numbers = [answer.record["result"]["visits"][0]["number"] for answer in answers]
    assert sorted(numbers) == list(range(1, 25))
    assert child.used() == (0, 5 * 100_00 + 19 * 50_00)
    assert child.year.counted_visits == 24


def test_a_year_that_another_claim_opened_meanwhile_is_locked(
    child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [child.order(a_claim(100_00, provider=a_provider(name="门诊0")))]
    standing, post, refused = adjudications._standing, adjudications._post, []

    def opened_meanwhile(connection: psycopg.Connection, order: ClaimToJudge) -> dict[str, Any]:
        if others:
            child.judge(others.pop())
        return standing(connection, order)

    def posted_under_lock(*asked: Any) -> None:
        with Session(child.engine) as rival:
            try:
                rival.execute(text("SELECT FROM member_year FOR NO KEY UPDATE NOWAIT"))
            except OperationalError as busy:
                refused.append(busy)
        post(*asked)

    monkeypatch.setattr(adjudications, "_standing", opened_meanwhile)
    mine = child.order(a_claim(100_00, provider=a_provider(name="门诊1")))
    monkeypatch.setattr(adjudications, "_post", posted_under_lock)

    answer = child.judge(mine)

    assert isinstance(answer, Adjudicated)
    assert answer.record["result"]["visits"][0]["number"] == 2
    assert len(refused) == 1, "the other claim's new year is nobody's to see yet; this claim holds it"


def test_the_limit_is_shared_out_to_the_fen_and_never_passed(child: Child) -> None:
    places = [a_provider(name=f"门诊{number}") for number in range(30)]

    answers = settled(child, [child.order(a_claim(9_000_00, provider=place)) for place in places])

    account = child.year.accounts[Benefit.OUTPATIENT_EMERGENCY]
    assert (account.consumed, account.available) == (account.limit, 0)
    assert sum(answer.payable for answer in answers) == account.limit


def test_one_bill_in_two_families_is_paid_once(planned: Engine) -> None:
    children = [Child(planned) for _ in range(6)]
    for one in children:
        one.opened()
    orders = [(one, one.order(a_claim(500_00, bills=("77",)))) for one in children]

    with ThreadPoolExecutor(len(orders)) as pool:
        answers = list(pool.map(lambda pair: pair[0].judge(pair[1]), orders))

    outcomes = Counter(answer.outcome for answer in answers if isinstance(answer, Adjudicated))
    assert outcomes == {DecisionOutcome.PAY: 1, DecisionOutcome.REFUSE: 5}


@pytest.mark.parametrize("one_key", [True, False])
def test_a_case_is_settled_once_however_many_try(child: Child, *, one_key: bool) -> None:
    child.opened()
    number, bill = child.case(), a_claim(500_00)
    key = {"key": "the only one"} if one_key else {}
    orders = [child.order(bill, case_number=number, case_version=n, **key) for n in range(1, 9)]

    answers = judge_all(child, orders)

    kinds = Counter(type(answer) for answer in answers)
    assert kinds == ({Adjudicated: 8} if one_key else {Adjudicated: 1, AlreadySettled: 7})
    assert child.used() == (0, 500_00)
