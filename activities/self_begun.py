"""Cases that nobody asked for: which are due, and how they begin (R-015, L-33)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Row
from sqlmodel import Session
from temporalio import activity

from activities.linked_cases import CLOCKS_AGREE_WITHIN, start
from rules.case_number import case_number
from rules.catalogue.value_added import ValueAdded, shipped_services
from rules.china_time import SHANGHAI, shanghai_date
from rules.requests.arrangement import VaccinationCase
from rules.requests.breach import BreachNoticeCase
from rules.requests.case import Child
from rules.roles import SYSTEM
from rules.vocabulary import Language, Process
from stores.casework import intake
from stores.cover import vaccines
from stores.database import transaction
from stores.trust import breach_notices

BY_DAY = range(9, 18)
"""Hours in Shanghai at which families are reminded; of a breach they hear at once."""
AT_ONCE = 200
"""Cases of each kind that one round begins; what is left comes with the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOrder:
    """Begin what is due at that instant of case time."""

    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Cases to begin; each has a number that is its own for ever."""

    reminders: tuple[VaccinationCase, ...] = ()
    breaches: tuple[BreachNoticeCase, ...] = ()


class SelfBegunActs:
    """Looks for what is due, and numbers it."""

    def __init__(self, engine: Engine) -> None:
        """Hold the connections."""
        self._engine = engine

    @activity.defn
    def find_due(self, order: RoundOrder) -> Due:
        """Number what is due and name what has a number and no case yet; safe to repeat."""
        with transaction(self._engine) as session:
            breach_notices.close_what_is_told(session)
            _number_reminders(session, order.as_of)
            _number_notices(session, order.as_of)
        with transaction(self._engine) as session:
            reminders = tuple(
                VaccinationCase(
                    **_beginning(row, order.as_of),
                    entitled=True,
                    vaccine=row.dose,
                    dose=row.dose,
                )
                for row in vaccines.unstarted(session, AT_ONCE)
            )
            breaches = tuple(
                BreachNoticeCase(
                    **_beginning(row, order.as_of),
                    incident=str(row.incident_id),
                    happened=row.what,
                    data_concerned=row.data_concerned,
                    measures=row.measures,
                    happened_at=row.happened_at,
                    found_at=row.found_at,
                )
                for row in breach_notices.unstarted(session, AT_ONCE)
            )
        return Due(reminders=reminders, breaches=breaches)


@activity.defn
async def begin_due(due: Due) -> int:
    """Start each case, or find it started; how many there are."""
    client = activity.client()
    for reminder in due.reminders:
        await start(client, "VaccineArrangement", reminder)
    for breach in due.breaches:
        await start(client, "BreachNotice", breach)
    return len(due.reminders) + len(due.breaches)


def _number_reminders(session: Session, as_of: datetime) -> None:
    if as_of.astimezone(SHANGHAI).hour not in BY_DAY:
        return
    services = shipped_services()
    plans = {
        *services[ValueAdded.VACCINE_ARRANGEMENT].plans,
        *services[ValueAdded.FAMILY_DOCTOR].plans,
    }
    for dose in vaccines.due(session, shanghai_date(as_of), sorted(plans), AT_ONCE):
        number = _new_number(session, Process.VACCINE_ARRANGEMENT, as_of)
        vaccines.remind(session, dose, number, as_of)


def _number_notices(session: Session, as_of: datetime) -> None:
    for due in breach_notices.due(session, AT_ONCE):
        breach_notices.keep(session, due, _new_number(session, Process.BREACH_NOTICE, as_of))


def _new_number(session: Session, process: Process, as_of: datetime) -> str:
    return case_number(process, shanghai_date(as_of), intake.next_sequence(session))


def _beginning(row: Row[Any], as_of: datetime) -> dict[str, Any]:
    ahead = (as_of - datetime.now(UTC)).total_seconds()
    return {
        "case_number": row.case_number,
        "opened_at": as_of,
        "opened_by": SYSTEM.reference,
        "clock_offset_seconds": ahead if abs(ahead) > CLOCKS_AGREE_WITHIN else 0.0,
        "undo_window_seconds": 0,
        "language": Language(row.language),
        "child": Child(member_id=str(row.member_id), policy_id=str(row.policy_id)),
    }
