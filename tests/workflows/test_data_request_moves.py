"""A request about data from its receipt to the answer, told without server or database."""

from datetime import date, timedelta

import pytest

from rules.deadlines import ClockKind
from rules.requests.case import Child
from rules.requests.data_request import DataRequestCase, Kept, Outcome, Stage, Wanted
from tests.workflows.family_requests import CHILD, CLERK, FAMILY, HANDLER, MONDAY, Told, moment
from workflows.case_engine import Refusal
from workflows.messages_requests import AnswerDataRequest, VerifyRequester
from workflows.requests.data_request import DataFact, FindKept

VERIFY = VerifyRequester(how="按投保手机号回拨核对")


def asked(wanted: Wanted = Wanted.DELETION, child: Child = CHILD) -> Told[DataRequestCase]:
    """A guardian asks."""
    return Told(
        DataRequestCase(
            case_number="DS-261123-000001-0",
            opened_at=moment(),
            opened_by=FAMILY.reference,
            child=child,
            wanted=wanted,
        )
    )


def verified(kept: Kept, wanted: Wanted = Wanted.DELETION) -> Told[DataRequestCase]:
    """Known to act for the child; what the law keeps is known."""
    told = asked(wanted).act(CLERK, VERIFY)
    assert told.asked == [FindKept()]
    return told.fact(DataFact.KEPT_FOUND, kept)


def answer(outcome: Outcome) -> AnswerDataRequest:
    return AnswerDataRequest(outcome=outcome, explanation="依法保存十年。")


def test_it_is_answered_within_fifteen_working_days() -> None:
    assert asked().due(ClockKind.DATA_REQUEST) == moment(MONDAY + timedelta(days=21), "18:00")


@pytest.mark.parametrize("until", [date(2036, 12, 31), None])
def test_what_the_law_keeps_is_restricted_and_never_deleted(until: date | None) -> None:
    told = verified(Kept(anything=True, until=until))

    refused = told.refused(HANDLER, answer(Outcome.DONE))
    assert refused.kind is Refusal.INVALID
    assert (str(until) if until else "while cases are open") in refused.why
    told.act(HANDLER, answer(Outcome.RESTRICTED))

    assert (told.case.stage, told.case.outcome) == (Stage.DONE, Outcome.RESTRICTED)
    assert told.letters == ["LT-DSR"]


def test_where_nothing_is_kept_deletion_is_done() -> None:
    told = verified(Kept(anything=False, until=None)).act(HANDLER, answer(Outcome.DONE))

    assert told.case.stage is Stage.DONE


def test_a_copy_is_no_matter_of_retention() -> None:
    told = verified(Kept(anything=True, until=None), Wanted.COPY)

    assert told.refused(HANDLER, answer(Outcome.RESTRICTED)).details == {"field": "outcome"}
    assert told.act(HANDLER, answer(Outcome.DONE)).case.stage is Stage.DONE


def test_a_refusal_is_written_with_its_reasons() -> None:
    told = verified(Kept(anything=True, until=None), Wanted.CORRECTION).act(HANDLER, answer(Outcome.REFUSED))

    assert told.case.stage is Stage.REFUSED
    assert told.letters == ["LT-DSR"]
