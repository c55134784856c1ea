"""The clocks of a case, looked up for one reader."""

from datetime import timedelta

from rules.permissions import Action
from stores.clocks.clock_answers import ClockAnswer, answers
from web.access import Caller
from web.backend import Backend
from web.casework.case_access import visible_case


def clock_answers(backend: Backend, caller: Caller, case_number: str) -> tuple[ClockAnswer, ...]:
    """Every clock of a case that the reader may see, with the sum that leads to its due."""
    seen = visible_case(backend, caller, case_number, Action.READ_CLOCKS)
    now = backend.clock.wall() + timedelta(seconds=seen.row.clock_offset_seconds)
    with backend.session() as session:
        return answers(session, backend.calendars, case_number, now)
