"""`/api/v1/cases/{case_number}/actions`: act on a case."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Depends
from fastapi.concurrency import run_in_threadpool

from rules.permissions import Action
from rules.receipts import Receipt
from web import problems
from web.access import Caller, Permission
from web.api.bodies.action_bodies import AnyAct
from web.api.bodies.fields import IdempotencyKey, View
from web.api.examples.action_examples import EXAMPLES
from web.backend import Backend, Uses
from web.casework import acting
from web.casework.conversation import act_on
from web.problems import ProblemError
from workflows.client import update_id

router = APIRouter(prefix="/api/v1/cases", tags=["Cases"])

ACTS = tuple(Action(name) for name in EXAMPLES)
_MOVED = (problems.STALE, problems.INSUFFICIENT_BENEFIT)


class ActedView(View):
    """The case after the act."""

    case_number: str
    stage: str
    version: int
    due_at: datetime | None


@router.post("/{case_number}/actions", operation_id="actOnCase", summary="Act on a case")
async def act_on_case(
    case_number: str,
    body: Annotated[AnyAct, Body(openapi_examples=EXAMPLES)],
    key: IdempotencyKey,
    caller: Annotated[Caller, Depends(Permission(*ACTS))],
    backend: Uses,
) -> ActedView:
    """`seen_version` is the version that you saw; where the case has moved on you get what changed (409)."""
    return ActedView.model_validate(await act_once(backend, caller, case_number, body, key))


async def act_once(backend: Backend, caller: Caller, case_number: str, body: AnyAct, key: str) -> Receipt:
    """Do an act; the same key and body do it once. ProblemError tells what changed where it came too late."""
    command = await run_in_threadpool(acting.prepare, backend, caller, case_number, body)
    act_id = update_id(backend.settings.secret_key, caller.reference, case_number, body.action, key)
    try:
        receipt: Receipt = await act_on(backend, case_number, command, act_id, body.inside)
    except ProblemError as refused:
        if refused.kind not in _MOVED:
            raise
        raise await acting.tell_changes(backend, caller, case_number, body.seen_version, refused) from refused
    acting.require_same(command, receipt)
    return receipt
