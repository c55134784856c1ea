"""`/api/v1/incidents`: breaches of personal data, from their discovery to their end."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path
from pydantic import Field
from starlette.responses import Response

from letters import pdf
from models.incident import Incident
from rules.permissions import Action, may
from stores.trust import breach_notices, incidents
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body as Sent
from web.api.bodies.fields import Code, Instant, View, Words
from web.backend import Uses
from web.families.breach_report import report
from web.problems import FieldError

router = APIRouter(prefix="/api/v1/incidents", tags=["Families"])

Keeper = Annotated[Caller, Depends(Permission(Action.RECORD_INCIDENT))]

EXAMPLE = {
    "happened_at": "2026-11-20T22:00:00+08:00",
    "found_at": "2026-11-21T09:10:00+08:00",
    "what": "A statement was sent to the address of another family.",
    "data_concerned": "Name and benefit statement of one child.",
    "members": ["M2025000001"],
}
PROGRESS_EXAMPLE = {
    "measures": "The letter was called back.",
    "guardians_told_at": "2026-11-21T11:00:00+08:00",
}


class IncidentBody(Sent):
    """What happened to whose data."""

    happened_at: Instant
    found_at: Instant
    what: Words
    data_concerned: Words
    members: Annotated[tuple[Code, ...], Field(max_length=10_000)] = ()
    """Member numbers of the children concerned."""


class ProgressBody(Sent):
    """What was done since; what is left out stays."""

    measures: Words | None = None
    reported_at: Instant | None = None
    """When the authority was told."""
    guardians_told_at: Instant | None = None
    closed_at: Instant | None = None


class IncidentView(View):
    """A breach and what was done about it (L-33).

    Whoever sees no cases learns how many children are concerned, not which.
    """

    id: UUID
    happened_at: datetime
    found_at: datetime
    recorded_by: str
    what: str
    data_concerned: str
    measures: str
    children: int
    members: tuple[str, ...]
    reported_at: datetime | None
    guardians_told_at: datetime | None
    closed_at: datetime | None
    telling_since: datetime | None
    """Since then the guardians are written to, each in a case of its own."""


def _told(incident: Incident, caller: Caller) -> IncidentView:
    shown = may(caller.actor, Action.READ, caller.relation).allowed
    return IncidentView(
        **incident.model_dump(exclude={"members"}),
        children=len(set(incident.members)),
        members=tuple(incident.members) if shown else (),
    )


@router.get("", operation_id="listIncidents", summary="Read breaches of personal data")
def list_incidents(
    caller: Annotated[Caller, Depends(Permission(Action.READ_INCIDENTS))], backend: Uses
) -> tuple[IncidentView, ...]:
    """The newest first."""
    with backend.session() as session:
        return tuple(_told(each, caller) for each in incidents.newest(session))


@router.post("", operation_id="recordIncident", summary="Record a breach of personal data", status_code=201)
def record_incident(
    body: Annotated[IncidentBody, Body(openapi_examples={"letter": {"value": EXAMPLE}})],
    caller: Keeper,
    backend: Uses,
) -> IncidentView:
    """The plan starts with its record: contain, report, tell the guardians."""
    if body.found_at < body.happened_at:
        raise problems.invalid(FieldError("found_at", "lies before the breach itself"))
    with backend.session() as session:
        kept = incidents.record(session, caller.reference, body.model_dump())
        return _told(kept, caller)


@router.post("/{incident_id}/progress", operation_id="followIncident", summary="Record what was done")
def follow_incident(
    incident_id: Annotated[UUID, Path()],
    body: Annotated[ProgressBody, Body(openapi_examples={"told": {"value": PROGRESS_EXAMPLE}})],
    caller: Keeper,
    backend: Uses,
) -> IncidentView:
    """A breach is closed once measures are on record and the guardians know."""
    done = {name: value for name, value in body.model_dump().items() if value is not None}
    with backend.session() as session:
        found = incidents.find(session, incident_id)
        if found is None:
            raise problems.not_found("This incident")
        told = done.get("guardians_told_at") or found.guardians_told_at or not found.members
        if body.closed_at and not (told and (done.get("measures") or found.measures)):
            raise problems.invalid(
                FieldError("closed_at", "first record the measures and when the guardians were told")
            )
        return _told(incidents.follow(session, found, done), caller)


@router.post("/{incident_id}/guardians", operation_id="tellGuardians", summary="Write to the guardians")
def tell_guardians(
    incident_id: Annotated[UUID, Path()],
    caller: Keeper,
    backend: Uses,
) -> IncidentView:
    """Each gets a letter within minutes, once; when the last has left, that goes on record (L-33)."""
    with backend.session() as session:
        found = incidents.find(session, incident_id)
        if found is None:
            raise problems.not_found("This incident")
        if not found.measures:
            raise problems.invalid(FieldError("measures", "are not on record: the letters say what was done"))
        strange = breach_notices.unknown_members(session, found.members)
        if strange or not found.members:
            named = ", ".join(strange) or "none is named"
            raise problems.invalid(FieldError("members", f"are no children here: {named}"))
        breach_notices.begin(session, found, backend.clock.now())
        return _told(found, caller)


@router.get(
    "/{incident_id}/report.pdf",
    operation_id="getIncidentReport",
    summary="Read the report for the authority",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "The report, without any name."}},
)
def get_incident_report(
    incident_id: Annotated[UUID, Path()],
    _caller: Annotated[Caller, Depends(Permission(Action.READ_INCIDENTS))],
    backend: Uses,
) -> Response:
    """As things stand now: what happened, how many children, how many of their guardians were told."""
    with backend.session() as session:
        found = incidents.find(session, incident_id)
        if found is None:
            raise problems.not_found("This incident")
        letter = report(session, found, backend.clock.now())
    if letter is None:
        raise problems.not_found("An insurer to report for")
    named = {"Content-Disposition": f'inline; filename="{letter.number}.pdf"'}
    return Response(pdf.render(letter), media_type="application/pdf", headers=named)
