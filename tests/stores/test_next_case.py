"""The next case: to one person at a time, the most urgent first, and nobody waits for ever."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from stores.casework import next_case
from stores.database import driver_connection, transaction
from tests.builders import NOON, a_case

DOABLE = (("PA", "IN_REVIEW"),)


def cases(engine: Engine, count: int, seed: int = 0) -> list[str]:
    """Cases in review, each due at another hour; their numbers, the most urgent first."""
    hours = random.Random(seed).sample(range(1, 10 * count), count)
    with transaction(engine) as session:
        made = [a_case(session, stage="IN_REVIEW", due_at=NOON + timedelta(hours=each)) for each in hours]
        due = {case.case_number: case.due_at for case in made}
    return sorted(due, key=lambda number: due[number] or NOON)


def take(engine: Engine, person: str, minutes: int = 0) -> str | None:
    with transaction(engine) as session:
        return next_case.take(driver_connection(session), person, DOABLE, NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_people_at_once_get_two_hundred_cases_none_twice_none_left(engine: Engine, seed: int) -> None:
    numbers = cases(engine, 200, seed)
    with ThreadPoolExecutor(max_workers=50) as pool:
        given = list(pool.map(lambda turn: take(engine, f"staff:{turn}"), range(200)))

    assert sorted(given, key=str) == sorted(numbers)
    assert take(engine, "staff:late") is None


def test_the_most_urgent_free_case_comes_first(engine: Engine) -> None:
    first, second, third = cases(engine, 3)

    assert [take(engine, name) for name in ("staff:1", "staff:2", "staff:3")] == [first, second, third]


@pytest.mark.parametrize(("minutes", "given"), [(14, False), (15, True)])
def test_a_case_that_nobody_worked_on_for_a_quarter_of_an_hour_is_given_again(
    engine: Engine, minutes: int, given: bool
) -> None:
    (only,) = cases(engine, 1)
    take(engine, "staff:1")

    assert (take(engine, "staff:2", minutes) == only) is given


def test_what_others_have_or_wait_for_is_not_given(engine: Engine) -> None:
    with transaction(engine) as session:
        a_case(session, stage="IN_REVIEW", assignee="staff:other")
        a_case(session, stage="IN_REVIEW", waiting_on="HOSPITAL")
        a_case(session, stage="RECEIVED")
        a_case(session, stage="IN_REVIEW", closed_at=NOON)
        mine = a_case(session, stage="IN_REVIEW", assignee="staff:1").case_number

    assert take(engine, "staff:1") == mine
    assert take(engine, "staff:1") is None


def test_who_did_their_part_is_not_given_the_rest(engine: Engine) -> None:
    with transaction(engine) as session:
        case = a_case(session, stage="IN_REVIEW", view={"barred": ["staff:1", "staff:2"]}).case_number

    assert [take(engine, f"staff:{each}") for each in (1, 2)] == [None, None]
    assert take(engine, "staff:3") == case


def test_a_case_at_rest_is_given_once_something_is_open_beside_its_stage(engine: Engine) -> None:
    with transaction(engine) as session:
        for view in ({}, {"beside": ["LETTER_ACKNOWLEDGED"]}, {"proposal": False, "beside": []}):
            a_case(session, stage="GUARANTEED", view=view)
        asked = a_case(session, stage="GUARANTEED", view={"beside": ["AMENDMENT"]}).case_number

    def take_beside(person: str) -> str | None:
        with transaction(engine) as session:
            connection, rest = driver_connection(session), (("PA", "GUARANTEED"),)
            return next_case.take(connection, person, DOABLE, NOON, at_times=rest)

    assert take_beside("staff:1") == asked
    assert take_beside("staff:2") is None


@pytest.mark.parametrize("signs", [True, False])
def test_a_case_that_waits_for_a_signature_is_given_to_who_may_sign(engine: Engine, signs: bool) -> None:
    with transaction(engine) as session:
        waiting = a_case(session, stage="IN_REVIEW", view={"proposal": True}).case_number

    with transaction(engine) as session:
        given = next_case.take(driver_connection(session), "staff:1", DOABLE, NOON, signs=signs)

    assert given == (waiting if signs else None)


def test_a_skipped_case_goes_to_others_and_comes_back_when_it_has_moved(engine: Engine) -> None:
    (only,) = cases(engine, 1)
    take(engine, "staff:1")
    with transaction(engine) as session:
        next_case.skip(driver_connection(session), "staff:1", only, "I know the family.", NOON)

    assert take(engine, "staff:1") is None
    assert take(engine, "staff:2") == only
    with Session(engine) as session:
        connection = driver_connection(session)
        next_case.release(connection, "staff:2", only)
        connection.execute("UPDATE cases SET state_version = 2 WHERE case_number = %s", (only,))
        session.commit()
    assert take(engine, "staff:1") == only


def test_only_the_holder_keeps_a_case(engine: Engine) -> None:
    (only,) = cases(engine, 1)
    take(engine, "staff:1")

    with transaction(engine) as session:
        connection = driver_connection(session)
        assert not next_case.keep(connection, "staff:2", only, NOON)
        assert next_case.keep(connection, "staff:1", only, NOON + timedelta(minutes=10))
        assert next_case.holder(connection, only, NOON + timedelta(minutes=20)) == "staff:1"
        assert next_case.held(connection, "staff:1", NOON) == only
