"""One JSON line a request: no addresses with numbers in them, no query strings, no bodies, no messages."""

import json
import time
import traceback
from contextlib import suppress
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import problems
from web.error_page import wants_page
from web.problems import ProblemError
from web.templating import page

log = structlog.get_logger("lipei.web")


class RequestLog:
    """Gives each request an id, logs how it ended, and answers for what nobody caught."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around the app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        begun, status = time.monotonic(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:  # noqa: BLE001  (the last resort: it answers and logs, and must not leak)
            _log_failure(request_id, error)
            if not status:
                await _failed(scope, request_id)(scope, receive, noted)
        _log_request(scope, status, begun)


def _failed(scope: Scope, request_id: str) -> Response:
    """What a program is told; a person gets it as a page, unless that is what broke."""
    failed = ProblemError(problems.FAILED, "The request could not be completed.").response(request_id)
    request = Request(scope)
    if wants_page(request):
        with suppress(Exception):
            return page(request, "error.html", failed.status_code, problem=json.loads(bytes(failed.body)))
    return failed


def _log_request(scope: Scope, status: int, begun: float) -> None:
    route = scope.get("route")
    log.info(
        "request",
        method=scope["method"],
        route=getattr(route, "path_format", None) or getattr(route, "path", "unknown"),
        status=status,
        milliseconds=round((time.monotonic() - begun) * 1000, 1),
        request_id=scope["state"]["request_id"],
        actor=scope["state"].get("actor"),
    )


def _log_failure(request_id: str, error: Exception) -> None:
    """Where it broke, without the message: messages quote what people entered."""
    frames = traceback.extract_tb(error.__traceback__)
    log.error(
        "request failed",
        request_id=request_id,
        error=f"{type(error).__module__}.{type(error).__qualname__}",
        trace=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-15:]],
    )
