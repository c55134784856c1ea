"""`/api/v1/house/…`: limits, plan versions, letters, what was changed, and the clock of a demonstration."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from fastapi import Body as Sent
from sqlmodel import Session

from letters.words import versions
from models.authority_limit import AuthorityLimit
from models.plan_version import PlanVersion
from rules.administration import DECIDING
from rules.catalogue.difference import Change
from rules.catalogue.statements import Statement
from rules.catalogue.values import Words
from rules.china_time import shanghai_date
from rules.permissions import Action
from stores.benefits.plans import terms
from stores.house import authority_limits, house_changes, terms_in_use
from stores.house.authority_limits import OwnProposalError
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Day
from web.api.bodies.house_bodies import AuthorityBody, TimeBody
from web.api.views.house_views import (
    AuthorityView,
    ChangesView,
    ChangeView,
    DifferenceView,
    LimitView,
    OnePlanView,
    PassedView,
    PlansView,
    PlanView,
    ProposalView,
    StatementView,
    TemplatesView,
    TemplateView,
    TimePassedView,
    WordsView,
)
from web.backend import Backend, Uses
from web.house import clock_page
from web.house.known_plan import known_plan
from web.problems import FieldError, ProblemError

router = APIRouter(prefix="/api/v1/house", tags=["House"])

ReadsHouse = Annotated[Caller, Depends(Permission(Action.READ_HOUSE))]
ReadsTerms = Annotated[Caller, Depends(Permission(Action.READ_TERMS))]
Sets = Annotated[Caller, Depends(Permission(Action.SET_AUTHORITY))]
Demonstrates = Annotated[Caller, Depends(Permission(Action.DEMONSTRATE))]
LimitId = Annotated[int, Path(ge=1, le=2**62, examples=[12])]
PlanId = Annotated[UUID, Path(examples=["2b9c1e7f-4d3a-4e21-b7f0-5a6c8d9e0f12"])]

PROPOSED = {
    "adjuster": {
        "value": {
            "role": "ADJUSTER",
            "amount": "25000.00",
            "from_on": "2027-02-01",
            "reason": "Resolution 2027-03 of the board.",
        }
    }
}
PASSING = {"three days": {"value": {"by": "THREE_DAYS", "cases": ["PA-261121-000042-U"]}}}


@router.get("/authority", operation_id="readAuthority", summary="Read how much each role decides alone")
def read_authority(_caller: ReadsHouse, backend: Uses) -> AuthorityView:
    """Today, and all that was ever proposed."""
    with backend.session() as session:
        limits = authority_limits.in_force(session, shanghai_date(backend.clock.wall()))
        return AuthorityView(
            limits=tuple(LimitView(role=role, amount=limits.get(role, 0)) for role in DECIDING),
            proposals=tuple(ProposalView.model_validate(row) for row in authority_limits.every(session)),
        )


@router.post("/authority", operation_id="proposeAuthority", summary="Propose a limit", status_code=201)
def propose_authority(
    body: Annotated[AuthorityBody, Sent(openapi_examples=PROPOSED)], caller: Sets, backend: Uses
) -> ProposalView:
    """From a day on; it counts for nothing until another senior confirms it."""
    at = backend.clock.wall()
    if body.role not in DECIDING:
        raise problems.invalid(FieldError("role", "decides no amounts"))
    if body.from_on < shanghai_date(at):
        raise problems.invalid(FieldError("from_on", "lies in the past: choose today or later"))
    with backend.session() as session:
        row = authority_limits.propose(
            session, caller.reference, body.role, body.amount, body.from_on, body.reason, at
        )
        return ProposalView.model_validate(row)


@router.post(
    "/authority/{limit_id}/confirm",
    operation_id="confirmAuthority",
    summary="Confirm a limit of another senior",
)
def confirm_authority(limit_id: LimitId, caller: Sets, backend: Uses) -> ProposalView:
    """It counts from its day on. Whoever proposed it does not confirm it."""
    try:
        return _settled(backend, caller, limit_id, authority_limits.confirm)
    except OwnProposalError:
        raise ProblemError(
            problems.FORBIDDEN, "You proposed this limit: another senior confirms it."
        ) from None


@router.post("/authority/{limit_id}/withdraw", operation_id="withdrawAuthority", summary="Drop a proposal")
def withdraw_authority(limit_id: LimitId, caller: Sets, backend: Uses) -> ProposalView:
    """Of yourself or of another senior; a limit that counts stays until another replaces it."""
    return _settled(backend, caller, limit_id, authority_limits.withdraw)


@router.get("/plans", operation_id="listPlans", summary="Read plan versions")
def list_plans(_caller: ReadsTerms, backend: Uses) -> PlansView:
    """When each was sold, and how many policies rest on it."""
    with backend.session() as session:
        return PlansView(plans=tuple(_plan(each.row, each.policies) for each in terms_in_use.plans(session)))


@router.get("/plans/{plan_id}", operation_id="readPlan", summary="Read or compare a plan version")
def read_plan(
    plan_id: PlanId,
    _caller: ReadsTerms,
    backend: Uses,
    against: Annotated[UUID | None, Query(description="Another version, to read what differs")] = None,
    on: Annotated[Day | None, Query(description="The day; today where none is named")] = None,
) -> OnePlanView:
    """What a version says on a day in words with its source, or what differs from another."""
    day = on or backend.clock.today()
    with backend.session() as session:
        known = known_plan(session, plan_id, against, day)
        return OnePlanView(
            id=known.row.id,
            code=known.row.code,
            version=known.row.version,
            name=_words(known.plan.name),
            on=day,
            against=against,
            statements=tuple(_statement(each) for each in known.statements),
            differences=tuple(_difference(each) for each in known.changes),
        )


@router.get("/letters", operation_id="listTemplates", summary="Read letter templates")
def list_templates(_caller: ReadsTerms, backend: Uses) -> TemplatesView:
    """Every letter, the versions of its words in both languages, and how often each was sent."""
    with backend.session() as session:
        used = terms_in_use.templates(session)
    found = []
    for code, known in versions().items():
        for version, language in known:
            use = used.get((code.value, version, language.value))
            found.append(
                TemplateView(
                    code=code,
                    version=version,
                    language=language,
                    current=version == known[0][0],
                    letters=use.letters if use else 0,
                    last_at=use.last_at if use else None,
                )
            )
    return TemplatesView(templates=tuple(found))


@router.get("/changes", operation_id="listChanges", summary="Read what was changed in the house")
def list_changes(
    _caller: ReadsHouse,
    backend: Uses,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="`older` of a page")] = None,
) -> ChangesView:
    """A hundred at a time."""
    with backend.session() as session:
        rows = house_changes.newest(session, before=before)
        older = rows[-1].id if len(rows) == house_changes.PAGE else None
        return ChangesView(changes=tuple(ChangeView.model_validate(row) for row in rows), older=older)


@router.post("/clock", operation_id="letTimePass", summary="Let time pass in a demonstration")
async def let_time_pass(
    body: Annotated[TimeBody, Sent(openapi_examples=PASSING)], caller: Demonstrates, backend: Uses
) -> TimePassedView:
    """For the named cases, and only where the embedded stack runs them."""
    passed = await clock_page.pass_time(backend, caller, body.by, body.cases)
    return TimePassedView(
        cases=tuple(PassedView(case_number=each.case_number, now=each.now) for each in passed)
    )


def _settled(
    backend: Backend,
    caller: Caller,
    limit_id: int,
    settle: Callable[[Session, str, AuthorityLimit, datetime], None],
) -> ProposalView:
    with backend.session() as session:
        row = authority_limits.waiting(session, limit_id)
        if row is None:
            raise problems.not_found("This proposal")
        settle(session, caller.reference, row, backend.clock.wall())
        return ProposalView.model_validate(row)


def _plan(row: PlanVersion, policies: int) -> PlanView:
    said = terms(row)
    return PlanView(
        id=row.id,
        code=row.code,
        version=row.version,
        name=_words(said.name),
        insurer=_words(said.insurer),
        sold_from=row.in_force_from,
        sold_to=row.in_force_to,
        policies=policies,
    )


def _words(said: Words) -> WordsView:
    return WordsView(zh=said.zh, en=said.en)


def _statement(said: Statement) -> StatementView:
    return StatementView(
        section=_words(said.heading.section),
        subject=_words(said.heading.subject),
        value=_words(said.value),
        source=said.source,
    )


def _difference(said: Change) -> DifferenceView:
    return DifferenceView(
        section=_words(said.heading.section),
        subject=_words(said.heading.subject),
        before=_words(said.before) if said.before else None,
        after=_words(said.after) if said.after else None,
        effect=said.effect,
        source=said.source,
    )
