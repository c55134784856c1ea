"""A reopened case gives back whole, and is judged anew by what stands then."""

from rules.vocabulary import Benefit
from stores.benefits.claim_orders import NothingToReopen, Reopened
from tests.builders import a_key
from tests.stores.claims import Child, a_claim, a_provider
from tests.stores.test_adjudications import STAY, dental, filling

__all__ = ["dental"]


def test_payment_deductible_and_counter_go_back(child: Child) -> None:
    visit, stay = child.case(), child.case()
    child.settle(a_claim(860_00), case_number=visit)
    child.settle(a_claim(15_000_00, **STAY), case_number=stay)

    assert isinstance(child.reopen(visit), Reopened)
    answer = child.reopen(stay)

    assert isinstance(answer, Reopened)
    assert answer.given_back == 5_000_00
    assert (child.used(), child.used(Benefit.INPATIENT)) == ((0, 0), (0, 0))
    assert child.year.deductibles[Benefit.INPATIENT].left == 10_000_00
    assert child.year.counted_visits == 0


def test_later_claims_are_listed_and_keep_their_tier(child: Child) -> None:
    numbers = [child.case() for _ in range(3)]
    for place, number in enumerate(numbers):
        child.settle(a_claim(100_00, provider=a_provider(name=f"{place}")), case_number=number)

    answer = child.reopen(numbers[0])

    assert isinstance(answer, Reopened)
    assert answer.later_cases == tuple(sorted(numbers[1:]))
    assert child.used() == (0, 200_00)


def test_a_reopened_claim_is_posted_anew(child: Child) -> None:
    number = child.case()
    child.settle(a_claim(860_00, bills=("1",)), case_number=number)
    child.reopen(number)

    anew = child.settle(a_claim(700_00, bills=("1",)), case_number=number, case_version=3)

    assert anew.payable == 700_00
    assert child.used() == (0, 700_00)
    assert child.year.counted_visits == 1


def test_a_visit_that_another_claim_joined_is_counted_once_more(child: Child) -> None:
    first = child.case()
    child.settle(a_claim(300_00, bills=("1",)), case_number=first)
    child.settle(a_claim(400_00, bills=("2",)))
    child.reopen(first)
    assert child.year.counted_visits == 0

    anew = child.settle(a_claim(300_00, bills=("1",)), case_number=first, case_version=3)

    assert anew.record["result"]["visits"][0]["number"] == 1
    assert child.year.counted_visits == 1


def test_a_reopening_that_comes_twice_reverses_once(child: Child) -> None:
    number, key = child.case(), a_key()
    child.settle(a_claim(860_00), case_number=number)

    first = child.reopen(number, key)
    child.settle(a_claim(700_00), case_number=number, case_version=3)

    assert child.reopen(number, key) == first
    assert child.used() == (0, 700_00)


def test_a_case_without_a_settlement_has_nothing_to_reopen(child: Child) -> None:
    assert child.reopen(child.case()) == NothingToReopen()


def test_the_brand_of_a_reopened_claim_is_free_again(dental: Child) -> None:
    number = dental.case()
    dental.settle(a_claim(600_00, **filling("瑞尔")), case_number=number)

    dental.reopen(number)

    assert dental.settle(a_claim(600_00, **filling("拜博"))).posted


def test_the_brand_stays_locked_by_the_visit_that_came_next(dental: Child) -> None:
    number = dental.case()
    dental.settle(a_claim(600_00, **filling("瑞尔")), case_number=number)
    dental.settle(a_claim(600_00, **filling("瑞尔")))

    dental.reopen(number)

    refused = dental.settle(a_claim(600_00, **filling("拜博")))
    assert refused.record["result"]["reasons"] == ["BRAND"]


def test_all_interim_bills_of_the_case_go_back(child: Child) -> None:
    number = child.case()
    for version, interim in ((1, True), (2, False)):
        stay = a_claim(15_000_00, **STAY)
        child.settle(stay, case_number=number, case_version=version, interim=interim)

    answer = child.reopen(number)

    assert isinstance(answer, Reopened)
    assert (answer.given_back, len(answer.decisions)) == (20_000_00, 2)
    assert child.used(Benefit.INPATIENT) == (0, 0)
