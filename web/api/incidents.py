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
from stores.trust import incidents
from stores.trust.incidents import IncidentFault, IncidentRefusedError
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body as Sent
from web.api.bodies.fields import Code, Instant, View, Words
from web.backend import Uses
from web.families.breach_report import report
from web.problems import FieldError, ProblemError

router = APIRouter(prefix="/api/v1/incidents", tags=["Families"])

Keeper = Annotated[Caller, Depends(Permission(Action.RECORD_INCIDENT))]

EXAMPLE = {
    "happened_at": "2026-09-27T22:00:00+08:00",
    "found_at": "2026-09-28T09:10:00+08:00",
    "what": "A statement was sent to the address of another family.",
    "data_concerned": "Name and benefit statement of one child.",
    "members": ["M2025000001"],
}
PROGRESS_EXAMPLE = {
    "measures": "The letter was called back.",
    "measures_at": "2026-09-28T09:40:00+08:00",
    "guardians_told_at": "2026-09-28T11:00:00+08:00",
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
    measures_at: Instant | None = None
    """When they were taken; left out, they count as taken when they first come on record."""
    reported_at: Instant | None = None
    """When the authority was told."""
    guardians_told_at: Instant | None = None
    closed_at: Instant | None = None


class IncidentView(View):
    """A breach and what was done about it (L-33).

    Whoever sees no cases learns how many children are concerned, not which; nor the words that were written
    about it, which may name a child: they are null then.
    """

    id: UUID
    happened_at: datetime
    found_at: datetime
    recorded_by: str
    what: str | None
    data_concerned: str | None
    measures: str | None
    measures_at: datetime | None
    measures_by: str | None
    """Who put them on record."""
    children: int
    members: tuple[str, ...]
    reported_at: datetime | None
    guardians_told_at: datetime | None
    closed_at: datetime | None
    telling_since: datetime | None
    """Since then the guardians are written to, each in a case of its own."""


_WORDS = ("what", "data_concerned", "measures")
SENTENCES = {
    IncidentFault.FOUND_BEFORE: "lies before the breach itself",
    IncidentFault.AHEAD: "lies in the future: only what has happened goes on record",
    IncidentFault.NO_MEASURES: "are not on record: the letters say what was done",
    IncidentFault.NOT_ALL_DONE: "first record the measures and when the guardians were told",
    IncidentFault.UNKNOWN_CHILDREN: "are no children here: {named}",
    IncidentFault.NO_CHILDREN: "are no children here: none is named",
}


def sees_children(caller: Caller) -> bool:
    """Whether the caller may learn who is concerned, and read the words that may name a child."""
    return may(caller.actor, Action.READ_INCIDENT_WORDS, caller.relation).allowed


def told(incident: Incident, caller: Caller) -> IncidentView:
    """The breach as this caller may see it."""
    shown = sees_children(caller)
    hidden = {} if shown else dict.fromkeys(_WORDS)
    return IncidentView(
        **{**incident.model_dump(exclude={"members"}), **hidden},
        children=len(set(incident.members)),
        members=tuple(incident.members) if shown else (),
    )


def _refused(refused: IncidentRefusedError) -> ProblemError:
    sentence = SENTENCES[refused.fault].format(named=", ".join(refused.named))
    return problems.invalid(FieldError(refused.field, sentence))


@router.get("", operation_id="listIncidents", summary="Read breaches of personal data")
def list_incidents(
    caller: Annotated[Caller, Depends(Permission(Action.READ_INCIDENTS))], backend: Uses
) -> tuple[IncidentView, ...]:
    """The newest first."""
    with backend.session() as session:
        return tuple(told(each, caller) for each in incidents.newest(session))


@router.post("", operation_id="recordIncident", summary="Record a breach of personal data", status_code=201)
def record_incident(
    body: Annotated[IncidentBody, Body(openapi_examples={"letter": {"value": EXAMPLE}})],
    caller: Keeper,
    backend: Uses,
) -> IncidentView:
    """The plan starts with its record: contain, report, tell the guardians."""
    with backend.session() as session:
        try:
            now = backend.clock.now()
            return told(incidents.record(session, caller.reference, body.model_dump(), now), caller)
        except IncidentRefusedError as refused:
            raise _refused(refused) from refused


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
        try:
            now = backend.clock.now()
            return told(incidents.follow(session, found, caller.reference, done, now), caller)
        except IncidentRefusedError as refused:
            raise _refused(refused) from refused


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
        try:
            return told(incidents.tell(session, found, caller.reference, backend.clock.now()), caller)
        except IncidentRefusedError as refused:
            raise _refused(refused) from refused


@router.get(
    "/{incident_id}/report.pdf",
    operation_id="getIncidentReport",
    summary="Read the report for the authority",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "The report, without any name."}},
)
def get_incident_report(
    incident_id: Annotated[UUID, Path()],
    _caller: Annotated[Caller, Depends(Permission(Action.READ_INCIDENT_WORDS))],
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
