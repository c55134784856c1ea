"""One form from the browser to a body: read, checked, or drawn again with what is wrong."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from rules.vocabulary import DocumentKind
from stores.papers import uploads
from web.access import Caller
from web.api.documents import keep
from web.backend import Backend
from web.browser import sent_form
from web.files.refused import FileRefusedError
from web.forms.drawn import Drawn, Fault, Plan, draw, faults
from web.forms.entry import MORE, Sent, Values, sent_of, values_of
from web.forms.shape import Shape, shapes
from web.languages import language_of
from web.problems import FieldError
from web.refusals import told_fields

Model = TypeVar("Model", bound=BaseModel)
_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEY = "_key"
"""The idempotency key of a form: made when it is drawn, so that a second click has no second effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form on a page."""

    fields: tuple[Drawn, ...]
    faults: tuple[Fault, ...] = ()
    key: str
    sends_files: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """What has to be corrected, by field."""

    errors: Mapping[str, str]


def form_of(
    body: type[BaseModel],
    plan: Plan,
    key: str,
    sent: Sent | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Form:
    """The form of a body: as it begins, or with what was entered and what is wrong with it."""
    said = sent or Sent(sent_of(plan.begin))
    wrong = wrong or {}
    fields = draw(shapes(body), plan, said, wrong, more=said.one(MORE))
    return Form(fields=fields, faults=faults(fields, wrong), key=key, sends_files=_sends_files(shapes(body)))


async def read_sent(
    request: Request, backend: Backend, caller: Caller, body: type[BaseModel]
) -> tuple[Sent, Wrong | None]:
    """What a browser sent, its files kept as uploads, and what is wrong with a file that is refused."""
    form = await sent_form(request)
    fields: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
    for path in _upload_paths(shapes(body)):
        try:
            fields[path] = [each for each in fields.get(path, ()) if each]
            for number in range(20):
                kind, file = fields.get(f"{path}.{number}.kind", [""])[-1], form.get(f"{path}.{number}.file")
                if isinstance(file, UploadFile) and file.filename:
                    named = DocumentKind(kind) if kind in set(DocumentKind) else DocumentKind.OTHER
                    view = await run_in_threadpool(keep, backend, caller, named, file)
                    fields[path].append(str(view.id))
        except FileRefusedError as refused:
            files = await run_in_threadpool(_names, backend, caller, fields.get(path, ()))
            return Sent(fields, files), Wrong({path: refused.said(language_of(request))})
    kept = [each for path in _upload_paths(shapes(body)) for each in fields[path]]
    return Sent(fields, await run_in_threadpool(_names, backend, caller, kept)), None


def left_as(backend: Backend, caller: Caller, body: type[BaseModel], fields: Mapping[str, Any]) -> Sent:
    """A form as somebody left it, the files that it kept by their names."""
    kept = [each for path in _upload_paths(shapes(body)) for each in fields.get(path, ())]
    return Sent(fields, _names(backend, caller, kept))


def _names(backend: Backend, caller: Caller, sent: Iterable[str]) -> dict[str, str]:
    """What the sender called those of the files that are their own, by id."""
    ids = [each for each in sent if _ID.fullmatch(each)]
    if not ids:
        return {}
    with backend.session() as session:
        found = uploads.find(session, [UUID(each) for each in ids]).values()
        return {str(file.id): file.filename for file in found if file.principal == caller.reference}


def body_of(
    body: type[Model],
    plan: Plan,
    sent: Sent,
    more: Mapping[str, Any],
    tidy: Callable[[Values], Values] = dict,
) -> Model | Wrong:
    """The body that a form says, or what is wrong with it. ``more`` are values that the page knows."""
    values = tidy(values_of(shapes(body), sent, fixed=frozenset(plan.fixed)))
    try:
        return TypeAdapter(body).validate_python({**values, **more})
    except ValidationError as refused:
        return wrong_of(told_fields(refused.errors()))


def wrong_of(errors: Iterable[FieldError]) -> Wrong:
    """Field errors by their path."""
    return Wrong({error.field: error.message for error in errors})


def _upload_paths(fields: Iterable[Shape]) -> list[str]:
    return [shape.path for shape in fields if shape.kind == "uploads"]


def _sends_files(fields: Iterable[Shape]) -> bool:
    return bool(_upload_paths(fields))
