"""`/reports`: the reports as a page that prints, each chart beside its table, and each table as CSV."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from stores.casework.case_filter import CaseFilter
from stores.clocks.clock_reports import ClockReports, Dimension, Period
from web.api.bodies.clock_filters import Days, Narrowed
from web.backend import Uses
from web.clocks import report_tables as tables
from web.clocks.charts import bar_chart
from web.clocks.reporting import Supervises, read_reports
from web.csv_download import csv_download
from web.templating import page

router = APIRouter(prefix="/reports", include_in_schema=False, default_response_class=HTMLResponse)

_SHOWN = 30
"""Bars of a chart; the table below it has every row."""


@router.get("")
def show_reports(
    request: Request,
    caller: Supervises,
    backend: Uses,
    wanted: Narrowed,
    days: Days,
    by: Dimension = Dimension.PROCESS,
) -> HTMLResponse:
    """The filter is in the address, so that a report can be kept and sent."""
    today = backend.clock.today()
    period = days.period(today)
    offset = backend.clock.offset_seconds

    def everything(reports: ClockReports) -> dict[str, Any]:
        return {
            "duties": reports.judged(by, period),
            "weeks": reports.judged(Dimension.WEEK, period),
            "ageing": reports.ageing(),
            "paused": reports.paused(period),
            "forecast": reports.forecast(offset),
            "own_team": reports.own_team,
            "choices": reports.choices(),
        }

    return page(
        request,
        "reports.html",
        **read_reports(backend, caller, wanted, everything),
        by=by,
        dimensions=tuple(Dimension),
        period=period,
        today=today,
        as_of=backend.clock.now(),
        wanted=wanted,
        ages=tables.age_groups(),
        percent=tables.met_percent,
        chart=bar_chart,
        shown=_SHOWN,
        asked=urlencode(_address(wanted, period, by)),
    )


def _address(wanted: CaseFilter, period: Period, by: Dimension) -> dict[str, str]:
    said = {"from": str(period.first_on), "to": str(period.last_on), "by": by.value}
    narrowed = {name: getattr(wanted, name) for name in ("process", "person", "team", "hospital")}
    return said | {name: str(value) for name, value in narrowed.items() if value}


@router.get("/duties.csv")
def download_duties(
    caller: Supervises, backend: Uses, wanted: Narrowed, days: Days, by: Dimension = Dimension.PROCESS
) -> Response:
    """Met and breached, as a file."""
    period = days.period(backend.clock.today())
    found = read_reports(backend, caller, wanted, lambda reports: reports.judged(by, period))
    return csv_download(_named(f"duties-by-{by}", period), tables.DUTIES, tables.duty_rows(found))


@router.get("/ageing.csv")
def download_ageing(caller: Supervises, backend: Uses, wanted: Narrowed) -> Response:
    """Open cases by age, as a file."""
    found = read_reports(backend, caller, wanted, lambda reports: reports.ageing())
    return csv_download(f"ageing-{backend.clock.today()}", tables.AGEING, tables.ageing_rows(found))


@router.get("/pauses.csv")
def download_pauses(caller: Supervises, backend: Uses, wanted: Narrowed, days: Days) -> Response:
    """Paused time, as a file."""
    period = days.period(backend.clock.today())
    found = read_reports(backend, caller, wanted, lambda reports: reports.paused(period))
    return csv_download(_named("pauses", period), tables.PAUSES, tables.pause_rows(found))


@router.get("/forecast.csv")
def download_forecast(caller: Supervises, backend: Uses, wanted: Narrowed) -> Response:
    """What comes due, as a file."""
    offset = backend.clock.offset_seconds
    found = read_reports(backend, caller, wanted, lambda reports: reports.forecast(offset))
    return csv_download(f"forecast-{backend.clock.today()}", tables.FORECAST, tables.forecast_rows(found))


def _named(name: str, period: Period) -> str:
    return f"{name}-{period.first_on}-{period.last_on}"
