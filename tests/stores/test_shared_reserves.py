"""Several letters on one stay: settling one of them leaves what the others have promised (A-29)."""

from typing import Any

import pytest

from rules.vocabulary import Benefit, LedgerEntryKind
from stores.benefits import accounts, ledger, reserve_needs
from stores.benefits.claim_orders import Reopened
from stores.benefits.ledger import Movement, NothingHeld, Reversed
from stores.benefits.posting import Posted
from tests.builders import NOON, a_key
from tests.stores.claims import Child, a_claim
from tests.stores.policy_year import Year
from tests.stores.test_adjudications import STAY

FIRST, SECOND, BILL = "PA-1", "PA-2", "DB-1"


def needs(year: Year) -> dict[str, int]:
    """What each case of the stay still needs."""
    rows = year.connection.execute("SELECT case_number, amount FROM reserve_need ORDER BY case_number")
    return dict(rows.fetchall())


def test_a_settled_case_leaves_what_the_other_case_of_its_stay_needs(year: Year) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00)

    paid = year.consume(50_00, case_number=FIRST)

    assert isinstance(paid, Posted)
    assert (paid.from_reserve, paid.reserved) == (50_00, 350_00)
    assert year.balance == (300_00, 50_00, 650_00)
    assert needs(year) == {FIRST: 0, SECOND: 300_00}


@pytest.mark.parametrize(("paid", "left"), [(99_99, 300_00), (100_00, 300_00), (100_01, 299_99)])
def test_what_is_left_of_the_reserve_is_kept_up_to_the_need_of_the_other(
    year: Year, paid: int, left: int
) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00)

    year.consume(paid, case_number=FIRST)

    assert year.held() == left
    assert year.balance == (left, paid, 1_000_00 - left - paid)


def test_the_neediest_of_the_other_cases_counts(year: Year) -> None:
    for number, amount in ((FIRST, 400_00), (SECOND, 300_00), ("PA-3", 200_00)):
        year.promise(number, amount)

    year.consume(0, case_number=FIRST)
    assert year.held() == 300_00
    year.consume(0, case_number=SECOND)
    assert year.held() == 200_00
    year.consume(0, case_number="PA-3")

    assert year.release() == NothingHeld()


def test_a_case_alone_in_its_stay_releases_the_rest(year: Year) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00, episode_id=year.other_episode)

    year.consume(50_00, case_number=FIRST)

    assert year.held() == 0
    assert year.held(year.other_episode) == 300_00
    assert year.balance == (300_00, 50_00, 650_00)


def test_a_case_that_takes_more_than_its_stay_holds_leaves_nothing_of_it(year: Year) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00)

    over = year.consume(450_00, case_number=FIRST)

    assert isinstance(over, Posted)
    assert over.from_reserve == 400_00
    assert year.balance == (0, 450_00, 550_00)
    second = year.consume(300_00, case_number=SECOND)
    assert isinstance(second, Posted)
    assert second.from_reserve == 0
    assert year.balance == (0, 750_00, 250_00)


def test_a_bill_meets_the_need_of_the_only_letter_of_its_stay(year: Year) -> None:
    year.promise(FIRST, 400_00)

    year.consume(250_00, case_number=BILL)

    assert year.balance == (0, 250_00, 750_00)
    assert needs(year) == {BILL: 0, FIRST: 0}


def test_letters_of_another_stay_and_of_another_account_do_not_stand_beside_it(year: Year) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00, episode_id=year.other_episode)
    year.promise("PA-3", 200_00, account_id=year.now.accounts[Benefit.DENTAL].account_id)

    year.consume(250_00, case_number=BILL)

    assert (year.held(), year.held(year.other_episode)) == (0, 300_00)
    assert needs(year) == {BILL: 0, FIRST: 0, SECOND: 300_00, "PA-3": 200_00}


def test_a_letter_that_needs_nothing_any_more_does_not_stand_beside_the_other(year: Year) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00)
    reserve_needs.keep(year.connection, year.movement(case_number=FIRST), 0)

    year.consume(50_00, case_number=BILL)

    assert year.balance == (0, 50_00, 950_00)
    assert needs(year) == {BILL: 0, FIRST: 0, SECOND: 0}


def test_a_bill_meets_the_need_of_the_letter_that_it_names(year: Year) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00)

    year.consume(50_00, case_number=BILL, authorized_by=(FIRST,))

    assert year.held() == 300_00
    assert needs(year) == {BILL: 0, FIRST: 0, SECOND: 300_00}


def test_a_bill_that_names_none_of_two_letters_leaves_what_both_need(year: Year) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00)

    year.consume(50_00, case_number=BILL)

    assert year.held() == 350_00
    assert needs(year) == {BILL: 0, FIRST: 400_00, SECOND: 300_00}


def test_an_interim_bill_leaves_all_and_lowers_what_its_letter_needs(year: Year) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00)
    usual: dict[str, Any] = {"case_number": BILL, "authorized_by": (FIRST,)}

    year.consume(150_00, keep_rest=True, **usual)
    assert year.held() == 250_00
    assert needs(year) == {FIRST: 250_00, SECOND: 300_00}
    year.consume(100_00, **usual)

    assert year.held() == 150_00
    assert needs(year) == {BILL: 0, FIRST: 0, SECOND: 300_00}


def test_the_final_bill_after_an_interim_one_still_meets_the_need_of_the_only_letter(year: Year) -> None:
    year.promise(FIRST, 400_00)

    year.consume(150_00, case_number=BILL, keep_rest=True)
    year.consume(100_00, case_number=BILL)

    assert year.balance == (0, 250_00, 750_00)


def test_a_need_never_falls_below_nothing(year: Year) -> None:
    year.promise(FIRST, 100_00)
    year.promise(SECOND, 400_00)

    year.consume(150_00, case_number=FIRST, keep_rest=True)

    assert needs(year) == {FIRST: 0, SECOND: 400_00}


def test_a_reversal_leaves_the_promise_of_the_other_case_as_it_stands(year: Year) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00)
    year.consume(50_00, case_number=FIRST, key="PA-1/post")

    undone = year.reverse("PA-1/post", case_number=FIRST)

    assert isinstance(undone, Reversed)
    assert year.balance == (300_00, 0, 700_00)
    assert needs(year) == {FIRST: 0, SECOND: 300_00}


@pytest.mark.parametrize("case_number", [FIRST, BILL])
def test_a_case_that_is_posted_anew_still_leaves_what_the_other_needs(year: Year, case_number: str) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00)
    bill: dict[str, Any] = {"case_number": case_number, "authorized_by": (FIRST,)}
    year.consume(50_00, key="first", **bill)
    year.reverse("first", case_number=case_number)

    year.consume(0, case_number=case_number)

    assert year.held() == 300_00
    assert needs(year)[SECOND] == 300_00


def test_the_release_that_is_left_out_is_no_line_of_the_statement(year: Year) -> None:
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 400_00)

    year.consume(50_00, case_number=FIRST)

    kinds = [line.kind for line in accounts.statement(year.connection, year.account)]
    assert kinds == [LedgerEntryKind.RESERVE, LedgerEntryKind.RESERVE, LedgerEntryKind.CONSUME]
    assert year.held() == 350_00


def test_the_worker_role_may_settle_beside_another_promise(year: Year) -> None:
    year.connection.execute("SET ROLE lipei_activities")
    year.promise(FIRST, 400_00)
    year.promise(SECOND, 300_00)

    year.consume(50_00, case_number=BILL, authorized_by=(FIRST,))

    year.connection.execute("RESET ROLE")
    assert year.held() == 300_00


def promised(child: Child, **amounts: int) -> None:
    """Let letters of the child's stay have promised that much, each by its name."""
    account = child.opened().accounts[Benefit.INPATIENT].account_id
    with child.connection() as connection:
        for number, amount in amounts.items():
            movement = Movement(
                account_id=account, episode_id=child.episode, case_number=number, key=a_key(), at=NOON
            )
            ledger.reserve(connection, movement, amount)
            reserve_needs.keep(connection, movement, amount)


def test_a_claim_that_was_judged_leaves_what_another_letter_of_its_stay_promised(child: Child) -> None:
    promised(child, **{FIRST: 9_000_00, SECOND: 7_000_00})

    child.settle(a_claim(11_000_00, **STAY), authorized_by=(FIRST,))

    assert child.used(Benefit.INPATIENT) == (7_000_00, 1_000_00)
    child.settle(a_claim(2_000_00, **STAY), authorized_by=(SECOND,))
    assert child.used(Benefit.INPATIENT) == (0, 3_000_00)


def test_a_decision_that_is_taken_back_holds_again_what_it_had_drawn_and_freed(child: Child) -> None:
    number, key = child.case(), a_key()
    promised(child, **{FIRST: 9_000_00})
    child.settle(a_claim(11_000_00, **STAY), case_number=number, authorized_by=(FIRST,))
    assert child.used(Benefit.INPATIENT) == (0, 1_000_00)

    answers = [child.reopen(number, key, hold_for=(FIRST,)) for _ in range(2)]

    assert [each.held_again for each in answers if isinstance(each, Reopened)] == [9_000_00, 9_000_00]
    assert child.used(Benefit.INPATIENT) == (9_000_00, 0)
    child.settle(a_claim(2_000_00, **STAY), authorized_by=(SECOND,))
    assert child.used(Benefit.INPATIENT) == (9_000_00, 0)


def test_of_what_somebody_took_meanwhile_the_rest_is_held_again(child: Child) -> None:
    number = child.case()
    promised(child, **{FIRST: 90_000_00})
    child.settle(a_claim(11_000_00, **STAY), case_number=number, authorized_by=(FIRST,))
    other = child.another_episode()
    child.settle(a_claim(60_000_00, **STAY, bills=("9",)), episode_id=other)
    taken = child.used(Benefit.INPATIENT)[1] - 1_000_00

    answer = child.reopen(number, hold_for=(FIRST,))

    assert isinstance(answer, Reopened)
    assert answer.held_again == 100_000_00 - taken
    assert child.used(Benefit.INPATIENT) == (100_000_00 - taken, taken)


def test_what_had_held_nothing_holds_nothing_when_it_is_taken_back(child: Child) -> None:
    number = child.case()
    child.settle(a_claim(11_000_00, **STAY), case_number=number)

    answer = child.reopen(number, hold_for=(number,))

    assert isinstance(answer, Reopened)
    assert answer.held_again == 0
    assert child.used(Benefit.INPATIENT) == (0, 0)
