"""What holding and giving back does to an account."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models import BenefitReserve
from rules.vocabulary import LedgerEntryKind
from stores.benefits.ledger import InsufficientBenefit, NothingHeld
from stores.benefits.posting import Posted
from tests.builders import NOON
from tests.stores.policy_year import LIMIT, Year


def test_a_reserve_holds_money_for_the_stay(year: Year) -> None:
    posted = year.reserve(400_00)

    assert isinstance(posted, Posted)
    assert (posted.kind, posted.amount, posted.available) == (LedgerEntryKind.RESERVE, 400_00, 600_00)
    assert year.balance == (400_00, 0, 600_00)
    assert year.held() == 400_00


def test_a_second_reserve_for_the_same_stay_raises_the_first(year: Year) -> None:
    year.reserve(400_00)

    raised = year.reserve(700_00, case_number="DB-1")

    assert isinstance(raised, Posted)
    assert raised.amount == 300_00
    assert year.balance == (700_00, 0, 300_00)


def test_a_later_case_that_needs_less_leaves_the_reserve_as_it_is(year: Year) -> None:
    year.reserve(400_00)

    posted = year.reserve(100_00, case_number="DB-1")

    assert isinstance(posted, Posted)
    assert posted.amount == 0
    assert year.held() == 400_00


def test_another_stay_holds_money_of_its_own(year: Year) -> None:
    year.reserve(400_00)

    year.reserve(500_00, episode_id=year.other_episode)

    assert year.balance == (900_00, 0, 100_00)
    assert year.held(year.other_episode) == 500_00


def test_the_whole_limit_can_be_held_and_not_a_fen_more(year: Year) -> None:
    year.reserve(600_00)

    refusal = year.reserve(400_01, episode_id=year.other_episode)
    assert refusal == InsufficientBenefit(asked=400_01, available=400_00)
    assert isinstance(year.reserve(400_00, episode_id=year.other_episode), Posted)
    assert year.balance == (LIMIT, 0, 0)


def test_what_a_stay_already_holds_counts_as_available_to_it(year: Year) -> None:
    year.reserve(600_00)

    assert year.reserve(LIMIT + 1) == InsufficientBenefit(asked=LIMIT + 1, available=LIMIT)
    assert isinstance(year.reserve(LIMIT), Posted)


def test_a_step_that_runs_twice_moves_money_once(year: Year) -> None:
    first = year.reserve(400_00, key="PA-1/reserve")

    assert year.reserve(400_00, key="PA-1/reserve") == first
    assert year.release(key="PA-1/release") == year.release(key="PA-1/release")
    assert year.balance == (0, 0, LIMIT)
    assert year.reserve(400_00, key="PA-1/reserve") == first
    assert year.held() == 0


def test_a_key_names_one_movement(year: Year) -> None:
    year.reserve(400_00, key="k")

    with pytest.raises(ValueError, match="'k' was used for a RESERVE"):
        year.release(key="k")


def test_a_release_gives_all_back(year: Year) -> None:
    year.reserve(400_00)

    released = year.release()

    assert isinstance(released, Posted)
    assert released.amount == 400_00
    assert year.balance == (0, 0, LIMIT)
    assert year.release() == NothingHeld()


def test_a_reduced_guarantee_gives_part_back(year: Year) -> None:
    year.reserve(400_00)

    reduced = year.release(keep=150_00)

    assert isinstance(reduced, Posted)
    assert reduced.amount == 250_00
    assert year.held() == 150_00


def test_a_reduced_reserve_keeps_its_place_in_the_visit_count(year: Year) -> None:
    year.reserve(400_00, visits=1)

    year.release(keep=150_00)

    assert year.now.reserved_visits == 1


def test_a_reserve_expires_once(year: Year) -> None:
    year.reserve(400_00)

    expired = year.expire()

    assert isinstance(expired, Posted)
    assert expired.kind == LedgerEntryKind.EXPIRE
    assert year.expire() == NothingHeld()
    assert year.balance == (0, 0, LIMIT)


def test_a_stay_can_be_reserved_again_after_it_expired(year: Year) -> None:
    year.reserve(400_00)
    year.expire()

    again = year.reserve(200_00)

    assert isinstance(again, Posted)
    assert again.amount == 200_00
    assert year.held() == 200_00


def test_a_reserve_says_since_when_it_is_open(engine: Engine, year: Year) -> None:
    later = NOON + timedelta(days=1)
    year.reserve(400_00)
    year.reserve(500_00, at=later)

    with Session(engine) as session:
        assert session.exec(select(BenefitReserve.opened_at)).one() == NOON
    year.expire(at=later)
    year.reserve(200_00, at=later)
    with Session(engine) as session:
        assert session.exec(select(BenefitReserve.opened_at)).one() == later
