"""`/api/v1/preauthorizations`: ask for approval before treatment."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Depends
from fastapi.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from rules.permissions import Action
from stores.intake import Answer
from web import opening
from web.access import Caller, Permission
from web.api import preauthorization_body
from web.api.fields import IdempotencyKey, View
from web.api.preauthorization_body import PreauthorizationBody
from web.backend import Uses
from web.conversation import open_case
from workflows.receipts import Receipt

router = APIRouter(prefix="/api/v1/preauthorizations", tags=["Cases"])


class OpenedView(View):
    """The case that the request became, with the first answer of the rules."""

    case_number: str
    stage: str
    version: int
    due_at: datetime | None
    """When the next duty on the case is due."""
    url: str


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
    begun = await run_in_threadpool(opening.begin, backend, caller, key, body)
    if isinstance(begun, Answer):
        return _said(begun, repeated=True)
    receipt = await open_case(backend, begun)
    answer = Answer(status=201, body=_opened(receipt).model_dump(mode="json"))
    await run_in_threadpool(opening.finish, backend, receipt.case_number, answer)
    return _said(answer, repeated=False)


def _opened(receipt: Receipt) -> OpenedView:
    return OpenedView(
        case_number=receipt.case_number,
        stage=receipt.stage,
        version=receipt.version,
        due_at=receipt.due_at,
        url=f"/api/v1/cases/{receipt.case_number}",
    )


def _said(answer: Answer, *, repeated: bool) -> JSONResponse:
    headers = {"Location": answer.body["url"], "Idempotency-Replayed": str(repeated).lower()}
    return JSONResponse(answer.body, answer.status, headers=headers)
