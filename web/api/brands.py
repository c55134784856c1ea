"""`…/brands`: the clinic brand of a benefit, chosen before the first visit (R-047, domain 5.8)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path
from sqlmodel import Session

from rules.permissions import Action
from rules.requests.brand import BrandState, brand_state
from rules.vocabulary import Benefit
from stores.cover import brands
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body as Sent
from web.api.bodies.fields import Code, Name, View
from web.backend import Uses
from web.new_cases.request_check import insured_child
from web.problems import FieldError

router = APIRouter(prefix="/api/v1/members/{member_number}/policies/{policy_number}", tags=["Families"])

Member = Annotated[Code, Path(examples=["M2025000001"])]
Policy = Annotated[Code, Path(examples=["2607-STD-1"])]
LOCKABLE = (Benefit.DENTAL, Benefit.VACCINE)
EXAMPLE = {"benefit": "VACCINE", "brand": "唯儿诺儿科"}
ANSWER = [
    {"benefit": "DENTAL", "state": "UNSELECTED", "brand": None, "locked_on": None, "closed_on": None},
    {"benefit": "VACCINE", "state": "CHOSEN", "brand": "唯儿诺儿科", "locked_on": None, "closed_on": None},
]


class BrandBody(Sent):
    """The brand that the family will go to."""

    benefit: Benefit
    brand: Name


class BrandView(View):
    """The brand of a benefit as it stands; a locked one changes only when it has closed."""

    benefit: Benefit
    state: BrandState
    brand: str | None
    locked_on: date | None
    closed_on: date | None


@router.get("/brands", operation_id="listBrands", summary="Read which brands a policy year is bound to")
def list_brands(
    member_number: Member,
    policy_number: Policy,
    caller: Annotated[Caller, Depends(Permission(Action.READ_SERVICES))],
    backend: Uses,
) -> tuple[BrandView, ...]:
    """Dental and vaccination each have their own."""
    with backend.session() as session:
        return _views(session, _policy(session, caller, member_number, policy_number))


@router.post("/brands", operation_id="chooseBrand", summary="Choose the brand of a benefit")
def choose_brand(
    member_number: Member,
    policy_number: Policy,
    body: Annotated[BrandBody, Body(openapi_examples={"vaccine": {"value": EXAMPLE}})],
    caller: Annotated[Caller, Depends(Permission(Action.CHOOSE_BRAND))],
    backend: Uses,
) -> tuple[BrandView, ...]:
    """By telephone before the first visit; it may change until a visit locks it."""
    with backend.session() as session:
        policy_id = _policy(session, caller, member_number, policy_number)
        if body.benefit not in LOCKABLE:
            raise problems.invalid(FieldError("benefit", "is bound to no brand: name DENTAL or VACCINE"))
        if not brands.exists(session, body.brand):
            raise problems.invalid(FieldError("brand", "is no brand of a clinic that is open"))
        standing = brands.seen(session, policy_id, body.benefit)
        if standing.locked and standing.locked != body.brand:
            why = f"{standing.locked} is locked for this policy year; where it has closed, ask for a transfer"
            raise problems.invalid(FieldError("brand", why))
        brands.choose(session, policy_id, body.benefit, body.brand, caller.reference, backend.clock.now())
        return _views(session, policy_id)


def _policy(session: Session, caller: Caller, member_number: str, policy_number: str) -> UUID:
    found = insured_child(session, caller, member_number, policy_number)
    if isinstance(found, FieldError) or found.policy_id is None:
        raise problems.not_found("This policy of the child")
    return found.policy_id


def _views(session: Session, policy_id: UUID) -> tuple[BrandView, ...]:
    standing = [brands.seen(session, policy_id, benefit) for benefit in LOCKABLE]
    return tuple(
        BrandView(
            benefit=each.benefit,
            state=brand_state(each.chosen, each.locked),
            brand=each.locked or each.chosen,
            locked_on=each.locked_on,
            closed_on=each.closed_on,
        )
        for each in standing
    )
