"""`/family/cards`: the children's cards on this phone, and putting one there (R-006 to R-009)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.permissions import Action, Relation
from web.access import Caller, Permission
from web.api.cards import UnknownCardError, bind, list_cards, unbind_card
from web.backend import Backend, Uses
from web.templating import page

router = APIRouter(prefix="/family/cards", include_in_schema=False, default_response_class=HTMLResponse)

Binds = Annotated[Caller, Depends(Permission(Action.BIND_CARD, relation=Relation.OWN_FAMILY))]
Said = Annotated[str, Form(max_length=200)]


@router.get("")
def show_cards(request: Request, caller: Binds, backend: Uses) -> HTMLResponse:
    """Each card as its face shows it, and a form for one more."""
    return _page(request, caller, backend)


@router.post("")
def bind_card(
    request: Request,
    caller: Binds,
    backend: Uses,
    child_name: Said = "",
    purchase_phone: Said = "",
    accepted: Said = "",
) -> Response:
    """Bind every card of a child; where that fails, what was entered stays and is told what is wrong."""
    said = {"child_name": child_name.strip(), "purchase_phone": purchase_phone.strip(), "accepted": accepted}
    missing = next((name for name, value in said.items() if not value), "")
    if missing:
        return _page(request, caller, backend, said=said, wrong=missing)
    try:
        first = bind(backend, caller, _stored(said["child_name"]), _stored(said["purchase_phone"]))
    except UnknownCardError:
        return _page(request, caller, backend, said=said, wrong="unknown")
    if first:
        return _page(request, caller, backend, said=said, wrong="early", first=first)
    return RedirectResponse("/family/cards?done=bound", 303)


@router.post("/{card_number}/unbinding")
def take_card_off(card_number: str, caller: Binds, backend: Uses) -> Response:
    """Take a card off this phone; the card itself goes on."""
    unbind_card(_stored(card_number), caller, backend)
    return RedirectResponse("/family/cards?done=unbound", 303)


def _stored(text: str) -> str:
    return text.replace("\0", "")


def _page(
    request: Request,
    caller: Caller,
    backend: Backend,
    *,
    said: dict[str, str] | None = None,
    wrong: str = "",
    first: date | None = None,
) -> HTMLResponse:
    return page(
        request,
        "family_cards.html",
        422 if wrong else 200,
        cards=list_cards(caller, backend),
        said=said or {"child_name": "", "purchase_phone": "", "accepted": ""},
        wrong=wrong,
        first=first,
        done=request.query_params.get("done", ""),
    )
