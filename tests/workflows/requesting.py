"""Requests of families on the running stack."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from commands.lived.stage import insist
from rules.opening import Opening
from rules.requests.case import Child, RequestCase
from rules.roles import Actor, Role
from tests.numbers import new_number
from tests.workflows.clinic import OPENED_AT, Clinic
from tests.workflows.family_requests import FAMILY

CLERK = Actor("staff:xu.intake", (Role.INTAKE_CLERK,))
DOCTOR = Actor("staff:he.medical", (Role.MEDICAL_REVIEWER,))
SUPERVISOR = Actor("staff:liang.supervisor", (Role.SUPERVISOR,))
HEAD = Actor("staff:song.head", (Role.HEAD,))


def opened(clinic: Clinic, case: RequestCase, child: str = "M2025000001", **changes: Any) -> str:
    """The request as the web hands it over."""
    insured = clinic.insured(child)
    number = new_number(case.process, OPENED_AT.date())
    made = replace(
        case,
        case_number=number,
        opened_at=OPENED_AT,
        clock_offset_seconds=(OPENED_AT - datetime.now(UTC)).total_seconds(),
        undo_window_seconds=0,
        child=Child(member_id=insured.member_id, policy_id=insured.policy_id),
        **changes,
    )
    clinic.loop.run(insist(lambda: clinic.cases.open(Opening(case=made, opener=FAMILY))))
    return number


def codes(clinic: Clinic, number: str) -> list[str]:
    """Letters of a request, oldest first."""
    return [letter.code for letter in clinic.letters(number)]
