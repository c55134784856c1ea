"""A letter is sent once more because somebody of the staff asks for it; who did is in the access log."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from temporalio.client import RPCTimeoutOrCancelledError
from temporalio.service import RPCError

from models.letter import Letter
from rules.permissions import Action, Relation
from rules.vocabulary import DeliveryChannel, LetterStatus
from stores import access_log, letters
from web import problems
from web.access import Caller, Permission
from web.backend import Backend, Uses
from web.case_access import visible_case
from web.forms.page import KEY
from web.problems import ProblemError
from workflows.client import update_id
from workflows.letter_again import SendAgain, send_again

router = APIRouter(prefix="/cases", include_in_schema=False)

SendsAgain = Annotated[Caller, Depends(Permission(Action.SEND_LETTER_AGAIN, relation=Relation.STAFF))]
Said = Annotated[str, Form(max_length=100)]
Key = Annotated[str, Form(alias=KEY, max_length=100)]


@router.post("/{case_number}/letters/again")
async def send_letter_again(
    case_number: str, caller: SendsAgain, backend: Uses, letter: Said = "", key: Key = ""
) -> Response:
    """Send one letter of the case again."""
    found = await run_in_threadpool(_letter, backend, caller, case_number, letter)
    await again(backend, caller, found, key)
    return RedirectResponse(f"/cases/{case_number}#letters", 303)


async def again(backend: Backend, caller: Caller, letter: Letter, key: str) -> None:
    """Have it sent; 409 where no mail of it has left yet."""
    wanted = await run_in_threadpool(_wanted, backend, caller, letter)
    act_id = update_id(backend.settings.secret_key, caller.reference, letter.number, "again", key)
    try:
        await send_again(await backend.temporal(), wanted, act_id)
    except (RPCTimeoutOrCancelledError, RPCError) as silent:
        raise problems.unavailable("Temporal") from silent


def _wanted(backend: Backend, caller: Caller, letter: Letter) -> SendAgain:
    seen = visible_case(backend, caller, letter.case_number, Action.SEND_LETTER_AGAIN)
    if letter.status is not LetterStatus.SENT:
        raise ProblemError(
            problems.NOT_NOW, f"{letter.number} has not left: it is {letter.status}. Ask again when it has."
        )
    if all(way.channel is not DeliveryChannel.EMAIL for way in letter.deliveries):
        raise ProblemError(
            problems.NOT_NOW, f"{letter.number} went to the portal alone: nobody's mail address was known."
        )
    with backend.session() as session:
        access_log.write(
            session,
            caller.actor,
            Action.SEND_LETTER_AGAIN,
            subject=letter.number,
            request_id=caller.request_id,
        )
    ahead = timedelta(seconds=seen.row.clock_offset_seconds)
    return SendAgain(case_number=letter.case_number, number=letter.number, ahead=ahead)


def _letter(backend: Backend, caller: Caller, case_number: str, number: str) -> Letter:
    visible_case(backend, caller, case_number, Action.SEND_LETTER_AGAIN)
    with backend.session() as session:
        letter = letters.find(session, number.replace("\0", ""))
    if letter is None or letter.case_number != case_number:
        raise problems.not_found("This letter")
    return letter
