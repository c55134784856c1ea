"""`/house/plans` and `/house/letters`: what is sold and sent, by version."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from letters.released import changed
from letters.words import versions
from rules.permissions import Action
from stores.benefits.plans import terms
from stores.house import terms_in_use
from web.access import Caller, Permission
from web.api.bodies.fields import NOTHING, Day
from web.backend import Uses
from web.house.house_frame import house_page
from web.house.known_plan import known_plan

router = APIRouter(prefix="/house", include_in_schema=False, default_response_class=HTMLResponse)

Reads = Annotated[Caller, Depends(Permission(Action.READ_TERMS))]


@router.get("/plans")
def show_plans(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """Every version of every plan: when it was sold, and how many policies rest on it."""
    with backend.session() as session:
        found = terms_in_use.plans(session)
        named = {each.row.id: terms(each.row).name for each in found}
        return house_page(
            request, caller, "plans.html", found=found, named=named, today=backend.clock.today()
        )


@router.get("/plans/{plan_id}")
def show_plan(
    request: Request,
    plan_id: UUID,
    caller: Reads,
    backend: Uses,
    against: UUID | None = None,
    on: Annotated[Day | None, NOTHING, Query()] = None,
) -> HTMLResponse:
    """What a version says on a day, or how it differs from another, in words."""
    day = on or backend.clock.today()
    with backend.session() as session:
        known = known_plan(session, plan_id, against, day)
        others = [each.row for each in terms_in_use.plans(session) if each.row.id != plan_id]
        return house_page(
            request,
            caller,
            "plan.html",
            row=known.row,
            plan=known.plan,
            other=known.other,
            day=day,
            statements=known.statements,
            changes=known.changes,
            others=others,
        )


@router.get("/letters")
def show_letters(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """Every letter, the versions of its words in both languages, and how often each was sent."""
    with backend.session() as session:
        return house_page(
            request,
            caller,
            "letter_templates.html",
            found=versions(),
            used=terms_in_use.templates(session),
            changed=changed(),
        )
