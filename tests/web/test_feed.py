"""One feed of a case, and words found on its papers: no server needed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from models.case_note import CaseNote
from rules.roles import Role
from rules.vocabulary import Language
from web.api.views.case_views import EventView
from web.casework.feed import FeedKind, feed
from web.casework.paper_search import Found, on_page
from web.templating import module

AT = datetime(2026, 9, 29, 2, tzinfo=UTC)


def event(sequence: int, role: Role = Role.ADJUSTER, at: datetime = AT) -> EventView:
    return EventView(
        sequence=sequence,
        at=at,
        kind="TRIAGE",
        role=role,
        from_stage=None,
        to_stage=None,
        reason_code=None,
        hash="0" * 64,
        recorded_at=at,
        actor=None,
        detail=None,
    )


def note(at: datetime) -> CaseNote:
    return CaseNote(
        case_number="PA-260929-000001-7", author=f"staff:{UUID(int=1)}", body="内部", written_at=at
    )


def test_what_came_last_stands_first_and_of_one_moment_the_later_act() -> None:
    rows = [event(1), event(2), event(3, at=AT + timedelta(hours=1))]

    told = feed(rows, [], [], [], [note(AT + timedelta(minutes=5))])

    assert [getattr(each.about, "sequence", "note") for each in told] == [3, "note", 2, 1]


def test_acts_of_people_of_the_system_and_notes_are_told_apart() -> None:
    told = feed([event(1), event(2, Role.SYSTEM)], [], [], [], [note(AT - timedelta(minutes=1))])

    assert [each.kind for each in told] == [FeedKind.SYSTEM, FeedKind.ACT, FeedKind.NOTE]


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.ENGLISH, "Taken back whole: 1,968.50 CNY."), (Language.CHINESE, "已全额冲回 1,968.50 元。")],
)
def test_a_settlement_that_was_taken_back_names_the_claims_after_it(language: Language, words: str) -> None:
    parts = module("case_parts.html", language)

    shown = parts.taken_back({"given_back": 1968_50, "later_cases": "RC-260929-000002-1 DB-260930-000003-2"})
    alone = parts.taken_back({"given_back": 1968_50, "later_cases": ""})

    assert words in shown
    for number in ("RC-260929-000002-1", "DB-260930-000003-2"):
        assert f'<a href="/cases/{number}">{number}</a>' in shown
    assert words in alone
    assert "<a" not in alone


def test_words_are_found_with_what_stands_beside_them_however_they_are_written() -> None:
    text = "Invoice total: CNY 386.40, paid in full"

    assert on_page(2, text, "cny 386") == Found(2, "Invoice total: ", "CNY 386", ".40, paid in full")
    assert on_page(2, text, "cny 387") is None
