"""What every case answers about itself: its clocks, its open question, its papers, news of its letters."""

from dataclasses import replace
from typing import Any

import pytest

from rules.cases import (
    AttachedDocument,
    CaseBase,
    LetterNews,
    LetterState,
    OpenQuestion,
    QuestionItem,
    Side,
)
from rules.clocks import RunningClock
from rules.deadlines import ClockKind
from rules.vocabulary import ClockState, DocumentKind, Process
from tests.rules.preauthorization.requests import moment
from tests.rules.test_clocks import a_clock

OPENED, NEXT_DAY, THIRD_DAY = moment("2026-06-01"), moment("2026-06-02"), moment("2026-06-03")


def case(**changes: Any) -> CaseBase:
    usual = CaseBase(
        case_number="PA-260601-000001-1",
        process=Process.PREAUTHORIZATION,
        opened_at=OPENED,
        opened_by="guardian:g",
    )
    return replace(usual, **changes)


def other(**changes: Any) -> RunningClock:
    """A clock of another kind, due a day before the usual one."""
    return a_clock(**{"kind": ClockKind.QUERY_WAIT, "due_at": NEXT_DAY, "milestones": ()} | changes)


def question(name: str, **changes: Any) -> OpenQuestion:
    usual = OpenQuestion(
        question_id=name,
        asked_of=Side.HOSPITAL,
        asked_by="staff:n",
        asked_at=OPENED,
        items=(QuestionItem(item_id="1", text="体温？"),),
    )
    return replace(usual, **changes)


def test_a_clock_is_found_by_its_kind_while_it_is_open() -> None:
    ended = a_clock().end(NEXT_DAY, ClockState.MET)
    held = case(clocks=(ended, other(), a_clock(due_at=THIRD_DAY)))

    assert held.clock(ClockKind.PREAUTH_DECISION) == a_clock(due_at=THIRD_DAY)
    assert held.clock(ClockKind.REFUSAL_NOTICE) is None
    assert case(clocks=(ended,)).clock(ClockKind.PREAUTH_DECISION) is None


def test_what_is_due_first_drives_and_what_comes_first_is_next() -> None:
    held = case(clocks=(a_clock(), other()))

    assert held.driving_clock() == other()
    ahead = held.next_milestone()
    assert ahead is not None
    assert (ahead[0].kind, ahead[1].name) == (ClockKind.PREAUTH_DECISION, "first")
    assert (case().driving_clock(), case().next_milestone()) == (None, None)


def test_the_time_of_a_case_stands_still_since_its_first_open_question() -> None:
    later, earlier = a_clock().pause("q1", THIRD_DAY), other().pause("q2", NEXT_DAY)

    assert case(clocks=(later, earlier)).paused_since() == NEXT_DAY
    assert case(clocks=(later, earlier.resume("q2", THIRD_DAY))).paused_since() == THIRD_DAY
    assert case(clocks=(a_clock(),)).paused_since() is None


def test_the_open_question_is_the_one_without_an_answer() -> None:
    answered, waiting = question("q1", closed_at=NEXT_DAY), question("q2")

    assert case(questions=(answered, waiting)).open_question() == waiting
    assert case(questions=(answered,)).open_question() is None


def test_a_paper_that_is_there_is_not_added_again() -> None:
    first, second = (AttachedDocument(document_id=name, kind=DocumentKind.INVOICE) for name in ("1", "2"))

    assert case(documents=(first,)).with_documents(first, second) == (first, second)


@pytest.mark.parametrize(
    ("news", "told"),
    [
        (LetterNews(key="LT-EOB/1", state=LetterState.SENT, mailed=True), {"mailed": True}),
        (LetterNews(key="LT-EOB/1", state=LetterState.SENT), {"mailed": False}),
        (LetterNews(key="LT-EOB/1", state=LetterState.FAILED, problem="NoAddress"), {"problem": "NoAddress"}),
    ],
)
def test_news_of_a_letter_say_which_one_and_how_it_went(news: LetterNews, told: dict[str, object]) -> None:
    assert news.detail("LT-EOB", "EOB-1") == {"code": "LT-EOB", "letter": "EOB-1", **told}
