"""Bodies of programs: JSON that says each thing once, and says that it is JSON."""

import json
from collections.abc import Sequence
from email.message import Message
from typing import Any

from fastapi import Request
from fastapi.params import Form
from fastapi.routing import APIRoute

from web import problems
from web.problems import FieldError, ProblemError


class NamedTwiceError(ValueError):
    """An object that has one name twice: which of the two values counts, nobody knows."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is there twice")
        self.name = name


def named_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these members; NamedTwiceError."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise NamedTwiceError(name)
        found[name] = value
    return found


async def only_sound_json(request: Request) -> None:
    """Refuse a body of another kind, and one in which a name stands twice."""
    route: APIRoute = request.scope["route"]
    if route.body_field is None or isinstance(route.body_field.field_info, Form):
        return
    body = await request.body()
    if not body:
        return
    kind = request.headers.get("content-type", "")
    if not _is_json(kind):
        raise ProblemError(
            problems.UNSUPPORTED_MEDIA,
            f"Send the body as application/json: it came as {_printable(kind) or 'nothing named'}.",
        )
    try:
        json.loads(body, object_pairs_hook=named_once)
    except NamedTwiceError as twice:
        error = FieldError(_printable(twice.name), "stands there twice: send it once")
        raise ProblemError(
            problems.MALFORMED, "The body says one thing twice: `errors` names it.", errors=(error,)
        ) from None


def _is_json(kind: str) -> bool:
    said = Message()
    said["content-type"] = kind
    subtype = said.get_content_subtype()
    return said.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))


def _printable(said: str) -> str:
    return "".join(letter for letter in said if letter.isprintable())[:100]
