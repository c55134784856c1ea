"""Whether the request came in time (R-081, A-13, A-17)."""

from datetime import date, datetime, timedelta

import pytest

from rules.preauthorization.values import Weight
from tests.rules.preauthorization.requests import (
    a_public_hospital,
    a_request,
    an_outpatient_request,
    codes,
    found,
    judged,
    moment,
)

STD = "GYX-2025-STD"
ADMITTED_AT = moment("2026-06-15", "02:00")


@pytest.mark.parametrize(
    ("planned_on", "latest"),
    [(date(2026, 10, 12), date(2026, 9, 29)), (date(2026, 10, 8), date(2026, 9, 23))],
)
def test_the_last_day_to_ask_is_five_working_days_before_treatment(planned_on: date, latest: date) -> None:
    assert judged(STD, request=a_request(planned_on=planned_on)).latest_request_on == latest


@pytest.mark.parametrize(
    ("received_at", "late"), [(moment("2026-09-29", "23:59"), False), (moment("2026-09-30", "00:00"), True)]
)
@pytest.mark.parametrize("code", [STD, "GYX-2021-YX"])
def test_a_request_after_that_day_is_late_and_nothing_else(
    code: str, received_at: datetime, late: bool
) -> None:
    request = a_request(planned_on=date(2026, 10, 12))

    assessment = judged(code, request=request, received_at=received_at)

    assert assessment.late is late
    assert assessment.findings == ()
    assert assessment.penalty == "0"


def test_an_emergency_is_never_late() -> None:
    request = a_request(emergency=True, admitted_at=ADMITTED_AT)

    assessment = judged(STD, request=request, received_at=ADMITTED_AT + timedelta(hours=1))

    assert not assessment.late
    assert assessment.latest_request_on is None


@pytest.mark.parametrize(
    ("after", "told"), [(timedelta(hours=48), False), (timedelta(hours=48, seconds=1), True)]
)
def test_an_emergency_is_told_within_48_hours_of_admission(after: timedelta, told: bool) -> None:
    request = a_request(emergency=True, admitted_at=ADMITTED_AT)

    assessment = judged(STD, request=request, received_at=ADMITTED_AT + after)

    assert codes(assessment) == (["PA-MISSING-40"] if told else [])
    assert assessment.accepted
    assert assessment.penalty == "0"


def test_an_emergency_that_is_not_yet_admitted_is_in_time() -> None:
    assert judged(STD, request=a_request(emergency=True)).findings == ()


@pytest.mark.parametrize(
    ("received_at", "begun"), [(moment("2026-06-15", "23:59"), False), (moment("2026-06-16", "00:00"), True)]
)
def test_care_that_is_over_before_anybody_asked_refers(received_at: datetime, begun: bool) -> None:
    assessment = judged(STD, received_at=received_at)

    assert codes(assessment) == (["PA-MISSING-40"] if begun else [])
    if begun:
        finding = found(assessment, "PA-MISSING-40")
        assert (finding.weight, finding.clause) == (Weight.REFERS, "R-085")


def test_an_admission_before_the_request_refers_where_it_was_no_emergency() -> None:
    request = a_request(admitted_at=ADMITTED_AT)

    assert codes(judged(STD, request=request, received_at=ADMITTED_AT + timedelta(hours=1))) == [
        "PA-MISSING-40"
    ]


def test_care_that_needs_no_approval_may_have_begun() -> None:
    assessment = judged(STD, request=an_outpatient_request(), received_at=moment("2026-07-01"))

    assert assessment.required is False
    assert assessment.findings == ()


def test_a_plan_without_prior_authorization_has_no_last_day() -> None:
    assessment = judged("DENT-2021", hospital=a_public_hospital(), received_at=moment("2026-07-01"))

    assert assessment.latest_request_on is None
    assert not assessment.late
    assert "PA-MISSING-40" not in codes(assessment)
