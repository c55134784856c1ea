"""An act on a case, made ready to be said: what it names exists and belongs to the person."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta

from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from models.hospital import Hospital
from rules.cases import AttachedDocument
from rules.china_time import shanghai_date
from rules.permissions import Action
from rules.receipts import Receipt
from rules.requests.arrangement import turned_away
from rules.vocabulary import Benefit, Process
from stores.casework import case_queries
from stores.casework.case_queries import SeenCase
from stores.clocks.house import reference
from stores.cover import brands, insured, parties
from web import problems
from web.access import Caller
from web.api.bodies.action_bodies import AnyAct, AssignBody
from web.api.bodies.request_acts import ArrangeServiceBody, AssignComplaintBody
from web.api.views.case_views import EventView
from web.backend import Backend
from web.casework.allowed import works_on
from web.casework.case_access import visible_case
from web.casework.confirming import completed
from web.casework.timeline import shown_to
from web.clocks.absent import away_error
from web.new_cases.opening import body_hash
from web.new_cases.papers import attached, papers, wrong
from web.new_cases.request_check import PLANNED_WITHIN
from web.problems import FieldError, ProblemError
from workflows.messages import Command
from workflows.messages_letters import ConfirmReading

_RECORD_PAUSE_SECONDS = 0.05
_RECORDED_WITHIN = 40
"""Pauses, so about two seconds."""


def prepare(backend: Backend, caller: Caller, case_number: str, body: AnyAct) -> Command:
    """The act as the case takes it; ProblemError where the caller may not, or names what is not there."""
    seen = visible_case(backend, caller, case_number, Action(body.action))
    caller.require(Action(body.action))
    with backend.session() as session:
        documents = papers(session, caller, body.uploads(), case_number)
        errors = [
            *wrong(documents),
            *_hospitals(session, body),
            *_brand(session, body, seen),
            *_days(body, _today(backend, seen)),
            *_assignee(session, body, _today(backend, seen), seen),
        ]
        if errors:
            raise problems.invalid(*errors)
        said = body.message([each for each in documents if isinstance(each, AttachedDocument)])
        if isinstance(said, ConfirmReading):
            said = completed(session, case_number, said)
        attached(session, body.uploads(), case_number)
    return Command(
        actor=caller.actor,
        relation=caller.relation,
        seen_version=body.seen_version,
        body=said,
        digest=body_hash(body),
    )


def require_same(command: Command, receipt: Receipt) -> None:
    """Refuse a key that stands for another act; nothing was done for this one."""
    if receipt.digest != command.digest:
        raise ProblemError(
            problems.KEY_REUSED,
            "This key already stands for another act on this case.",
            errors=[FieldError("Idempotency-Key", "was used before: make a new one for a new act")],
        )


async def tell_changes(
    backend: Backend, caller: Caller, case_number: str, seen_version: int, refused: ProblemError
) -> ProblemError:
    """The refusal of a case that moved on, with what happened after the version that was seen."""
    newest = int(refused.more.get("version", 0))
    for _ in range(_RECORDED_WITHIN):
        version, changes = await run_in_threadpool(changes_since, backend, caller, case_number, seen_version)
        if version >= newest:
            break
        # The case refuses by what it holds in mind; the act that it took before is still being written.
        await asyncio.sleep(_RECORD_PAUSE_SECONDS)
    refused.more["version"] = max(version, newest)
    refused.more["seen_version"] = seen_version
    refused.more["changes"] = [change.model_dump(mode="json") for change in changes]
    return refused


def changes_since(
    backend: Backend, caller: Caller, case_number: str, seen_version: int
) -> tuple[int, tuple[EventView, ...]]:
    """The version on record, and what happened after the one that was seen, as far as the caller may know."""
    with backend.session() as session:
        seen = case_queries.find(session, case_number, caller.sight)
        events = case_queries.events_since_version(session, case_number, seen_version)
    version = seen.row.view.get("version", 0) if seen else 0
    return version, shown_to(caller, events)


def _today(backend: Backend, seen: SeenCase) -> date:
    return shanghai_date(backend.clock.wall() + timedelta(seconds=seen.row.clock_offset_seconds))


def _hospitals(session: Session, body: AnyAct) -> Iterator[FieldError]:
    for field, code in body.hospitals().items():
        if not insured.hospital_exists(session, code):
            yield FieldError(field, f"{code} is not the code of a hospital")


def _brand(session: Session, body: AnyAct, seen: SeenCase) -> Iterator[FieldError]:
    """A vaccination is not arranged where the desk would turn the child away."""
    policy_id = seen.row.policy_id
    if not isinstance(body, ArrangeServiceBody) or seen.row.process is not Process.VACCINE_ARRANGEMENT:
        return
    clinic = session.get(Hospital, body.hospital)
    if clinic is None or policy_id is None:
        return
    lock = brands.seen(session, policy_id, Benefit.VACCINE)
    if turned_away(lock.locked, clinic.brand, clinic.ownership):
        yield FieldError(
            "hospital", f"is of another brand than {lock.locked}, which is locked for this policy year"
        )


def _days(body: AnyAct, today: date) -> Iterator[FieldError]:
    for field, on in body.days().items():
        if on is not None and on < today:
            yield FieldError(field, f"{on} has passed: name today, {today}, or a later day")
        elif on is not None and on > today + PLANNED_WITHIN:
            yield FieldError(field, f"{on} is more than a year ahead: name an earlier day")


def _assignee(session: Session, body: AnyAct, today: date, seen: SeenCase) -> Iterator[FieldError]:
    if isinstance(body, AssignBody | AssignComplaintBody):
        staff = parties.staff(session, body.assignee)
        if staff is None or (staff.left_on is not None and staff.left_on <= today):
            yield FieldError("assignee", "is nobody who works here: name staff:<id>")
        elif not works_on((each.role for each in staff.roles), seen.row.process):
            yield FieldError("assignee", "has no work in such a case: choose somebody whose role has")
        elif away := away_error(session, reference(staff.id), today, seen.row.case_number):
            yield away
