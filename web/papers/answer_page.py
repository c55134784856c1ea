"""`/answer/{token}`: a hospital answers its guarantee letter from the mail that brought it.

Reading the page does nothing, so that a scanner of mails does nothing; only the form acts, once.
"""

from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.permissions import Action
from rules.vocabulary import AnswerWay, PrincipalKind
from stores.papers import answer_links
from stores.papers.answer_links import Answerable
from stores.trust import sign_in_failures, tokens
from stores.trust.sign_in_failures import BY_ADDRESS, BY_NAME, subject
from web import problems
from web.access import Caller, anyone
from web.api.bodies.letter_acts import AcknowledgeLetterBody, DeclineLetterBody, LetterAct
from web.backend import Backend, Uses
from web.browser import require_own_origin
from web.casework import acting
from web.casework.conversation import act_on
from web.problems import ProblemError
from web.refusals import request_id_of
from web.signing_in.sign_in_page import address_of
from web.templating import page
from workflows.client import update_id
from workflows.messages_letters import AcknowledgeLetter, DeclineLetter

router = APIRouter(
    prefix="/answer",
    include_in_schema=False,
    dependencies=[Depends(anyone)],
    default_response_class=HTMLResponse,
)

Said = Annotated[str, Form(max_length=5000)]
_ACTS = (Action.ACKNOWLEDGE_LETTER, Action.DECLINE_LETTER)
_OVERTAKEN = (problems.STALE, problems.NOT_NOW, problems.KEY_REUSED)


@dataclass(frozen=True, slots=True)
class Link:
    """What a link leads to, and how its page answers: 200, 404 for none of ours, 429 for too many."""

    answerable: Answerable | None
    status: int


@router.get("/{token}")
def show_link(request: Request, token: str, backend: Uses) -> HTMLResponse:
    """The letter without a word of health, and the form."""
    return _page(request, _look(request, backend, token))


@router.post("/{token}")
async def answer_letter(
    request: Request, token: str, backend: Uses, answer: Said = "", reason: Said = ""
) -> Response:
    """Acknowledge or decline, by the same act as at the desk."""
    require_own_origin(request)
    link = await run_in_threadpool(_look, request, backend, token, acts=True)
    found = link.answerable
    if found is None or not found.open:
        return _page(request, replace(link, status=409) if found else link)
    try:
        body = _body(found, answer, reason)
    except ValidationError:
        return _page(request, replace(link, status=422), wrong="reason", reason=reason)
    if body is None:
        return _page(request, replace(link, status=422), wrong="answer", reason=reason)
    try:
        await _say(request, backend, found, body, token)
    except ProblemError as refused:
        if refused.kind not in _OVERTAKEN:
            raise
        link = await run_in_threadpool(_look, request, backend, token)
        return _page(request, replace(link, status=409), wrong="overtaken", reason=reason)
    return RedirectResponse(f"/answer/{token}", 303)


async def _say(request: Request, backend: Backend, found: Answerable, body: LetterAct, token: str) -> None:
    caller = await run_in_threadpool(_desk, request, backend, found, token)
    command = await run_in_threadpool(acting.prepare, backend, caller, found.case_number, body)
    assert isinstance(command.body, AcknowledgeLetter | DeclineLetter)  # made of a LetterAct
    by_mail = replace(command, body=replace(command.body, way=AnswerWay.MAIL))
    # One id for both answers: whatever is pressed, and how often, a link says one thing once.
    key = answer_links.hash_of(token)
    act_id = update_id(backend.settings.secret_key, caller.reference, found.case_number, AnswerWay.MAIL, key)
    receipt = await act_on(backend, found.case_number, by_mail, act_id)
    acting.require_same(command, receipt)


def _desk(request: Request, backend: Backend, found: Answerable, token: str) -> Caller:
    """Whoever holds the link speaks for the desk that the mail went to."""
    link_id = UUID(answer_links.hash_of(token)[:32])
    with backend.session() as session:
        known = tokens.principal_of(
            session, PrincipalKind.HOSPITAL, found.hospital_code, link_id, backend.clock.wall()
        )
    if known is None:
        raise problems.not_found("This hospital")
    request.state.actor = known.actor.reference
    return Caller(principal=known, request_id=request_id_of(request))


def _look(request: Request, backend: Backend, token: str, *, acts: bool = False) -> Link:
    """What the link leads to; wrong ones are counted by address, answers by link."""
    at, key = backend.clock.wall(), backend.settings.secret_key
    by_address, by_link = subject(key, "link", address_of(request)), subject(key, "answer", token)
    with backend.session() as session:
        if sign_in_failures.too_many(session, [(by_address, BY_ADDRESS), (by_link, 2 * BY_NAME)], at):
            return Link(None, 429)
        found = answer_links.find(session, token, at)
        if found is None or acts:
            sign_in_failures.note(session, [by_link if found else by_address], at)
    return Link(found, 200 if found else 404)


def _body(found: Answerable, answer: str, reason: str) -> LetterAct | None:
    """What the form said; None for neither answer, ValidationError for a reason that cannot stand."""
    if answer not in _ACTS:
        return None
    said = {"letter": found.letter.number, "seen_version": found.version}
    if answer == Action.ACKNOWLEDGE_LETTER:
        return AcknowledgeLetterBody.model_validate({"action": Action.ACKNOWLEDGE_LETTER, **said})
    return DeclineLetterBody.model_validate({"action": Action.DECLINE_LETTER, "reason": reason, **said})


def _page(request: Request, link: Link, *, wrong: str = "", reason: str = "") -> HTMLResponse:
    found = link.answerable
    letter = found.letter if found else None
    return page(
        request,
        "letter_answer.html",
        link.status,
        letter=letter,
        found=found,
        token=request.path_params["token"],
        wrong=wrong,
        reason=reason,
        slow=link.status == 429,
    )
