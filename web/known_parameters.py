"""Parameters after the question mark: a misspelt filter is refused, not taken for none."""

from collections.abc import Iterator
from typing import get_args, get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from web import problems
from web.problems import FieldError


def only_known_parameters(request: Request) -> None:
    """Refuse names that the operation does not have, empty values, and two values where one counts.

    Forms of pages send their empty fields; a program that does has lost what it wanted to ask.
    """
    sent = request.query_params
    if not sent:
        return
    route: APIRoute = request.scope["route"]
    known = dict(_parameters(route.dependant))
    errors = [FieldError(name, _what_is_wrong(name, known, sent.getlist(name))) for name in sent]
    wrong = [error for error in errors if error.message]
    if wrong:
        raise problems.invalid(*wrong)


def _what_is_wrong(name: str, known: dict[str, bool], values: list[str]) -> str:
    if name not in known:
        return "is not a parameter of this request: leave it out"
    if "" in values:
        return "is empty: leave it out or give it a value"
    return "" if known[name] or len(values) == 1 else "is given more than once: give it once"


def _parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """The names of an operation's parameters, each with whether it may be repeated."""
    for field in dependant.query_params:
        said = field.field_info.annotation
        yield field.alias, any(get_origin(each) is list for each in (said, *get_args(said)))
    for inner in dependant.dependencies:
        yield from _parameters(inner)
