"""The OpenAPI description: problems as they are sent, and an example of every answer."""

from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse

from web import problems
from web.access import anyone
from web.examples.answer_examples import ANSWERS
from web.problems import ProblemKind

TITLE = "Lipei API"
VERSION = "1"
ABOUT = (
    "Claims adjudication for children's private medical insurance: ask for approval before treatment, "
    "hand in documents, act on cases, read letters, price claims, read accounts. Amounts are decimal strings "
    "of yuan, moments carry their time zone, days are days in China. Every error is problem details "
    "(RFC 9457) and names each wrong field in `errors`."
)

TAGS = [
    {"name": "Cases", "description": "Ask for approval, follow a case, act on it."},
    {"name": "Documents", "description": "Hand in files."},
    {"name": "Letters", "description": "Read what was written."},
    {"name": "Direct billing", "description": "The card on the desk, visits and admissions."},
    {"name": "Quotes", "description": "What a claim would come to, before there is one."},
    {"name": "Accounts", "description": "Limits and deductibles of a policy year, explained to the fen."},
    {"name": "Payments", "description": "Money out and in: signatures, batches, debts, receipts, funds."},
    {"name": "Calendars", "description": "Working days and hours that deadlines are counted in."},
    {"name": "Clocks", "description": "What you were told, what has to be seen to, who is away."},
    {"name": "Reports", "description": "Open cases by time left, and what was met and breached."},
    {"name": "Families", "description": "Cards, consents, brands, vaccines, copies of data, breaches of it."},
    {
        "name": "Requests of families",
        "description": "Appointments, complaints, questions, services: what a family asks for.",
    },
    {"name": "House", "description": "People, hospitals, insurers, limits, plan versions and webhooks."},
    {"name": "Codec", "description": "Read what Temporal stores, for leaders and auditors."},
    {"name": "Operation", "description": "For what watches over the process."},
]

router = APIRouter(include_in_schema=False, dependencies=[Depends(anyone)])

_PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["/docs#invalid"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, with which value, and what to do."},
        "request_id": {"type": ["string", "null"]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {"type": "string", "examples": ["items.0.amount"]},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
_GOOD = {"200": "Done", "201": "Made"}
_SECURED = (problems.UNAUTHENTICATED, problems.FORBIDDEN)
_REFUSED_BY_STATE = frozenset({"actOnCase", "decideReceipt", "letPersonGo", "letTimePass", "publishCalendar"})
_NAMES_A_CHILD = frozenset({"quoteClaim"})
"""What answers 404 for a child in the body that is not the caller's patient."""
_SAID_TOGETHER = {"422": (problems.INVALID, problems.KEY_REUSED), "409": (problems.STALE, problems.NOT_NOW)}


@router.get("/openapi.json")
def openapi(request: Request) -> JSONResponse:
    """The description for programs."""
    return JSONResponse(request.app.openapi())


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of an app whose routes are all in place."""
    document = get_openapi(title=TITLE, version=VERSION, description=ABOUT, routes=app.routes, tags=TAGS)
    schemas = document["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = _PROBLEM_SCHEMA
    for methods in document["paths"].values():
        for operation in methods.values():
            _complete(operation)
    return document


def _complete(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for kind in _kinds(operation):
        responses[str(kind.status)] = _problem(kind)
    operation["responses"] = dict(sorted(responses.items()))
    answer = ANSWERS.get(operation["operationId"])
    for status, response in responses.items():
        response["description"] = _GOOD.get(status, response["description"])
        content = response.get("content", {}).get("application/json")
        if status.startswith("2") and content is not None and answer is not None:
            content["example"] = answer


def _kinds(operation: dict[str, Any]) -> list[ProblemKind]:
    takes_body = "requestBody" in operation
    parameters = {parameter["name"] for parameter in operation.get("parameters", ())}
    in_path = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
    kinds = [problems.INVALID] if takes_body or parameters else []
    if "security" in operation:
        kinds += [*_SECURED, problems.UNAVAILABLE]
    if takes_body or "Idempotency-Key" in parameters:
        kinds.append(problems.MALFORMED)
    if takes_body:
        kinds += [problems.TOO_LARGE, problems.UNSUPPORTED_MEDIA]
    if in_path or parameters & {"policy"} or operation["operationId"] in _NAMES_A_CHILD:
        kinds.append(problems.NOT_FOUND)
    if operation["operationId"] in _REFUSED_BY_STATE:
        kinds.append(problems.STALE)
    return kinds


def _problem(kind: ProblemKind) -> dict[str, Any]:
    together = _SAID_TOGETHER.get(str(kind.status), (kind,))
    return {
        "description": "; or ".join(each.title for each in together),
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
