"""`/finance/batches`, `/finance/funds` and `/finance/remittances`: files to the bank, floats, hospitals."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from rules.payments.bank_codes import CORRECTABLE, MEANINGS, correctable
from rules.permissions import Action
from stores.money import finance_views, funds, remittances
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import NOTHING, Code, Day
from web.api.remittances import read_remittance
from web.backend import Uses
from web.listing import LeafNumber, addressing
from web.money.finance_access import note_look
from web.templating import page as rendered

router = APIRouter(prefix="/finance", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_PAYMENTS))]


@router.get("/batches/{number}")
def show_batch(request: Request, number: Code, caller: Reads, backend: Uses) -> HTMLResponse:
    """A file to the bank, and what the bank said of each payment in it (pain.001 and pain.002)."""
    with backend.session() as session:
        note_look(session, caller, number)
        batch = finance_views.batch(session, number)
        if batch is None:
            raise problems.not_found("This batch")
        return rendered(
            request,
            "batch.html",
            batch=batch,
            fund_name=funds.names(session)[batch.fund_code],
            payments=finance_views.payments(session, batch=number),
            meanings=MEANINGS,
            correctable=CORRECTABLE,
        )


@router.get("/funds")
def show_funds(
    request: Request, caller: Reads, backend: Uses, on: Annotated[Day | None, NOTHING, Query()] = None
) -> HTMLResponse:
    """Every float on a day, side by side."""
    day = on or backend.clock.today()
    with backend.session() as session:
        note_look(session, caller)
        statements = [funds.statement(session, each, day) for each in funds.all_funds(session)]
        names = funds.names(session)
    return rendered(request, "funds.html", statements=statements, names=names, day=day)


@router.get("/remittances")
def show_remittances(
    request: Request,
    caller: Reads,
    backend: Uses,
    hospital: Annotated[Code | None, Query()] = None,
    page: LeafNumber = 1,
) -> HTMLResponse:
    """What each hospital was paid; with one named, every payment to it, the newest first."""
    with backend.session() as session:
        note_look(session, caller, f"hospital:{hospital}" if hospital else None)
        found = remittances.by_hospital(session)
        paid = finance_views.payments_to(session, f"hospital:{hospital}", page) if hospital else None
    return rendered(
        request,
        "remittances.html",
        found=found,
        hospital=hospital,
        paid=paid,
        address=addressing("/finance/remittances", {"hospital": hospital}),
        meanings=MEANINGS,
    )


@router.get("/remittances/{number}")
def show_remittance(request: Request, number: Code, caller: Reads, backend: Uses) -> HTMLResponse:
    """One transfer to a hospital, as its desk sees it too."""
    found = read_remittance(backend, caller, number)
    return rendered(request, "remittance.html", found=found, meanings=MEANINGS, correctable=correctable)
