"""`/codec`: shows staff, in Temporal's own pages, what it stores encrypted (its remote codec protocol)."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from starlette.responses import JSONResponse
from temporalio.api.common.v1 import Payload, Payloads

from rules.permissions import Action
from stores.trust import access_log
from web import problems
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.problems import ProblemError
from workflows.codec import EncryptionCodec, KeyRing, UnknownKeyError

router = APIRouter(prefix="/codec", tags=["Codec"])

Decodes = Annotated[Caller, Depends(Permission(Action.DECODE_PAYLOADS))]
Turn = Callable[[Sequence[Payload]], Awaitable[list[Payload]]]

_EXAMPLE = {
    "payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "eyJzdGFnZSI6IklOX1JFVklFVyJ9"}]
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}, "example": _EXAMPLE}},
    }
}


@router.post(
    "/decode",
    operation_id="decodePayloads",
    summary="Decrypt payloads",
    openapi_extra=_BODY,
)
async def decode(request: Request, caller: Decodes, backend: Uses) -> JSONResponse:
    """For team leads, supervisors, heads and auditors; each call is on record."""
    await run_in_threadpool(_note, backend, caller)
    codec = await run_in_threadpool(_codec, backend)
    return await _turned(request, codec.decode)


@router.post(
    "/encode",
    operation_id="encodePayloads",
    summary="Encrypt payloads",
    openapi_extra=_BODY,
)
async def encode(request: Request, _caller: Decodes, backend: Uses) -> JSONResponse:
    """For what staff send from Temporal's own pages."""
    codec = await run_in_threadpool(_codec, backend)
    return await _turned(request, codec.encode)


def _codec(backend: Backend) -> EncryptionCodec:
    # Read each time: a key that was added a moment ago must decode at once.
    return EncryptionCodec(KeyRing.read(backend.settings.key_file))


def _note(backend: Backend, caller: Caller) -> None:
    with backend.session() as session:
        access_log.write(session, caller.actor, Action.DECODE_PAYLOADS, request_id=caller.request_id)


async def _turned(request: Request, turn: Turn) -> JSONResponse:
    try:
        body = json.loads(await request.body())
        if not isinstance(body, dict):
            raise ParseError("the body is not an object")
        said = ParseDict(body, Payloads())
        turned = await turn(said.payloads)
    except (ParseError, UnicodeDecodeError, ValueError, RecursionError, KeyError) as wrong:
        raise ProblemError(
            problems.MALFORMED, 'Send {"payloads": […]} as Temporal\'s codec protocol describes it.'
        ) from wrong
    except UnknownKeyError as lost:
        raise ProblemError(problems.MALFORMED, str(lost)) from lost
    return JSONResponse(MessageToDict(Payloads(payloads=turned)))
