"""Errors as pages, for people; programs get problem details."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from rules.vocabulary import Language
from web.languages import language_of
from web.problems import OWN_PASSWORD
from web.templating import page, told

_FOR_PROGRAMS = ("/api/", "/codec", "/metrics", "/health", "/openapi.json")
Told = Callable[[Request, Any], Awaitable[JSONResponse]]


def install(app: FastAPI) -> None:
    """Tell browsers every problem as a page; `refusals.install` comes first."""
    for kind, answered in dict(app.exception_handlers).items():
        app.add_exception_handler(kind, _shown(answered))


def wants_page(request: Request) -> bool:
    """Whether a person waits for the answer."""
    if request.url.path.startswith(_FOR_PROGRAMS):
        return False
    return "text/html" in request.headers.get("accept", "")


def _shown(answered: Any) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        problem: Response = await answered(request, error)
        if not isinstance(problem, JSONResponse):
            return problem
        if not wants_page(request):
            return _for_program(request, problem)
        if problem.status_code == 401:
            return RedirectResponse(_door(request), 303)
        said = json.loads(bytes(problem.body))
        if str(said.get("type", "")).endswith(OWN_PASSWORD.name):
            return RedirectResponse("/security", 303)
        shown = page(request, "error.html", problem.status_code, problem=said)
        for name in ("retry-after", "allow"):
            if name in problem.headers:
                shown.headers[name] = problem.headers[name]
        return shown

    return answer


def _for_program(request: Request, problem: JSONResponse) -> Response:
    """English, the language of the contract, but for whoever asks for Chinese by name."""
    if not request.headers.get("accept-language") or language_of(request) is not Language.CHINESE:
        return problem
    said = json.loads(bytes(problem.body))
    said["detail"] = told(said["detail"], Language.CHINESE)
    for error in said.get("errors", ()):
        error["message"] = told(error["message"], Language.CHINESE)
    problem.headers["Vary"] = "Accept-Language, Cookie"
    problem.body = problem.render(said)
    problem.headers["Content-Length"] = str(len(problem.body))
    return problem


def _door(request: Request) -> str:
    if request.method != "GET" or request.url.path == "/home":
        return "/sign-in"
    onward = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/sign-in?next={quote(onward, safe='')}"
