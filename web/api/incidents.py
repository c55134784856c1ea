"""`/api/v1/incidents`: breaches of personal data, from their discovery to their end."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path
from pydantic import Field

from rules.permissions import Action
from stores import incidents
from web import problems
from web.access import Caller, Permission
from web.api.fields import Body as Sent
from web.api.fields import Code, Instant, View, Words
from web.backend import Uses
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
    """A breach and what was done about it (L-33)."""

    id: UUID
    happened_at: datetime
    found_at: datetime
    recorded_by: str
    what: str
    data_concerned: str
    measures: str
    members: tuple[str, ...]
    reported_at: datetime | None
    guardians_told_at: datetime | None
    closed_at: datetime | None


@router.get("", operation_id="listIncidents", summary="Read breaches of personal data")
def list_incidents(
    _caller: Annotated[Caller, Depends(Permission(Action.READ_INCIDENTS))], backend: Uses
) -> tuple[IncidentView, ...]:
    """The newest first."""
    with backend.session() as session:
        return tuple(IncidentView.model_validate(each) for each in incidents.newest(session))


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
        return IncidentView.model_validate(kept)


@router.post("/{incident_id}/progress", operation_id="followIncident", summary="Record what was done")
def follow_incident(
    incident_id: Annotated[UUID, Path()],
    body: Annotated[ProgressBody, Body(openapi_examples={"told": {"value": PROGRESS_EXAMPLE}})],
    _caller: Keeper,
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
        return IncidentView.model_validate(incidents.follow(session, found, done))
