"""What is written of a request of a family beside what is written of every case."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from activities.case_record import Outline, Recorded
from rules.requests.arrangement import Stage, VaccinationCase
from rules.requests.case import RequestCase
from rules.vocabulary import DoseState
from stores.cover import vaccines


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


def _dose(session: Session, case: VaccinationCase) -> None:
    """What came of a reminder counts for the doses that follow."""
    known = {Stage.DONE: DoseState.GIVEN, Stage.DECLINED: DoseState.DECLINED}.get(case.stage)
    if case.dose and known:
        vaccines.tell(session, UUID(case.member_id), case.dose, known, at=case.closed_at or case.opened_at)


REQUEST = Recorded(outline=_outline, view=_view, asked=_asked)
VACCINATION = Recorded(outline=_outline, view=_view, asked=_asked, rows=_dose)
