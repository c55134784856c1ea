"""Every error of the app as problem details: framework, database, object store and our own."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import psycopg
from botocore.exceptions import BotoCoreError, ClientError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from web import problems
from web.problems import FieldError, ProblemError, ProblemKind

_BY_STATUS: dict[int, ProblemKind] = {
    401: problems.UNAUTHENTICATED,
    403: problems.FORBIDDEN,
    404: problems.NOT_FOUND,
    405: problems.NOT_ALLOWED,
    408: problems.TOO_SLOW,
    413: problems.TOO_LARGE,
    415: problems.UNSUPPORTED_MEDIA,
}
_WHERE = {"body", "query", "path", "header"}
_SAID = {
    "missing": "is missing: send it",
    "extra_forbidden": "is not a field of this request: leave it out",
}
_MISSING_KEY = "idempotency-key"
_UNREAD = "There was an error parsing the body"
"""What the framework says of bytes that are no text, and of JSON that no parser takes."""


def install(app: FastAPI) -> None:
    """Answer every error with problem details."""
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    in_driver = (psycopg.OperationalError, psycopg.InterfaceError)
    for lost_database in (OperationalError, InterfaceError, PoolTimeoutError, *in_driver):
        app.add_exception_handler(lost_database, _database_lost)
    for lost_objects in (BotoCoreError, ClientError):
        app.add_exception_handler(lost_objects, _objects_lost)


def request_id_of(request: Request) -> str | None:
    """The id under which this request is in the log."""
    found: str | None = getattr(request.state, "request_id", None)
    return found


async def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    return error.response(request_id_of(request))


async def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = tuple(told_fields(error.errors()))
    broken = next((each for each in error.errors() if each["type"] == "json_invalid"), None)
    if broken:
        refused = ProblemError(
            problems.MALFORMED, f"The body is no JSON from character {broken['loc'][-1]} on."
        )
    elif any(each.field.lower() == _MISSING_KEY for each in found):
        refused = ProblemError(
            problems.MALFORMED,
            "Send an Idempotency-Key header of 1 to 255 visible ASCII characters, a new one for each new "
            "request.",
            errors=found,
        )
    else:
        refused = problems.invalid(*found)
    return refused.response(request_id_of(request))


def told_fields(errors: Sequence[Any]) -> Iterator[FieldError]:
    """What the model of a body found wrong, field by field."""
    for error in errors:
        if error["type"] == "too_short" and _has_inner(error["loc"], errors):
            continue  # a list is called too short when its items are wrong, which is said already
        message = _SAID.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
        yield FieldError(_path(error["loc"]), message)


def _has_inner(location: tuple[Any, ...], errors: Sequence[Any]) -> bool:
    depth = len(location)
    return any(len(other["loc"]) > depth and other["loc"][:depth] == location for other in errors)


def _path(location: Iterable[Any]) -> str:
    """The field as the caller wrote it: no place in the request, no name of a variant."""
    steps = [str(step) for step in location]
    if steps and steps[0] in _WHERE:
        steps = steps[1:]
    return ".".join(step for step in steps if not step.isupper()) or "body"


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind = _BY_STATUS.get(error.status_code, problems.MALFORMED)
    refused = ProblemError(kind, _detail(kind, error), headers=error.headers)
    return refused.response(request_id_of(request))


def _detail(kind: ProblemKind, error: HTTPException) -> str:
    if kind is problems.NOT_FOUND:
        return "There is no such address: /docs lists the operations."
    if kind is problems.MALFORMED and error.detail == _UNREAD:
        return "The body cannot be read: send JSON in UTF-8, less deep and with shorter numbers."
    return str(error.detail)


async def _database_lost(request: Request, error: Exception) -> JSONResponse:
    broken = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(broken, psycopg.Error) and not _is_connection(broken):
        raise error
    return problems.unavailable("The database").response(request_id_of(request))


def _is_connection(error: psycopg.Error) -> bool:
    # Without a state there was no server; 08: connection, 53: no resources, 57P: shutting down or starting.
    return error.sqlstate is None or error.sqlstate.startswith(("08", "53", "57P"))


async def _objects_lost(request: Request, _error: Exception) -> JSONResponse:
    return problems.unavailable("The object store").response(request_id_of(request))
