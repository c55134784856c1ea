"""`/house/incidents`: breaches of data, what was done about each, by when, and what is next (L-33)."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import StringConstraints
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from models.incident import Incident
from rules.permissions import Action, may
from rules.requests.incident_plan import next_step, plan
from stores.house import house_changes
from stores.trust import breach_notices, incidents
from stores.trust.incidents import IncidentFault, IncidentRefusedError
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body, Instant, Words
from web.api.incidents import ProgressBody, sees_children, told
from web.backend import Backend, Uses
from web.forms.entry import Sent
from web.forms.page import Wrong
from web.house.house_frame import entered, form, house_page, names_behind
from web.languages import language_of
from web.templating import module

router = APIRouter(prefix="/house/incidents", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_INCIDENTS))]
Keeps = Annotated[Caller, Depends(Permission(Action.RECORD_INCIDENT))]
Id = Annotated[UUID, Path(alias="incident_id")]
SHOWN = 200
"""Notices that a page names; all of them are counted."""


class NewIncidentBody(Body):
    """What happened to whose data; the children by their numbers, one a line."""

    happened_at: Instant
    found_at: Instant
    what: Words
    data_concerned: Words
    children: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300_000)] = ""

    @property
    def facts(self) -> Mapping[str, Any]:
        """The breach as it is kept."""
        numbers = tuple(dict.fromkeys(self.children.split()))
        return {**self.model_dump(exclude={"children"}), "members": numbers}


@router.get("")
def show_incidents(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """Each breach with how many children it concerns and what is next."""
    with backend.session() as session:
        rows = [
            {
                "row": told(each, caller),
                "number": incidents.number_of(each),
                "told": breach_notices.told(session, each.id),
                "next": next_step(_plan(session, backend, each)),
            }
            for each in incidents.newest(session)
        ]
    return house_page(request, caller, "incidents.html", rows=rows, keeps=keeps(caller))


@router.get("/new")
def show_new_incident(request: Request, caller: Keeps) -> HTMLResponse:
    """An empty form."""
    return house_page(request, caller, "incident_new.html", form=form(NewIncidentBody))


@router.post("/new")
async def record_incident(request: Request, caller: Keeps, backend: Uses) -> Response:
    """The plan starts with its record."""
    sent, body = await entered(request, backend, caller, NewIncidentBody)
    return await run_in_threadpool(_record, request, caller, backend, sent, body)


@router.get("/{incident_id}")
def show_incident(request: Request, incident_id: Id, caller: Reads, backend: Uses) -> HTMLResponse:
    """A breach: its plan, who was told, and all that was done."""
    return _page(request, caller, backend, incident_id)


@router.post("/{incident_id}/progress")
async def follow_incident(request: Request, incident_id: Id, caller: Keeps, backend: Uses) -> Response:
    """Enter what was done since."""
    sent, body = await entered(request, backend, caller, ProgressBody)
    return await run_in_threadpool(_follow, request, caller, backend, incident_id, sent, body)


@router.post("/{incident_id}/guardians")
def tell_guardians(request: Request, incident_id: Id, caller: Keeps, backend: Uses) -> Response:
    """Write to the guardians."""
    now = backend.clock.now()

    def act(session: Session, found: Incident) -> None:
        incidents.tell(session, found, caller.reference, now)

    return _done(request, caller, backend, incident_id, Sent(), act, "telling")


def keeps(caller: Caller) -> bool:
    """Whether the caller may record and follow breaches; others look on."""
    return may(caller.actor, Action.RECORD_INCIDENT, caller.relation).allowed


def _plan(session: Session, backend: Backend, incident: Incident) -> Any:
    calendar = backend.calendars.current(session)
    return plan(incidents.facts_of(incident), calendar, backend.clock.now())


def _record(
    request: Request, caller: Caller, backend: Backend, sent: Sent, body: NewIncidentBody | Wrong
) -> Response:
    if not isinstance(body, Wrong):
        try:
            return RedirectResponse(f"/house/incidents/{_recorded(caller, backend, body)}?done=recorded", 303)
        except IncidentRefusedError as refused:
            body = _wrong(request, refused)
    return house_page(request, caller, "incident_new.html", 422, form=form(NewIncidentBody, None, sent, body))


def _recorded(caller: Caller, backend: Backend, body: NewIncidentBody) -> UUID:
    with backend.session() as session:
        facts = body.facts
        strange = breach_notices.unknown_members(session, facts["members"])
        if strange:
            raise IncidentRefusedError("children", IncidentFault.UNKNOWN_CHILDREN, strange)
        return incidents.record(session, caller.reference, facts, backend.clock.now()).id


def _follow(
    request: Request,
    caller: Caller,
    backend: Backend,
    incident_id: UUID,
    sent: Sent,
    body: ProgressBody | Wrong,
) -> Response:
    if isinstance(body, Wrong):
        return _page(request, caller, backend, incident_id, (sent, body))
    said = {name: value for name, value in body.model_dump().items() if value is not None}
    now = backend.clock.now()

    def act(session: Session, found: Incident) -> None:
        incidents.follow(session, found, caller.reference, said, now)

    return _done(request, caller, backend, incident_id, sent, act, "followed")


def _done(
    request: Request,
    caller: Caller,
    backend: Backend,
    incident_id: UUID,
    sent: Sent,
    act: Callable[[Session, Incident], None],
    done: str,
) -> Response:
    try:
        with backend.session() as session:
            act(session, _known(session, incident_id))
    except IncidentRefusedError as refused:
        return _page(request, caller, backend, incident_id, (sent, _wrong(request, refused)))
    return RedirectResponse(f"/house/incidents/{incident_id}?done={done}", 303)


def _page(
    request: Request,
    caller: Caller,
    backend: Backend,
    incident_id: UUID,
    about: tuple[Sent, Wrong] | None = None,
) -> HTMLResponse:
    sent, wrong = about or (None, None)
    with backend.session() as session:
        found = _known(session, incident_id)
        changes = house_changes.newest(session, subject=incidents.subject_of(found))
        steps, shown = _plan(session, backend, found), sees_children(caller)
        names = names_behind(session, changes)
        return house_page(
            request,
            caller,
            "incident.html",
            422 if wrong else 200,
            row=told(found, caller),
            number=incidents.number_of(found),
            steps=steps,
            next=next_step(steps),
            told=breach_notices.told(session, found.id),
            notices=breach_notices.of(session, found.id, SHOWN) if shown else (),
            sees=shown,
            changes=changes,
            names=names,
            keeps=keeps(caller),
            wrong=wrong.errors if wrong else {},
            form=form(ProgressBody, None, sent, wrong),
            done=request.query_params.get("done", ""),
        )


def _known(session: Session, incident_id: UUID) -> Incident:
    found = incidents.find(session, incident_id)
    if found is None:
        raise problems.not_found("This incident")
    return found


def _wrong(request: Request, refused: IncidentRefusedError) -> Wrong:
    words = module("incident_words.html", language_of(request)).faults[refused.fault]
    return Wrong({refused.field: words.replace("{named}", ", ".join(refused.named))})
