"""The queue a page at a time."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from rules.requests.data_request import Outcome
from rules.vocabulary import Process
from stores.casework import queue
from stores.casework.queue import Asked, QueuePage, View
from stores.database import transaction
from tests.builders import NOON, a_case


def read(engine: Engine, page: int, stage: str) -> QueuePage:
    asked = Asked(reader="staff:1", stage=stage)
    with Session(engine) as session:
        return queue.read(session, asked, NOON, page=page, size=2)


def test_the_most_pressing_comes_first_and_a_page_says_whether_another_follows(engine: Engine) -> None:
    with transaction(engine) as session:
        made = [
            a_case(session, stage="PAGED", due_at=NOON + timedelta(hours=hours), priority=priority)
            for hours, priority in ((3, 0), (1, 0), (9, 2))
        ]
        later, sooner, urgent = (case.case_number for case in made)

    first, last = read(engine, 1, "PAGED"), read(engine, 2, "PAGED")

    assert [each.row.case_number for each in first.rows] == [urgent, sooner]
    assert [each.row.case_number for each in last.rows] == [later]
    assert (first.more, last.more) == (True, False)
    assert (first.total, first.counts[View.UNASSIGNED], first.counts[View.CLOSED]) == (3, 3, 0)


def test_whom_cases_wait_for_is_counted_alike_along_every_index(engine: Engine) -> None:
    with transaction(engine) as session:
        for side in (None, "US", "GUARDIAN"):
            a_case(session, stage="COUNTED", waiting_on=side)

    with Session(engine) as session:
        every = queue.read(session, Asked(reader="staff:1"), NOON).counts
        narrow = queue.read(session, Asked(reader="staff:1", stage="COUNTED"), NOON).counts

    assert min(every[View.ON_US] + every[View.ON_THEM], queue.MOST_COUNTED + 1) == every[View.OPEN]
    assert (narrow[View.ON_US], narrow[View.ON_THEM], narrow[View.OPEN]) == (2, 1, 3)


def test_postgres_is_told_how_many_rows_are_asked_for_so_that_it_keeps_its_plan() -> None:
    asked = Asked(reader="staff:1")
    page, counted = queue.page_of(asked, 3, 50), queue.counting(asked)

    assert "LIMIT 51 OFFSET 100" in " ".join(page.text.split())
    assert (dict(page.values).keys(), set(counted.values.values())) == ({"now"}, {"staff:1"})


def test_many_cases_are_not_counted_to_the_end() -> None:
    counts = dict.fromkeys(View, queue.MOST_COUNTED + 1)
    some = QueuePage(rows=(), total=queue.MOST_COUNTED, page=1, more=True, counts=counts)
    many = QueuePage(rows=(), total=queue.MOST_COUNTED + 1, page=1, more=True, counts=counts)

    assert (some.pages, many.pages) == (20, None)


def test_what_the_law_alone_keeps_is_no_closed_case_of_the_queue(engine: Engine) -> None:
    with transaction(engine) as session:
        kept, used = (
            a_case(
                session,
                stage="KEPT",
                opened_at=NOON + timedelta(days=day),
                closed_at=NOON + timedelta(days=9),
            )
            for day in (0, 2)
        )
        used.member_id = kept.member_id
        answer = a_case(
            session,
            process=Process.DATA_REQUEST,
            closed_at=NOON + timedelta(days=1),
            view={"outcome": Outcome.RESTRICTED},
        )
        answer.member_id = kept.member_id
        later = used.case_number

    with Session(engine) as session:
        found = queue.read(session, Asked(reader="staff:1", stage="KEPT", view=View.CLOSED), NOON)

    assert [each.row.case_number for each in found.rows] == [later]
