"""`/api/v1/preauthorizations`: ask for approval before treatment."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends
from starlette.responses import JSONResponse

from rules.permissions import Action
from rules.vocabulary import Process
from web.access import Caller, Permission
from web.api.bodies import preauthorization_body
from web.api.bodies.fields import IdempotencyKey
from web.api.bodies.opened import OpenedView
from web.api.bodies.preauthorization_body import PreauthorizationBody
from web.backend import Uses
from web.new_cases.opening import Door, open_once
from web.new_cases.request_check import checked, start

router = APIRouter(prefix="/api/v1/preauthorizations", tags=["Cases"])


DOOR = Door(process=Process.PREAUTHORIZATION, check=checked, start=start)


@router.post(
    "",
    operation_id="requestPreauthorization",
    summary="Ask for approval before treatment",
    status_code=201,
    response_model=OpenedView,
)
async def request_preauthorization(
    body: Annotated[
        PreauthorizationBody, Body(openapi_examples={"surgery": {"value": preauthorization_body.EXAMPLE}})
    ],
    key: IdempotencyKey,
    caller: Annotated[Caller, Depends(Permission(Action.SUBMIT))],
    backend: Uses,
) -> JSONResponse:
    """Send a request for a hospital's or a family's own child. The same key and body get the same answer."""
    return await open_once(DOOR, backend, caller, key, body)
