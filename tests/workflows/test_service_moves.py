"""Questions, calls, vaccinations and help on site, told without server or database."""

from datetime import timedelta

import pytest

from rules.deadlines import ClockKind
from rules.requests import arrangement, consultation, enquiry
from tests.workflows import family_requests as told_of
from tests.workflows.family_requests import CLERK, DOCTOR, FAMILY, MONDAY, Told, moment
from workflows.case_engine import Refusal
from workflows.messages import Withdraw
from workflows.messages_requests import (
    AnswerEnquiry,
    AnswerReminder,
    ArrangeService,
    CompleteService,
    RecordConsultation,
)

ARRANGE = ArrangeService(hospital="XINHUA", at=moment(MONDAY + timedelta(days=2)), note="请带接种本")


def test_a_question_is_answered_within_a_working_day() -> None:
    asked = Told(told_of.enquiry())
    assert asked.due(ClockKind.ENQUIRY_ANSWER) == moment(MONDAY + timedelta(days=1), "18:00")

    asked.act(CLERK, AnswerEnquiry(answer="可以。"))

    assert (asked.case.stage, asked.case.answer) == (enquiry.Stage.ANSWERED, "可以。")


def test_a_doctor_calls_within_two_hours_also_by_night() -> None:
    asked = Told(told_of.consultation(), moment(MONDAY, "23:30"))
    assert asked.due(ClockKind.TELEPHONE_CONSULTATION) == moment(MONDAY + timedelta(days=1), "01:30")

    asked.later(hours=1).act(DOCTOR, RecordConsultation(advice="多喝水。"))
    assert (asked.case.stage, asked.case.doctor) == (consultation.Stage.CALLED, DOCTOR.reference)

    assert asked.act(DOCTOR, CompleteService()).case.stage is consultation.Stage.CLOSED


@pytest.mark.parametrize(
    "case",
    [
        told_of.consultation(entitled=False),
        told_of.vaccination(entitled=False),
        told_of.on_site_help(entitled=False),
    ],
    ids=lambda case: case.process,
)
def test_a_plan_without_the_service_says_so_at_once(case: told_of.Case) -> None:
    asked = Told(case)

    assert asked.case.stage == "NOT_ENTITLED"
    assert asked.case.driving_clock() is None


@pytest.mark.parametrize(
    "case", [told_of.vaccination(), told_of.on_site_help()], ids=lambda case: case.process
)
def test_what_is_arranged_is_done_or_taken_back(case: told_of.Case) -> None:
    asked = Told(case)
    assert asked.due(ClockKind.SERVICE_ARRANGED) == moment(MONDAY + timedelta(days=2), "18:00")

    asked.act(CLERK, ARRANGE)
    assert (asked.case.stage, asked.case.hospital) == (arrangement.Stage.ARRANGED, "XINHUA")
    assert asked.act(CLERK, CompleteService()).case.stage is arrangement.Stage.DONE

    assert Told(case).act(FAMILY, Withdraw(reason="不去了")).case.stage is arrangement.Stage.WITHDRAWN


def test_a_reminder_of_a_vaccine_is_answered_once_or_runs_out() -> None:
    reminded = told_of.vaccination(dose="MMR-1", vaccine="MMR-1")
    given, declined, silent = Told(reminded), Told(reminded), Told(reminded)
    assert (given.case.stage, given.letters) == (arrangement.Stage.REMINDED, ["LT-VAC"])

    given.act(FAMILY, AnswerReminder(given=True))
    declined.act(FAMILY, AnswerReminder(given=False))
    silent.later(days=61)

    stages = [asked.case.stage for asked in (given, declined, silent)]
    assert stages == [arrangement.Stage.DONE, arrangement.Stage.DECLINED, arrangement.Stage.UNANSWERED]
    assert silent.letters == ["LT-VAC"]


def test_help_is_there_at_the_places_of_the_plan_alone() -> None:
    refused = Told(told_of.on_site_help()).refused(CLERK, ArrangeService(hospital="WEN-GUBEI", at=ARRANGE.at))

    assert refused.kind is Refusal.INVALID
    assert "XINHUA, SCMC" in refused.why
