"""`/desk` and `/family`: where hospital desks and families begin."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from rules.catalogue.value_added import ServiceTerms, ValueAdded, services_of, shipped_services
from rules.permissions import Action, Relation
from rules.vocabulary import Benefit, Department
from stores import (
    access_log,
    account_views,
    case_queries,
    family_requests,
    live_clocks,
    network_hospitals,
    portals,
)
from stores.account_views import YearView
from stores.case_queries import Wanted
from stores.database import driver_connection
from stores.network_hospitals import Near
from stores.portals import Insured
from web.access import Caller, Permission
from web.api.case_views import QueueRowView
from web.backend import Backend, Uses
from web.case_page import queue_row
from web.templating import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

SHOWN = 100


@router.get("/desk")
def show_desk(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.READ, relation=Relation.OWN_HOSPITAL))],
    backend: Uses,
    closed: bool = False,
) -> HTMLResponse:
    """The hospital's own cases, those due first."""
    rows, missing = _cases(backend, caller, closed=closed)
    return page(request, "desk.html", rows=rows, missing=missing, closed=closed)


@router.get("/family")
def show_family(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.READ, relation=Relation.OWN_FAMILY))],
    backend: Uses,
) -> HTMLResponse:
    """Cover with what is left of it, what is missing, and every case."""
    rows, missing = _cases(backend, caller, closed=False)
    ended, _ = _cases(backend, caller, closed=True)
    cover = _cover(backend, caller)
    return page(
        request,
        "family.html",
        rows=rows,
        ended=ended,
        missing=missing,
        cover=cover,
        services=_services(backend, [insured for insured, _ in cover]),
    )


@router.get("/family/hospitals")
def show_hospitals(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.READ_SERVICES, relation=Relation.OWN_FAMILY))],
    backend: Uses,
    policy: Annotated[str, Query(max_length=64)] = "",
    benefit: Benefit = Benefit.OUTPATIENT_EMERGENCY,
    city: Annotated[str, Query(max_length=100)] = "",
    department: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Hospitals where a policy is good today, with how one pays there; the filter is in the address."""
    insured = insured_of(backend, caller)
    chosen = next((each for each in insured if each.policy_number == policy), insured[0] if insured else None)
    near = Near(
        benefit=benefit,
        city=city.replace("\0", "") or None,
        department=Department(department) if department in set(Department) else None,
    )
    with backend.session() as session:
        found = (
            network_hospitals.listed(session, chosen.policy_id, backend.clock.today(), near) if chosen else ()
        )
        cities = network_hospitals.cities(session)
        session.expunge_all()
    return page(
        request,
        "family_hospitals.html",
        insured=insured,
        chosen=chosen,
        near=near,
        found=found,
        cities=cities,
        benefits=tuple(Benefit),
        departments=tuple(Department),
    )


def insured_of(backend: Backend, caller: Caller) -> Sequence[Insured]:
    """The children and policies of a guardian; none for anybody else."""
    if caller.guardian_id is None:
        return ()
    with backend.session() as session:
        return portals.of_guardian(session, caller.guardian_id)


def _services(backend: Backend, insured: Sequence[Insured]) -> Sequence[tuple[ValueAdded, ServiceTerms]]:
    """Services beside the cover that any of the policies gives (R-060 to R-072)."""
    terms = shipped_services()
    with backend.session() as session:
        given = {
            service
            for each in insured
            for service in services_of(family_requests.plan_code(session, each.policy_id))
        }
    return [(service, terms[service]) for service in ValueAdded if service in given]


def _cover(backend: Backend, caller: Caller) -> Sequence[tuple[Insured, YearView | None]]:
    insured = insured_of(backend, caller)
    with backend.session() as session:
        connection = driver_connection(session)
        access_log.write(session, caller.actor, Action.READ_ACCOUNT, request_id=caller.request_id)
        return [
            (each, account_views.year_of_policy(connection, each.policy_number, caller.sight))
            for each in insured
        ]


def _cases(
    backend: Backend, caller: Caller, *, closed: bool
) -> tuple[Sequence[QueueRowView], dict[str, Sequence[str]]]:
    """The cases in sight, and what is still missing for each."""
    now = backend.clock.wall()
    with backend.session() as session:
        found = case_queries.queue(session, caller.sight, Wanted(closed=closed), None, SHOWN)
        access_log.write(session, caller.actor, "LIST", request_id=caller.request_id)
        clocks = live_clocks.of_rows(session, backend.calendars, [seen.row for seen in found], now)
        rows = [queue_row(seen, caller, clocks[seen.row.case_number]) for seen in found]
        missing = {seen.row.case_number: seen.row.view.get("missing", ()) for seen in found}
    return rows, missing
