"""`/api/v1/cards`: children's cards on the phones of their families."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path

from rules import card as card_rules
from rules.catalogue.services import HotlinePurpose
from rules.china_time import shanghai_date
from rules.permissions import Action
from rules.vocabulary import CardStatus
from stores.benefits import plans
from stores.cover import card_bindings
from stores.cover.card_bindings import BoundCard
from stores.trust import access_log
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Body as Sent
from web.api.bodies.fields import Code, Flag, Name, View
from web.backend import Backend, Uses
from web.problems import FieldError

router = APIRouter(prefix="/api/v1/cards", tags=["Families"])

EXAMPLE = {"child_name": "林小满", "purchase_phone": "12000000001", "privacy_notice_accepted": True}

NOT_FOUND = (
    "No card is bound by this name and number: write the name exactly as at purchase and the mobile number "
    "given then, or call the members' hotline."
)


class UnknownCardError(ValueError):
    """No child was insured by this name and number."""


class BindingBody(Sent):
    """What binds a card: the child's name exactly as at purchase, and the mobile number given then."""

    child_name: Name
    purchase_phone: Code
    privacy_notice_accepted: Flag


class CardView(View):
    """A card as its face shows it (R-009)."""

    number: str
    insured_name: str
    born_on: date
    member_number: str
    policy_number: str
    plan: str
    effective_on: date
    expires_on: date
    status: CardStatus
    bindable_at: datetime
    hotline: str


@router.get("", operation_id="listCards", summary="Read the cards on your phone")
def list_cards(
    caller: Annotated[Caller, Depends(Permission(Action.BIND_CARD))], backend: Uses
) -> tuple[CardView, ...]:
    """Of all children and policies that you have bound (R-007)."""
    now = backend.clock.now()
    with backend.session() as session:
        return tuple(_view(each, now) for each in card_bindings.of_holder(session, caller.reference))


@router.post("/bindings", operation_id="bindCards", summary="Put a child's cards on your phone")
def bind_cards(
    body: Annotated[BindingBody, Body(openapi_examples={"child": {"value": EXAMPLE}})],
    caller: Annotated[Caller, Depends(Permission(Action.BIND_CARD))],
    backend: Uses,
) -> tuple[CardView, ...]:
    """Anyone of the family may, by the number given at purchase (R-006); every policy is bound."""
    if not body.privacy_notice_accepted:
        raise problems.invalid(FieldError("privacy_notice_accepted", "read and accept the notice first"))
    try:
        first = bind(backend, caller, body.child_name, body.purchase_phone)
    except UnknownCardError:
        raise problems.invalid(FieldError("child_name", NOT_FOUND)) from None
    if first:
        raise problems.invalid(
            FieldError("child_name", f"The card can be bound from {first}: try again then.")
        )
    return list_cards(caller, backend)


def bind(backend: Backend, caller: Caller, child_name: str, purchase_phone: str) -> date | None:
    """Put every card of that child on the caller's phone; the first day where none can be bound yet.

    UnknownCardError: no child was insured by this name and number.
    """
    now = backend.clock.now()
    with backend.session() as session:
        found = card_bindings.named(session, child_name, purchase_phone)
        ready = [each for each in found if _bindable_at(each) <= now]
        for each in ready:
            card_bindings.bind(session, each.policy.id, caller.reference, now)
        access_log.write(
            session,
            caller.actor,
            Action.BIND_CARD,
            subject=str(found[0].member.id) if found else None,
            allowed=bool(ready),
            request_id=caller.request_id,
        )
    if not found:
        raise UnknownCardError(child_name)
    return None if ready else shanghai_date(min(_bindable_at(each) for each in found))


@router.post("/{card_number}/unbinding", operation_id="unbindCard", summary="Take a card off your phone")
def unbind_card(
    card_number: Annotated[Code, Path(examples=["EC-2607-1"])],
    caller: Annotated[Caller, Depends(Permission(Action.BIND_CARD))],
    backend: Uses,
) -> tuple[CardView, ...]:
    """The card itself goes on."""
    with backend.session() as session:
        if not card_bindings.unbind(session, card_number, caller.reference, backend.clock.now()):
            raise problems.not_found("This card on your phone")
    return list_cards(caller, backend)


def _bindable_at(bound: BoundCard) -> datetime:
    stated = plans.terms(bound.plan).card_activation.on(bound.policy.effective_on)
    return card_rules.bindable_at(bound.year, stated.value if stated else None)


def _view(bound: BoundCard, now: datetime) -> CardView:
    plan = plans.terms(bound.plan)
    return CardView(
        number=bound.card.number,
        insured_name=bound.member.name,
        born_on=bound.member.born_on,
        member_number=bound.member.number,
        policy_number=bound.policy.number,
        plan=bound.plan.code,
        effective_on=bound.policy.effective_on,
        expires_on=bound.policy.expires_on,
        status=card_rules.status_at(bound.year, now),
        bindable_at=_bindable_at(bound),
        hotline=plan.hotline(HotlinePurpose.MEMBERS).number,
    )
