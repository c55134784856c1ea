"""`/api/v1/advances`: ask for money to be advanced to a hospital; read what became of it."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends
from fastapi.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from rules.permissions import Action
from rules.vocabulary import Process
from web import problems
from web.access import Caller, Permission
from web.api.bodies import advance_body
from web.api.bodies.advance_body import AdvanceBody
from web.api.bodies.fields import IdempotencyKey
from web.api.bodies.opened import OpenedView
from web.api.views.advance_views import AdvanceStatementView
from web.backend import Uses
from web.casework.advance_part import advance_of, statement_told
from web.casework.case_access import visible_case
from web.new_cases.advancing import checked, start
from web.new_cases.opening import Door, open_once

router = APIRouter(prefix="/api/v1/advances", tags=["Cases"])

DOOR = Door(process=Process.HOSPITAL_ADVANCE, check=checked, start=start)


@router.post(
    "",
    operation_id="requestAdvance",
    summary="Ask for a hospital advance",
    status_code=201,
    response_model=OpenedView,
)
async def request_advance(
    body: Annotated[AdvanceBody, Body(openapi_examples={"stay": {"value": advance_body.EXAMPLE}})],
    key: IdempotencyKey,
    caller: Annotated[Caller, Depends(Permission(Action.SUBMIT))],
    backend: Uses,
) -> JSONResponse:
    """Send a family's request. The same key and body get the same answer."""
    return await open_once(DOOR, backend, caller, key, body)


@router.get(
    "/{case_number}/statement",
    operation_id="getAdvanceStatement",
    summary="Read where the money of an advance stands",
)
async def read_statement(
    case_number: str, caller: Annotated[Caller, Depends(Permission(Action.READ))], backend: Uses
) -> AdvanceStatementView:
    """Promised, paid, consumed, refunded and open, with every movement, as recorded last."""
    seen = await run_in_threadpool(visible_case, backend, caller, case_number, Action.READ)
    if seen.row.process is not Process.HOSPITAL_ADVANCE:
        raise problems.not_found(f"Advance {case_number}")
    return statement_told(advance_of(seen.row).statement, caller)
