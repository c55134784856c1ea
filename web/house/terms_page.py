"""`/house/plans` and `/house/letters`: what is sold and sent, by version."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from letters.words import versions
from rules.catalogue.difference import changes
from rules.catalogue.portrait import portrait
from rules.permissions import Action
from stores.benefits.plans import terms
from stores.house import terms_in_use
from web import problems
from web.access import Caller, Permission
from web.backend import Uses
from web.house.house_frame import house_page

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
    on: Annotated[date | None, Query()] = None,
) -> HTMLResponse:
    """What a version says on a day, or how it differs from another, in words."""
    day = on or backend.clock.today()
    with backend.session() as session:
        row = terms_in_use.plan(session, plan_id)
        other = terms_in_use.plan(session, against) if against else None
        if row is None or (against and other is None):
            raise problems.not_found("This plan version")
        plan = terms(row)
        return house_page(
            request,
            caller,
            "plan.html",
            row=row,
            plan=plan,
            other=other,
            day=day,
            statements=() if other else tuple(portrait(plan, day)),
            changes=tuple(changes(terms(other), plan, day)) if other else (),
            others=[each.row for each in terms_in_use.plans(session) if each.row.id != plan_id],
        )


@router.get("/letters")
def show_letters(request: Request, caller: Reads, backend: Uses) -> HTMLResponse:
    """Every letter, the versions of its words in both languages, and how often each was sent."""
    with backend.session() as session:
        return house_page(
            request, caller, "letter_templates.html", found=versions(), used=terms_in_use.templates(session)
        )
