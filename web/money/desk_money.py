"""`/desk/remittances` and `/desk/discharge`: what was paid to the hospital, and who waits to leave it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from rules.direct_billing.values import Stage
from rules.money import format_yuan
from rules.payments.bank_codes import MEANINGS, correctable
from rules.payments.vocabulary import PaymentStatus
from rules.permissions import Action, Relation
from rules.vocabulary import Process
from stores.casework.case_queries import Wanted
from stores.money import owed
from web.access import Caller, Permission
from web.api.bodies.clock_filters import Days
from web.api.bodies.fields import Code
from web.api.remittances import Bills, read_remittance, read_remittances
from web.backend import Uses
from web.csv_download import csv_download
from web.portal_pages import MOST_OPEN, cases_of
from web.templating import page

router = APIRouter(prefix="/desk", include_in_schema=False, default_response_class=HTMLResponse)

LANE = (Stage.DISCHARGE_BILLED, Stage.DISCHARGE_AUTHORIZED, Stage.INTERIM_BILLED, Stage.ADMITTED)
"""Stages of a child in the hospital, those who wait to leave first."""
_HEAD = ("transfer", "case", "child", "purpose", "status", "billed", "amount", "settled_at", "bank_reference")


@router.get("/remittances")
def show_remittances(request: Request, caller: Bills, backend: Uses, days: Days) -> HTMLResponse:
    """What the hospital has to give back, and the transfers of the days in the address."""
    found = read_remittances(backend, caller, days)
    arrived = sum(each.amount for each in found if each.status is PaymentStatus.SETTLED)
    with backend.session() as session:
        owing = owed.of_hospital(session, caller.hospital_code or "", backend.clock.wall())
    return page(
        request,
        "desk_remittances.html",
        found=found,
        owing=owing,
        arrived=arrived,
        period=days.period(backend.clock.today()),
        meanings=MEANINGS,
        correctable=correctable,
        query=request.url.query,
    )


@router.get("/remittances/transfers.csv")
def download(caller: Bills, backend: Uses, days: Days) -> Response:
    """The same transfers as a file."""
    rows = (
        (
            each.number,
            each.case_number,
            each.child,
            each.purpose.value,
            each.status.value,
            format_yuan(each.billed) if each.billed is not None else "",
            format_yuan(each.amount),
            each.settled_at.isoformat() if each.settled_at else "",
            each.bank_reference,
        )
        for each in read_remittances(backend, caller, days)
    )
    return csv_download("remittances", _HEAD, rows)


@router.get("/remittances/{number}")
def show_remittance(request: Request, caller: Bills, backend: Uses, number: Code) -> HTMLResponse:
    """One transfer: what it pays, what is left of the bill, and until when to object."""
    found = read_remittance(backend, caller, number)
    return page(request, "remittance.html", found=found, meanings=MEANINGS, correctable=correctable)


@router.get("/discharge")
def show_lane(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.SUBMIT_BILL, relation=Relation.OWN_HOSPITAL))],
    backend: Uses,
) -> HTMLResponse:
    """Children in the house by how near they are to leaving, each with its clock and who holds it."""
    wanted = Wanted(process=Process.DIRECT_BILLING, stages=LANE)
    found = cases_of(backend, caller, wanted, size=MOST_OPEN)
    lane = [(stage, [row for row in found.rows if row.stage == stage]) for stage in LANE]
    return page(request, "desk_discharge.html", lane=lane, children=found.children, more=found.more)
