"""`/desk` and `/family`: where hospital desks and families begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from rules.catalogue.value_added import ServiceTerms, ValueAdded, services_of, shipped_services
from rules.permissions import SHARED_WITH_HOSPITALS, Action, Relation
from rules.vocabulary import Process
from stores.benefits import account_views
from stores.benefits.account_views import YearView
from stores.casework import case_queries, family_requests
from stores.casework.case_queries import Wanted
from stores.clocks import live_clocks
from stores.cover import portals
from stores.cover.portals import Insured
from stores.database import driver_connection
from stores.trust import access_log
from web.access import Caller, Permission
from web.api.bodies.fields import NOTHING
from web.api.owed import read_owed
from web.api.views.case_views import QueueRowView
from web.backend import Backend, Uses
from web.casework.case_page import queue_row
from web.listing import LeafNumber, addressing
from web.new_cases import begun
from web.templating import page as rendered

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

SHOWN = 50
MOST_OPEN = 500


@dataclass(frozen=True, slots=True)
class InSight:
    """Cases that a hospital or family sees; ``missing`` and ``children`` by case number, ``more`` follow."""

    rows: Sequence[QueueRowView]
    missing: Mapping[str, Sequence[str]]
    children: Mapping[str, str]
    more: bool


@router.get("/desk")
def show_desk(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.READ, relation=Relation.OWN_HOSPITAL))],
    backend: Uses,
    closed: bool = False,
    process: Annotated[Process | None, NOTHING] = None,
    q: Annotated[str, Query(max_length=100)] = "",
    page: LeafNumber = 1,
) -> HTMLResponse:
    """The hospital's own cases, those due first, closed ones the latest first, as the desk narrows them."""
    said = q.replace("\0", "").strip()
    wanted = Wanted(closed=closed, process=process, words=said)
    return rendered(
        request,
        "desk.html",
        drafts=begun.of(backend, caller),
        found=cases_of(backend, caller, wanted, number=page),
        address=addressing("/desk", {"q": said, "process": process, "closed": "true" if closed else None}),
        wanted=wanted,
        processes=sorted(SHARED_WITH_HOSPITALS),
        number=page,
    )


@router.get("/family")
def show_family(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.READ, relation=Relation.OWN_FAMILY))],
    backend: Uses,
    page: LeafNumber = 1,
) -> HTMLResponse:
    """Cover with what is left of it, what is missing, every open case, and those that ended by the page."""
    going = cases_of(backend, caller, Wanted(), size=MOST_OPEN)
    cover = _cover(backend, caller)
    return rendered(
        request,
        "family.html",
        drafts=begun.of(backend, caller),
        rows=going.rows,
        children=going.children,
        ended=cases_of(backend, caller, Wanted(closed=True), number=page),
        number=page,
        address=addressing("/family", {}),
        missing=going.missing,
        cover=cover,
        owes=_owes(backend, caller),
        services=_services(backend, [insured for insured, _ in cover]),
    )


def insured_of(backend: Backend, caller: Caller) -> Sequence[Insured]:
    """The children and policies of a guardian; none for anybody else."""
    if caller.guardian_id is None:
        return ()
    with backend.session() as session:
        return portals.of_guardian(session, caller.guardian_id)


def children_of(backend: Backend, caller: Caller) -> Sequence[Insured]:
    """The children of a guardian, each once, with its latest policy."""
    once = {each.member_number: each for each in reversed(insured_of(backend, caller))}
    return list(reversed(once.values()))


def _owes(backend: Backend, caller: Caller) -> int:
    """How many debts wait for the family."""
    return sum(1 for each in read_owed(backend, caller) if each.payable and each.owed)


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


def cases_of(
    backend: Backend, caller: Caller, wanted: Wanted, *, number: int = 1, size: int = SHOWN
) -> InSight:
    """The cases in sight by the page, and what is still missing for each."""
    now = backend.clock.wall()
    with backend.session() as session:
        leaf = case_queries.leaf(session, caller.sight, wanted, number, size)
        found = leaf[:size]
        access_log.write(session, caller.actor, "LIST", request_id=caller.request_id)
        clocks = live_clocks.of_rows(session, backend.calendars, [seen.row for seen in found], now)
        rows = [queue_row(seen, caller, clocks[seen.row.case_number]) for seen in found]
        missing = {seen.row.case_number: seen.row.view.get("missing", ()) for seen in found}
        names = portals.names_of(session, (seen.row.member_id for seen in found))
        children = {seen.row.case_number: names[seen.row.member_id] for seen in found}
    return InSight(rows, missing, children, more=len(leaf) > size)
