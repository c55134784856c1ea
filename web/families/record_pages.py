"""`/family/benefits`, `/family/visits`, `/family/notices`: the family's own record in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse

from models.policy import Policy
from rules.account_statement import AccountBalance, AccountKind
from rules.catalogue.portrait import portrait
from rules.catalogue.statements import Statement
from rules.permissions import Action, Relation
from stores.benefits import account_views, policy_years
from stores.benefits.account_views import YearView
from stores.benefits.cover_facts import plan_of_policy
from stores.casework import family_visits
from stores.cover.portals import Insured
from stores.database import driver_connection
from stores.papers import family_letters
from stores.trust import access_log
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.portal_pages import insured_of
from web.templating import page

router = APIRouter(prefix="/family", include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A policy with its accounts; ``year`` is None before anything was used, and they stand as granted."""

    insured: Insured
    year: YearView | None
    accounts: Sequence[AccountBalance]
    terms: Sequence[Statement]


@router.get("/benefits")
def show_benefits(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.READ_ACCOUNT, relation=Relation.OWN_FAMILY))],
    backend: Uses,
) -> HTMLResponse:
    """What each policy grants, what is used, held and left, and what its words say."""
    insured = insured_of(backend, caller)
    with backend.session() as session:
        access_log.write(session, caller.actor, Action.READ_ACCOUNT, request_id=caller.request_id)
        covers = [_cover(session, backend, caller, each) for each in insured]
    return page(request, "family_benefits.html", covers=covers)


@router.get("/visits")
def show_visits(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.READ, relation=Relation.OWN_FAMILY))],
    backend: Uses,
) -> HTMLResponse:
    """Where the children were treated, what was billed, who paid what."""
    with backend.session() as session:
        access_log.write(session, caller.actor, Action.READ, request_id=caller.request_id)
        visits = family_visits.of_family(session, caller.guardian_id) if caller.guardian_id else ()
    return page(request, "family_visits.html", visits=visits)


@router.get("/notices")
def show_notices(
    request: Request,
    caller: Annotated[Caller, Depends(Permission(Action.READ_LETTER, relation=Relation.OWN_FAMILY))],
    backend: Uses,
) -> HTMLResponse:
    """Every letter and notice to the family, the latest first; those of a breach of data stand out."""
    with backend.session() as session:
        access_log.write(session, caller.actor, Action.READ_LETTER, request_id=caller.request_id)
        letters = family_letters.of_family(session, caller.guardian_id) if caller.guardian_id else ()
    return page(request, "family_notices.html", letters=letters)


def _cover(session: Session, backend: Backend, caller: Caller, insured: Insured) -> Cover:
    year = account_views.year_of_policy(driver_connection(session), insured.policy_number, caller.sight)
    plan = plan_of_policy(session, insured.policy_id)
    on = min(max(backend.clock.today(), insured.effective_on), insured.expires_on)
    return Cover(
        insured=insured,
        year=year,
        accounts=year.accounts if year else _as_granted(session, insured),
        terms=tuple(portrait(plan, on)),
    )


def _as_granted(session: Session, insured: Insured) -> Sequence[AccountBalance]:
    """Accounts as they will be opened; fen."""
    policy = session.get_one(Policy, insured.policy_id)
    limits, deductibles = policy_years.granted(session, policy, policy.effective_on)
    return [
        AccountBalance(account_id="", kind=kind, benefit=benefit, initial=amount, reserved=0, consumed=0)
        for kind, amounts in ((AccountKind.LIMIT, limits), (AccountKind.DEDUCTIBLE, deductibles))
        for benefit, amount in amounts.items()
    ]
