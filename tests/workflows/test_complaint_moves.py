"""A complaint from its receipt to the answer, told without server or database."""

from datetime import timedelta

import pytest

from rules.cases import Priority
from rules.deadlines import ClockKind
from rules.delays import DelayReason
from rules.requests.complaint import ComplaintCase, ComplaintSource, Stage
from rules.roles import Actor
from tests.workflows.family_requests import (
    ADJUSTER,
    FAMILY,
    HANDLER,
    MONDAY,
    SUPERVISOR,
    Told,
    complaint,
    moment,
)
from workflows.case_engine import Refusal, RefusedError
from workflows.messages import ExplainDelay, Withdraw
from workflows.messages_requests import (
    AssignComplaint,
    DecideComplaint,
    ExtendComplaint,
    InvestigateComplaint,
    NoteRegulator,
)
from workflows.requests.complaint import ComplaintFact, FindInterest, InterestFound

DECIDE = DecideComplaint(facts="十二月一日收齐材料。", answer="处理超期，我们致歉。", upheld=True)
EXTEND = ExtendComplaint(facts="已向医院核实。", reason="医院尚未答复。")


def assigned(
    told: Told[ComplaintCase], to: Actor = HANDLER, *, people: tuple[str, ...] = (), handles: bool = True
) -> RefusedError | None:
    """Somebody gives the complaint to a person; why not, where it was refused."""
    told.act(SUPERVISOR, AssignComplaint(assignee=to.reference))
    asked = told.asked[-1]
    assert isinstance(asked, FindInterest)
    found = InterestFound(person=asked.person, assigned_by=asked.assigned_by, people=people, handles=handles)
    told.fact(ComplaintFact.INTEREST_FOUND, found)
    return told.last.refused


def under_work() -> Told[ComplaintCase]:
    """With the handler, who looks into it."""
    told = Told(complaint()).sent("LT-CMP-ACK")
    assert assigned(told) is None
    return told.act(HANDLER, InvestigateComplaint())


def test_a_complaint_is_acknowledged_in_a_day_and_answered_in_fifteen() -> None:
    told = Told(complaint())

    assert told.letters == ["LT-CMP-ACK"]
    assert told.due(ClockKind.COMPLAINT_ACKNOWLEDGEMENT) == moment(MONDAY + timedelta(days=1), "18:00")
    assert told.due(ClockKind.COMPLAINT_DECISION) == moment(MONDAY + timedelta(days=16), "00:00")
    assert told.sent("LT-CMP-ACK").case.clock(ClockKind.COMPLAINT_ACKNOWLEDGEMENT) is None


def test_nobody_who_decided_the_case_handles_its_complaint() -> None:
    told = Told(complaint())

    refused = assigned(told, people=(HANDLER.reference,))

    assert refused is not None
    assert refused.kind is Refusal.FORBIDDEN
    assert told.case.stage is Stage.RECEIVED
    assert told.case.assignee == ""


def test_who_answers_no_complaints_gets_none() -> None:
    told = Told(complaint())

    refused = assigned(told, ADJUSTER, handles=False)

    assert refused is not None
    assert refused.details == {"field": "assignee"}


def test_a_supervisor_who_decided_the_case_does_not_answer_either() -> None:
    told = Told(complaint())
    assigned(told, people=(SUPERVISOR.reference,))
    told.act(HANDLER, InvestigateComplaint())

    assert told.refused(SUPERVISOR, DECIDE).kind is Refusal.FORBIDDEN
    other = Actor("staff:other", HANDLER.roles)
    assert "has this complaint" in told.refused(other, DECIDE).why


def test_the_duty_is_met_when_the_complainant_has_the_answer() -> None:
    told = under_work().act(HANDLER, DECIDE)
    assert told.case.stage is Stage.DECIDED
    assert told.case.clock(ClockKind.COMPLAINT_DECISION)

    told.sent("LT-CMP")

    assert told.case.stage is Stage.CLOSED
    assert [event.to_stage for event in told.last.events] == [Stage.NOTIFIED, Stage.CLOSED]


def test_fifteen_days_become_thirty_with_a_letter_and_sixty_with_a_supervisor() -> None:
    told = under_work().later(days=10).act(HANDLER, EXTEND)
    assert told.case.stage is Stage.EXTENDED_30
    assert told.due(ClockKind.COMPLAINT_EXTENDED) == moment(MONDAY + timedelta(days=31), "00:00")

    told.later(days=10)
    assert told.refused(HANDLER, EXTEND).kind is Refusal.FORBIDDEN
    told.act(SUPERVISOR, EXTEND)

    assert told.case.stage is Stage.EXTENDED_60
    assert told.due(ClockKind.COMPLAINT_SPECIAL) == moment(MONDAY + timedelta(days=61), "00:00")
    assert told.refused(SUPERVISOR, EXTEND).kind is Refusal.NOT_NOW
    assert told.letters == ["LT-CMP-ACK", "LT-CMP", "LT-CMP"]


def test_an_extension_is_told_before_the_time_is_over() -> None:
    told = under_work().until(moment(MONDAY + timedelta(days=16), "00:00"))

    assert told.refused(HANDLER, EXTEND).kind is Refusal.NOT_NOW


def test_a_late_answer_says_first_why_it_is_late() -> None:
    told = under_work().later(days=20)
    assert "why it is late" in told.refused(HANDLER, DECIDE).why

    told.act(HANDLER, ExplainDelay(reason=next(iter(DelayReason)), explanation="人手不足"))

    assert told.act(HANDLER, DECIDE).case.stage is Stage.DECIDED


def test_what_the_regulator_hands_on_goes_first() -> None:
    direct = Told(complaint(source=ComplaintSource.REGULATOR, reference="SH-1"))
    assert direct.case.priority is Priority.HIGH

    told = under_work().act(HANDLER, NoteRegulator(reference="SH-2"))

    assert told.case.source is ComplaintSource.REGULATOR
    assert (told.case.reference, told.case.priority) == ("SH-2", Priority.HIGH)


@pytest.mark.parametrize("told", [Told(complaint()), under_work()], ids=["received", "under work"])
def test_a_withdrawal_ends_it_the_same_day(told: Told[ComplaintCase]) -> None:
    told.act(FAMILY, Withdraw(reason="已解决"))

    assert told.case.stage is Stage.WITHDRAWN
    assert told.case.driving_clock() is None
