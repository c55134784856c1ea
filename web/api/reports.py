"""`/api/v1/reports`: duties met and breached, ageing, paused time, and what comes due."""

from datetime import date

from fastapi import APIRouter

from rules.vocabulary import Process
from stores.clocks.clock_reports import AGES, Dimension
from web.api.bodies.clock_filters import Days, Narrowed
from web.api.bodies.fields import View
from web.backend import Uses
from web.clocks.clock_words import whole_seconds
from web.clocks.reporting import Supervises, read_reports

router = APIRouter(prefix="/api/v1/reports", tags=["Reports"])


class DutyCountView(View):
    """Duties of one process, person, team, hospital, clock or week."""

    key: str
    name: str
    met: int
    breached: int
    still_open: int
    """Breached and not done yet."""
    legally_breached: int
    """Past the line of the law too."""


class DutyReportView(View):
    """Duties that were met, or whose due passed unmet, within the days."""

    by: Dimension
    first_on: date
    last_on: date
    rows: tuple[DutyCountView, ...]


class AgeingView(View):
    """Open cases of a process by age."""

    process: Process
    cases: tuple[int, ...]
    """One number for each group of `ages`, the youngest first."""
    breached: tuple[int, ...]
    """Of these, cases with a duty in breach."""


class AgeingReportView(View):
    """Open cases by age in days of case time."""

    ages: tuple[int, ...]
    """Days at which a case comes to the next group; there is one group more."""
    rows: tuple[AgeingView, ...]


class PausedTimeView(View):
    """How long clocks stood still for one side within the days."""

    waiting_for: str
    cases: int
    pauses: int
    still_open: int
    total_seconds: int
    longest_seconds: int


class PauseReportView(View):
    """Time that clocks stood still, by whom we waited for; a question counts once a case."""

    first_on: date
    last_on: date
    rows: tuple[PausedTimeView, ...]


class DueDayView(View):
    """What is due on a day."""

    due_on: date
    is_working: bool
    due: int
    unassigned: int
    """Of these, on cases that nobody has."""
    expected: float | None
    """Breaches to expect, as often as such duties were breached in 90 days; null without any."""


class ForecastView(View):
    """Duties due today and on the next five working days; paused ones are not among them."""

    rows: tuple[DueDayView, ...]


@router.get("/duties", operation_id="reportDuties", summary="Count duties met and breached")
def get_duties(
    caller: Supervises, backend: Uses, wanted: Narrowed, days: Days, by: Dimension = Dimension.PROCESS
) -> DutyReportView:
    """A met duty counts on the day it was done, a breached one on the day of its due."""
    period = days.period(backend.clock.today())
    found = read_reports(backend, caller, wanted, lambda reports: reports.judged(by, period))
    return DutyReportView(
        by=by,
        first_on=period.first_on,
        last_on=period.last_on,
        rows=tuple(DutyCountView.model_validate(each) for each in found),
    )


@router.get("/ageing", operation_id="reportAgeing", summary="Count open cases by age")
def get_ageing(caller: Supervises, backend: Uses, wanted: Narrowed) -> AgeingReportView:
    """By process, with those in breach."""
    found = read_reports(backend, caller, wanted, lambda reports: reports.ageing())
    return AgeingReportView(ages=AGES, rows=tuple(AgeingView.model_validate(each) for each in found))


@router.get("/pauses", operation_id="reportPauses", summary="Sum up paused time")
def get_pauses(caller: Supervises, backend: Uses, wanted: Narrowed, days: Days) -> PauseReportView:
    """By whom we waited for, within the days."""
    period = days.period(backend.clock.today())
    found = read_reports(backend, caller, wanted, lambda reports: reports.paused(period))
    return PauseReportView(
        first_on=period.first_on,
        last_on=period.last_on,
        rows=tuple(
            PausedTimeView(
                waiting_for=each.waiting_for,
                cases=each.cases,
                pauses=each.pauses,
                still_open=each.still_open,
                total_seconds=whole_seconds(each.total),
                longest_seconds=whole_seconds(each.longest),
            )
            for each in found
        ),
    )


@router.get("/forecast", operation_id="reportForecast", summary="Tell the breaches to expect")
def get_forecast(caller: Supervises, backend: Uses, wanted: Narrowed) -> ForecastView:
    """From the open cases: what is due, what nobody has, what will be breached by experience."""
    offset = backend.clock.offset_seconds
    found = read_reports(backend, caller, wanted, lambda reports: reports.forecast(offset))
    return ForecastView(rows=tuple(DueDayView.model_validate(each) for each in found))
