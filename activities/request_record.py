"""What is written of a request of a family beside what is written of every case."""

from typing import Any

from activities.case_record import Outline, Recorded
from rules.requests.case import RequestCase


def _outline(case: RequestCase) -> Outline:
    return Outline(
        member_id=case.member_id,
        policy_id=case.policy_id,
        hospital_code=case.hospital or None,
        planned_on=case.wanted_on,
    )


def _view(case: RequestCase) -> dict[str, Any]:
    return case.shown()


def _asked(case: RequestCase) -> dict[str, Any]:
    return case.said()


REQUEST = Recorded(outline=_outline, view=_view, asked=_asked)
