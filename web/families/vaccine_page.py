"""`/family/vaccines`: which dose is due when, what came of it, and what each vaccine is for (R-015)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Literal
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from models.member import Member
from rules.catalogue.vaccines import Dose, shipped_doses, shipped_series
from rules.consents import REMINDERS
from rules.permissions import Action, Relation
from rules.vocabulary import DoseState
from stores.cover import vaccines
from stores.cover.vaccines import DoseCase
from stores.trust import consents
from web import problems
from web.access import Caller, Permission
from web.api.actions import act_once
from web.api.bodies.request_acts import AnswerReminderBody
from web.backend import Backend, Uses
from web.families.members import known_member
from web.portal_pages import children_of
from web.problems import FieldError
from web.templating import page

router = APIRouter(prefix="/family/vaccines", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_SERVICES, relation=Relation.OWN_FAMILY))]
Says = Annotated[Caller, Depends(Permission(Action.ANSWER_REMINDER, relation=Relation.OWN_FAMILY))]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDose:
    """A dose for one child: from when, what is known of it, and the open case about it."""

    code: str
    dose: Dose
    due_on: date
    state: DoseState | None
    case: DoseCase | None
    due: bool


@router.get("")
def show_vaccines(
    request: Request, caller: Reads, backend: Uses, child: Annotated[str, Query(max_length=64)] = ""
) -> HTMLResponse:
    """Doses of a child by month of age; those due and unanswered first."""
    children = children_of(backend, caller)
    chosen = next((each for each in children if each.member_number == child), None)
    chosen = chosen or (children[0] if children else None)
    doses: Sequence[KnownDose] = ()
    reminded = True
    if chosen:
        with backend.session() as session:
            member_id = known_member(session, caller, chosen.member_number, Action.READ_SERVICES)
            doses = _doses(session, session.get_one(Member, member_id), backend.clock.today())
            reminded = REMINDERS in consents.standing(session, member_id)
    return page(
        request,
        "family_vaccines.html",
        children=children,
        chosen=chosen,
        reminded=reminded,
        waiting=[each for each in doses if each.due],
        ages=[(months, list(group)) for months, group in groupby(doses, lambda each: each.dose.months)],
        series=shipped_series(),
    )


@router.post("")
async def answer(
    caller: Says,
    backend: Uses,
    child: Annotated[str, Form(max_length=64)],
    dose: Annotated[list[str], Form(max_length=60)],
    state: Annotated[Literal[DoseState.GIVEN, DoseState.DECLINED], Form()],
) -> Response:
    """Keep what the family says of one or several doses; an open reminder is answered in its own case."""
    for reminder in await run_in_threadpool(_say, backend, caller, child, dose, state):
        body = AnswerReminderBody(
            action=Action.ANSWER_REMINDER, seen_version=reminder.version, given=state is DoseState.GIVEN
        )
        await act_once(backend, caller, reminder.case_number, body, uuid4().hex)
    return RedirectResponse(f"/family/vaccines?child={child}#{dose[0]}", 303)


def _say(
    backend: Backend, caller: Caller, child: str, doses: Sequence[str], state: DoseState
) -> Sequence[DoseCase]:
    """Reminders that wait for this answer; of doses without one the word is kept by itself."""
    if not set(doses) <= shipped_doses().keys():
        raise problems.invalid(FieldError("dose", f"is none: name one of {', '.join(shipped_doses())}"))
    with backend.session() as session:
        member_id = known_member(session, caller, child, Action.ANSWER_REMINDER)
        cases = vaccines.under_way(session, member_id)
        asked = [cases[dose] for dose in doses if dose in cases and cases[dose].asked]
        for dose in sorted(set(doses) - {case.dose for case in asked}):
            vaccines.say(session, member_id, dose, state, at=backend.clock.now())
    return asked


def _doses(session: Session, child: Member, today: date) -> list[KnownDose]:
    known, cases = vaccines.known(session, child.id), vaccines.under_way(session, child.id)
    found = []
    for code, dose in shipped_doses().items():
        due_on, state = dose.due_on(child.born_on), known.get(code)
        answered = state in (DoseState.GIVEN, DoseState.DECLINED)
        due = due_on <= today and not answered
        found.append(
            KnownDose(code=code, dose=dose, due_on=due_on, state=state, case=cases.get(code), due=due)
        )
    return sorted(found, key=lambda each: each.dose.months)
