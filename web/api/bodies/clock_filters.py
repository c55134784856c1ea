"""Which cases, clocks and days a board or a report is asked about; an empty field of a form asks for any."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import Depends, Query
from pydantic import StringConstraints

from rules.clock_state import LiveState
from rules.deadlines import ClockKind
from rules.delays import DelayReason
from rules.vocabulary import Process
from stores.casework.board import BoardFilter
from stores.casework.case_filter import CaseFilter
from stores.clocks.clock_reports import Period
from web import problems
from web.api.bodies.fields import NOTHING, Day
from web.problems import FieldError

USUAL_DAYS = 28
_YEARS = range(2000, 2101)

_Word = Annotated[str, StringConstraints(max_length=100, pattern=r"^[\x21-\x7e]+$")]
_Side = Annotated[str, StringConstraints(pattern="^(GUARDIAN|HOSPITAL|US)$")]

OfProcess = Annotated[Process | None, NOTHING, Query(description="Only this process")]
OfPerson = Annotated[_Word | None, NOTHING, Query(description="Only what this person has; `none`: nobody")]
OfTeam = Annotated[
    Annotated[str, StringConstraints(max_length=100)] | None,
    NOTHING,
    Query(description="Only this team; `none`: no team"),
]
OfHospital = Annotated[_Word | None, NOTHING, Query(description="Only this hospital; `none`: without one")]


def case_filter(
    process: OfProcess = None, person: OfPerson = None, team: OfTeam = None, hospital: OfHospital = None
) -> CaseFilter:
    """What a report is narrowed to."""
    return CaseFilter(process=process, person=person, team=_text(team), hospital=hospital)


def board_filter(
    process: OfProcess = None,
    person: OfPerson = None,
    team: OfTeam = None,
    hospital: OfHospital = None,
    state: Annotated[LiveState | None, NOTHING, Query(description="With an open clock in this state")] = None,
    clock: Annotated[ClockKind | None, NOTHING, Query(description="With an open clock of this kind")] = None,
    reason: Annotated[DelayReason | None, NOTHING, Query(description="Whose delay has this reason")] = None,
    waiting_for: Annotated[_Side | None, NOTHING, Query(description="That wait for this side")] = None,
) -> BoardFilter:
    """What the board is narrowed to."""
    return BoardFilter(
        process=process,
        person=person,
        team=_text(team),
        hospital=hospital,
        state=state,
        clock=clock,
        reason=reason,
        waiting_for=waiting_for,
    )


def _text(said: str | None) -> str | None:
    """Words as Postgres can compare them."""
    return said.replace("\0", "") if said else None


@dataclass(frozen=True, slots=True)
class AskedDays:
    """First and last day as asked, None where left open."""

    first_on: date | None
    last_on: date | None

    def period(self, today: date) -> Period:
        """The days asked for: without them the four weeks that end today. ProblemError for none."""
        last_on = self.last_on or today
        first_on = self.first_on or last_on - timedelta(days=USUAL_DAYS - 1)
        try:
            return Period(first_on=first_on, last_on=last_on)
        except ValueError as backwards:
            raise problems.invalid(FieldError("to", f"{backwards}: swap the two days")) from backwards


def asked_days(
    first_on: Annotated[Day | None, NOTHING, Query(alias="from", description="First day in China")] = None,
    last_on: Annotated[Day | None, NOTHING, Query(alias="to", description="Last day, included")] = None,
) -> AskedDays:
    """The days of a report."""
    for name, day in (("from", first_on), ("to", last_on)):
        if day is not None and day.year not in _YEARS:
            raise problems.invalid(FieldError(name, f"{day} is too far away: name a day of 2000 to 2100"))
    return AskedDays(first_on, last_on)


Narrowed = Annotated[CaseFilter, Depends(case_filter)]
OnBoard = Annotated[BoardFilter, Depends(board_filter)]
Days = Annotated[AskedDays, Depends(asked_days)]
