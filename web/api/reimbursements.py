"""`/api/v1/reimbursements`: claim what a family has paid, or report that a claim will come."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends
from starlette.responses import JSONResponse

from rules.permissions import Action
from rules.vocabulary import Process
from web.access import Caller, Permission
from web.api.bodies import reimbursement_body
from web.api.bodies.fields import IdempotencyKey
from web.api.bodies.opened import OpenedView
from web.api.bodies.reimbursement_body import ReimbursementBody
from web.backend import Uses
from web.new_cases.claiming import checked, start
from web.new_cases.opening import Door, open_once

router = APIRouter(prefix="/api/v1/reimbursements", tags=["Cases"])

DOOR = Door(process=Process.REIMBURSEMENT, check=checked, start=start)

EXAMPLES = {
    "claim": {"value": reimbursement_body.EXAMPLE},
    "report": {"value": reimbursement_body.REPORT},
}


@router.post(
    "",
    operation_id="submitReimbursement",
    summary="Claim what a family has paid",
    status_code=201,
    response_model=OpenedView,
)
async def submit_reimbursement(
    body: Annotated[ReimbursementBody, Body(openapi_examples=EXAMPLES)],
    key: IdempotencyKey,
    caller: Annotated[Caller, Depends(Permission(Action.SUBMIT_CLAIM))],
    backend: Uses,
) -> JSONResponse:
    """Send a claim of a family, or report one. The same key and body get the same answer."""
    return await open_once(DOOR, backend, caller, key, body)
