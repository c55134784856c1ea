"""What the pages of the house share: their places, words for faults, and forms that are read once."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import uuid4

from fastapi import Request
from pydantic import BaseModel
from sqlmodel import Session
from starlette.responses import HTMLResponse

from models.house_change import HouseChange
from rules.permissions import Action, may
from stores.cover.people import names_of
from web.access import Caller
from web.backend import Backend
from web.forms.drawn import Plan
from web.forms.entry import Sent
from web.forms.page import Form, Wrong, body_of, form_of, read_sent
from web.languages import language_of
from web.templating import module, page

Model = TypeVar("Model", bound=BaseModel)

_PLACES: tuple[tuple[str, str, Action], ...] = (
    ("people", "/house", Action.READ_HOUSE),
    ("hospitals", "/house/hospitals", Action.READ_HOUSE),
    ("insurers", "/house/insurers", Action.READ_HOUSE),
    ("authority", "/house/authority", Action.READ_HOUSE),
    ("plans", "/house/plans", Action.READ_TERMS),
    ("letters", "/house/letters", Action.READ_TERMS),
    ("incidents", "/house/incidents", Action.READ_INCIDENTS),
    ("clock", "/house/clock", Action.DEMONSTRATE),
    ("changes", "/house/changes", Action.READ_HOUSE),
)


def house_page(
    request: Request, caller: Caller, template: str, status: int = 200, **shown: Any
) -> HTMLResponse:
    """A page of the house with the way to the others."""
    places = [
        (key, path) for key, path, action in _PLACES if may(caller.actor, action, caller.relation).allowed
    ]
    return page(request, template, status, places=places, **shown)


async def entered(
    request: Request, backend: Backend, caller: Caller, body: type[Model]
) -> tuple[Sent, Model | Wrong]:
    """What a form says: the body, or what has to be corrected."""
    sent, _ = await read_sent(request, backend, caller, body)
    return sent, body_of(body, Plan(), sent, {})


def form(
    body: type[BaseModel],
    begin: Mapping[str, Any] | None = None,
    sent: Sent | None = None,
    wrong: Wrong | None = None,
    plan: Plan | None = None,
) -> Form:
    """A form that begins with what is known, or is shown again as it was sent."""
    usual = plan or Plan()
    known = {name: value for name, value in (begin or {}).items() if value is not None}
    drawn = Plan(choices=usual.choices, left_out=usual.left_out, begin=known)
    return form_of(body, drawn, uuid4().hex, sent, wrong.errors if wrong else None)


def fault(request: Request, field: str, code: str) -> Wrong:
    """A fault of a field, in the reader's words."""
    return Wrong({field: module("house_words.html", language_of(request)).faults[code]})


def names_behind(session: Session, changes: Iterable[HouseChange]) -> dict[str, str]:
    """Names of the people who acted, and of those whom it concerned."""
    return names_of(session, [name for each in changes for name in (each.actor, each.subject)])
