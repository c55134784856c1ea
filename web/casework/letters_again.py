"""A letter is sent once more because somebody of the staff asks for it; who did is in the access log."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.concurrency import run_in_threadpool
from pydantic import TypeAdapter, ValidationError
from starlette.responses import RedirectResponse, Response
from temporalio.client import RPCTimeoutOrCancelledError
from temporalio.service import RPCError

from models.letter import Letter
from rules.permissions import Action, Relation
from rules.vocabulary import LetterStatus
from stores.papers import letters
from stores.papers.deliveries import SENT_AGAIN
from stores.trust import access_log
from web import problems
from web.access import Caller, Permission
from web.api.bodies.fields import Mail
from web.backend import Backend, Uses
from web.casework.case_access import visible_case
from web.forms.page import KEY
from web.problems import FieldError, ProblemError
from workflows.client import update_id
from workflows.letter_again import SendAgain, send_again

router = APIRouter(prefix="/cases", include_in_schema=False)

SendsAgain = Annotated[Caller, Depends(Permission(Action.SEND_LETTER_AGAIN, relation=Relation.STAFF))]
Said = Annotated[str, Form(max_length=100)]
Address = Annotated[str, Form(max_length=200)]
Key = Annotated[str, Form(alias=KEY, max_length=100)]
_ADDRESS = TypeAdapter(Mail)


@router.post("/{case_number}/letters/again")
async def send_letter_again(
    case_number: str,
    caller: SendsAgain,
    backend: Uses,
    letter: Said = "",
    address: Address = "",
    key: Key = "",
) -> Response:
    """Send one letter of the case again, or to another address of its reader."""
    found = await run_in_threadpool(_letter, backend, case_number, letter)
    await again(backend, caller, found, key, address=_told(address))
    return RedirectResponse(f"/cases/{case_number}#letters", 303)


async def again(backend: Backend, caller: Caller, letter: Letter, key: str, *, address: str = "") -> None:
    """Have it sent, to ``address`` alone where one is given; 409 where it has not left yet."""
    wanted = await run_in_threadpool(_wanted, backend, caller, letter, address)
    act_id = update_id(backend.settings.secret_key, caller.reference, letter.number, f"again{address}", key)
    try:
        await send_again(await backend.temporal(), wanted, act_id)
    except (RPCTimeoutOrCancelledError, RPCError) as silent:
        raise problems.unavailable("Temporal") from silent


def _told(address: str) -> str:
    try:
        return _ADDRESS.validate_python(address) if address.strip() else ""
    except ValidationError:
        wrong = FieldError("address", "is no mail address: write it as name@example.com")
        raise problems.invalid(wrong) from None


def _wanted(backend: Backend, caller: Caller, letter: Letter, address: str) -> SendAgain:
    seen = visible_case(backend, caller, letter.case_number, Action.SEND_LETTER_AGAIN)
    if letter.status is not LetterStatus.SENT:
        raise ProblemError(
            problems.NOT_NOW, f"{letter.number} has not left: it is {letter.status}. Ask again when it has."
        )
    if not address and all(way.channel not in SENT_AGAIN for way in letter.deliveries):
        raise ProblemError(
            problems.NOT_NOW, f"{letter.number} went to the portal alone: nobody's mail address was known."
        )
    with backend.session() as session:
        access_log.write(
            session,
            caller.actor,
            Action.SEND_LETTER_AGAIN,
            subject=f"{letter.number} elsewhere" if address else letter.number,
            request_id=caller.request_id,
        )
    ahead = timedelta(seconds=seen.row.clock_offset_seconds)
    return SendAgain(case_number=letter.case_number, number=letter.number, ahead=ahead, address=address)


def _letter(backend: Backend, case_number: str, number: str) -> Letter:
    """The letter, if it is one of the case; whether the caller may see that is asked with the act."""
    with backend.session() as session:
        letter = letters.find(session, number.replace("\0", ""))
    if letter is None or letter.case_number != case_number:
        raise problems.not_found("This letter")
    return letter
